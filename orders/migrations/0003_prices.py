"""Exchange rate, tax mode and price source of orders; discount limits."""

import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


def forget_foreign(apps, schema_editor):
    foreign = apps.get_model("orders", "Order").objects.exclude(currency=settings.GENDAN_CURRENCY)
    foreign.update(rate=None)


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='order',
            name='inclusive',
            field=models.BooleanField(db_default=False, default=False, verbose_name='prices include tax'),
        ),
        migrations.AddField(
            model_name='order',
            name='rate',
            field=models.DecimalField(blank=True, decimal_places=8, default=1, help_text="What one unit of the order's currency is worth in the house's own, frozen when it is submitted.", max_digits=18, null=True, verbose_name='exchange rate'),
        ),
        # Orders in the house's own currency are worth 1, without a write to each; of the others nothing is known.
        migrations.RunPython(forget_foreign, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='order',
            name='rate',
            field=models.DecimalField(blank=True, decimal_places=8, help_text="What one unit of the order's currency is worth in the house's own, frozen when it is submitted.", max_digits=18, null=True, verbose_name='exchange rate'),
        ),
        migrations.AddField(
            model_name='orderline',
            name='price_source',
            field=models.JSONField(blank=True, db_default={}, default=dict, verbose_name='price source'),
        ),
        migrations.CreateModel(
            name='DiscountLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(blank=True, choices=[('sales', 'Sales'), ('sales_manager', 'Sales manager'), ('director', 'Director'), ('warehouse', 'Warehouse'), ('finance', 'Finance'), ('buyer', 'Buyer'), ('auditor', 'Auditor'), ('admin', 'Administrator')], max_length=20, verbose_name='role')),
                ('percent', models.DecimalField(decimal_places=2, default=Decimal('5'), max_digits=5, verbose_name='discount limit %')),
                ('person', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'discount limit',
                'verbose_name_plural': 'discount limits',
                'permissions': [('set_price', 'set unit prices')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('role', ''), _negated=True), fields=('role',), name='discount_limit_once_per_role'), models.CheckConstraint(condition=models.Q(models.Q(('person', None), models.Q(('role', ''), _negated=True)), models.Q(('person__isnull', False), ('role', '')), _connector='OR'), name='discount_limit_of_one', violation_error_message='Name a person or a role, not both.'), models.CheckConstraint(condition=models.Q(('percent__gte', 0), ('percent__lte', 100)), name='discount_limit_percent')],
            },
        ),
    ]
