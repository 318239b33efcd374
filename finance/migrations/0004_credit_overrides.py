"""Leave for one order to pass the credit limit, once; and higher limits that are asked for."""

import core.machine
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0003_entry'),
        ('finance', '0003_changes'),
        ('orders', '0010_lean_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='creditprofile',
            options={'permissions': [('see_credit', 'see credit limits'), ('set_credit_limit', 'set credit limits'), ('set_any_credit_limit', 'set any credit limit')], 'verbose_name': 'credit', 'verbose_name_plural': 'credit'},
        ),
        migrations.CreateModel(
            name='CreditOverride',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'In approval'), ('granted', 'Granted'), ('refused', 'Refused'), ('returned', 'Returned'), ('withdrawn', 'Withdrawn'), ('used', 'Used'), ('expired', 'Expired')], default='asked', max_length=10, verbose_name='state')),
                ('round', models.PositiveSmallIntegerField(default=1, verbose_name='round')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='order total then')),
                ('exposure', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='exposure')),
                ('limit', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='credit limit')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('until', models.DateField(help_text='The last day it may be used.', verbose_name='valid until')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('answer', models.CharField(blank=True, max_length=1000, verbose_name='opinion')),
                ('agreed_by', models.CharField(blank=True, max_length=200, verbose_name='approved by')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order', verbose_name='order')),
            ],
            options={
                'verbose_name': 'credit override',
                'verbose_name_plural': 'credit overrides',
                'permissions': [('ask_creditoverride', 'ask to release an order over the credit limit')],
            },
            bases=(core.machine.Moving, models.Model),
        ),
        migrations.AddField(
            model_name='creditcheck',
            name='override',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='used_by', to='finance.creditoverride', verbose_name='credit override'),
        ),
        migrations.CreateModel(
            name='LimitChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'In approval'), ('granted', 'Granted'), ('returned', 'Returned'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='asked', max_length=10, verbose_name='state')),
                ('before', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='limit until now')),
                ('after', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='new limit')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('answer', models.CharField(blank=True, max_length=1000, verbose_name='opinion')),
                ('agreed_by', models.CharField(blank=True, max_length=200, verbose_name='approved by')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer', verbose_name='customer')),
            ],
            options={
                'verbose_name': 'credit limit change',
                'verbose_name_plural': 'credit limit changes',
            },
            bases=(core.machine.Moving, models.Model),
        ),
        migrations.AddIndex(
            model_name='creditoverride',
            index=models.Index(fields=['order', '-id'], name='override_order'),
        ),
        migrations.AddIndex(
            model_name='creditoverride',
            index=models.Index(condition=models.Q(('state__in', ('asked', 'granted'))), fields=['until'], name='override_open_until'),
        ),
        migrations.AddConstraint(
            model_name='creditoverride',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'granted'))), fields=('order',), name='override_one_open_per_order'),
        ),
        migrations.AddConstraint(
            model_name='creditoverride',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0), models.Q(('reason', ''), _negated=True)), name='override_says_what_and_why'),
        ),
        migrations.AddConstraint(
            model_name='limitchange',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('customer',), name='limit_change_one_asked'),
        ),
        migrations.AddConstraint(
            model_name='limitchange',
            constraint=models.CheckConstraint(condition=models.Q(('after__gt', models.F('before')), models.Q(('reason', ''), _negated=True)), name='limit_change_raises'),
        ),
    ]
