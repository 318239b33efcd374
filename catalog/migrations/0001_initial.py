import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
            ],
            options={
                'verbose_name': 'category',
                'verbose_name_plural': 'categories',
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='PriceList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('currency', models.CharField(default='CNY', max_length=3, verbose_name='currency')),
            ],
            options={
                'verbose_name': 'price list',
                'verbose_name_plural': 'price lists',
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=20, verbose_name='name')),
                ('step', models.DecimalField(decimal_places=4, default=Decimal('1'), max_digits=10, verbose_name='smallest step')),
            ],
            options={
                'verbose_name': 'unit of measure',
                'verbose_name_plural': 'units of measure',
                'constraints': [models.CheckConstraint(condition=models.Q(('step__gt', 0)), name='unit_step_positive')],
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='English name')),
                ('spec', models.CharField(blank=True, max_length=120, verbose_name='specification')),
                ('barcode', models.CharField(blank=True, max_length=40, null=True, unique=True, verbose_name='barcode')),
                ('list_price', models.DecimalField(decimal_places=6, max_digits=18, verbose_name='list price')),
                ('floor_price', models.DecimalField(decimal_places=6, default=Decimal('0'), max_digits=18, verbose_name='floor price')),
                ('cost', models.DecimalField(decimal_places=6, default=Decimal('0'), max_digits=18, verbose_name='cost')),
                ('tax_percent', models.DecimalField(decimal_places=2, default=Decimal('13'), max_digits=5, verbose_name='tax rate')),
                ('min_stock', models.DecimalField(decimal_places=4, default=Decimal('0'), max_digits=18, verbose_name='minimum stock')),
                ('active', models.BooleanField(default=True, verbose_name='active')),
                ('search', django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='products', to='catalog.category', verbose_name='category')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.unit', verbose_name='unit of measure')),
            ],
            options={
                'verbose_name': 'product',
                'verbose_name_plural': 'products',
                'ordering': ('code',),
                'permissions': [('see_cost', 'see cost and margin')],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search'], name='product_search')],
                'constraints': [models.CheckConstraint(condition=models.Q(('list_price__gte', 0)), name='product_price_not_negative'), models.CheckConstraint(condition=models.Q(('tax_percent__gte', 0), ('tax_percent__lte', 100)), name='product_tax_percent')],
            },
        ),
        migrations.CreateModel(
            name='Price',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('price', models.DecimalField(decimal_places=6, max_digits=18, verbose_name='price')),
                ('price_list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prices', to='catalog.pricelist', verbose_name='price list')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.product', verbose_name='product')),
            ],
            options={
                'verbose_name': 'price',
                'verbose_name_plural': 'prices',
                'constraints': [models.UniqueConstraint(fields=('price_list', 'product'), name='price_once_per_list'), models.CheckConstraint(condition=models.Q(('price__gte', 0)), name='price_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='ProductUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('factor', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='base units in one')),
                ('barcode', models.CharField(blank=True, max_length=40, null=True, unique=True, verbose_name='barcode')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='units', to='catalog.product', verbose_name='product')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.unit', verbose_name='unit of measure')),
            ],
            options={
                'verbose_name': 'sales unit',
                'verbose_name_plural': 'sales units',
                'constraints': [models.UniqueConstraint(fields=('product', 'unit'), name='product_unit_once'), models.CheckConstraint(condition=models.Q(('factor__gt', 0)), name='product_unit_factor')],
            },
        ),
    ]
