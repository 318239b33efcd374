"""Price lists with validity, tax and quantity steps; exchange rates."""

import django.core.validators
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ExchangeRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('currency', models.CharField(max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}$', 'A currency is three capital letters.')], verbose_name='currency')),
                ('on', models.DateField(verbose_name='from day')),
                ('rate', models.DecimalField(decimal_places=8, help_text="What one unit of it is worth in the house's own currency, for example 7.12 for a dollar.", max_digits=18, verbose_name='exchange rate')),
            ],
            options={
                'verbose_name': 'exchange rate',
                'verbose_name_plural': 'exchange rates',
                'ordering': ('currency', '-on'),
            },
        ),
        migrations.RemoveConstraint(
            model_name='price',
            name='price_once_per_list',
        ),
        migrations.RemoveConstraint(
            model_name='price',
            name='price_not_negative',
        ),
        migrations.AddField(
            model_name='price',
            name='from_quantity',
            field=models.DecimalField(db_default=Decimal('0'), decimal_places=4, default=Decimal('0'), help_text='In base units; 0 is the price of any quantity.', max_digits=18, verbose_name='from quantity'),
        ),
        migrations.AddField(
            model_name='pricelist',
            name='inclusive',
            field=models.BooleanField(db_default=False, default=False, help_text='Orders at these prices are entered and told with tax; the tax is taken out of them.', verbose_name='prices include tax'),
        ),
        migrations.AddField(
            model_name='pricelist',
            name='valid_from',
            field=models.DateField(blank=True, null=True, verbose_name='valid from'),
        ),
        migrations.AddField(
            model_name='pricelist',
            name='valid_until',
            field=models.DateField(blank=True, help_text='The last day it holds.', null=True, verbose_name='valid until'),
        ),
        migrations.AddConstraint(
            model_name='price',
            constraint=models.UniqueConstraint(fields=('price_list', 'product', 'from_quantity'), name='price_step_once'),
        ),
        migrations.AddConstraint(
            model_name='price',
            constraint=models.CheckConstraint(condition=models.Q(('from_quantity__gte', 0), ('price__gte', 0)), name='price_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='pricelist',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='price_list_ends_after_it_begins', violation_error_message='A price list cannot end before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='exchangerate',
            constraint=models.UniqueConstraint(fields=('currency', 'on'), name='exchange_rate_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='exchangerate',
            constraint=models.CheckConstraint(condition=models.Q(('rate__gt', 0)), name='exchange_rate_positive'),
        ),
        # On the way back only the first step of each price fits the old rule.
        migrations.RunSQL(migrations.RunSQL.noop, "DELETE FROM catalog_price WHERE from_quantity > 0"),
    ]
