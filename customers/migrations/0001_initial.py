import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('catalog', '0001_initial'),
        ('core', '0002_append_only'),
        ('core', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='PaymentTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                ('days', models.PositiveSmallIntegerField(default=30, verbose_name='days')),
                ('prepaid', models.BooleanField(default=False, verbose_name='cash before delivery')),
            ],
            options={
                'verbose_name': 'payment terms',
                'verbose_name_plural': 'payment terms',
                'ordering': ('days',),
            },
        ),
        migrations.CreateModel(
            name='Customer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='English name')),
                ('short_name', models.CharField(blank=True, max_length=60, verbose_name='short name')),
                ('tier', models.CharField(choices=[('key', 'Key'), ('core', 'Core'), ('standard', 'Standard'), ('new', 'New')], default='standard', max_length=10, verbose_name='tier')),
                ('currency', models.CharField(default='CNY', max_length=3, verbose_name='currency')),
                ('invoice_title', models.CharField(blank=True, max_length=200, verbose_name='invoice title')),
                ('tax_number', models.CharField(blank=True, max_length=30, verbose_name='tax ID')),
                ('domestic', models.BooleanField(default=True, help_text='Buys with an invoice that needs a Chinese tax ID.', verbose_name='domestic')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('active', models.BooleanField(default=True, verbose_name='active')),
                ('search', django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.department', verbose_name='department')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='salesperson')),
                ('price_list', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalog.pricelist', verbose_name='price list')),
                ('terms', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.paymentterm', verbose_name='payment terms')),
            ],
            options={
                'verbose_name': 'customer',
                'verbose_name_plural': 'customers',
                'permissions': [('see_all_customer', 'see all customers'), ('see_department_customer', "see the department's customers"), ('enter_customer', 'enter customers'), ('edit_customer', 'edit customers'), ('share_customer', 'share customers with colleagues'), ('see_phone', 'see phone numbers in full')],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search'], name='customer_search'), models.Index(fields=['owner', '-id'], name='customer_owner'), models.Index(fields=['department', '-id'], name='customer_department')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('main', models.BooleanField(default=False, verbose_name='main contact')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='customers.customer', verbose_name='customer')),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
            },
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient', models.CharField(blank=True, max_length=80, verbose_name='recipient')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('country', models.CharField(blank=True, max_length=60, verbose_name='country')),
                ('province', models.CharField(blank=True, max_length=60, verbose_name='province')),
                ('city', models.CharField(blank=True, max_length=60, verbose_name='city')),
                ('street', models.CharField(max_length=200, verbose_name='street')),
                ('postcode', models.CharField(blank=True, max_length=20, verbose_name='postcode')),
                ('main', models.BooleanField(default=False, verbose_name='main address')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='customers.customer', verbose_name='customer')),
            ],
            options={
                'verbose_name': 'ship-to address',
                'verbose_name_plural': 'ship-to addresses',
            },
        ),
        migrations.CreateModel(
            name='CustomerShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='customers.customer', verbose_name='customer')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'shared customer',
                'verbose_name_plural': 'shared customers',
                'abstract': False,
                'unique_together': {('user', 'permission', 'content_object')},
            },
        ),
    ]
