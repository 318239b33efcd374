"""Prices hold from a day to a day; changes of them are asked for before they do."""

import core.machine
import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0003_services'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PriceChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=32, unique=True, verbose_name='number')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('asked', 'In approval'), ('granted', 'Agreed'), ('rejected', 'Rejected'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10, verbose_name='state')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('round', models.PositiveSmallIntegerField(default=0, verbose_name='round')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('holds_from', models.DateField(blank=True, help_text='Prices never begin before the day they were agreed.', null=True, verbose_name='in force from')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('answer', models.CharField(blank=True, max_length=1000, verbose_name='opinion')),
                ('agreed_by', models.CharField(blank=True, max_length=200, verbose_name='approved by')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
            ],
            options={
                'verbose_name': 'price change',
                'verbose_name_plural': 'price changes',
                'permissions': [('propose_prices', 'propose price changes')],
            },
            bases=(core.machine.Moving, models.Model),
        ),
        migrations.CreateModel(
            name='PriceChangeLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='line')),
                ('from_quantity', models.DecimalField(decimal_places=4, default=Decimal('0'), max_digits=18, verbose_name='from quantity')),
                ('old_price', models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True, verbose_name='price until now')),
                ('new_price', models.DecimalField(decimal_places=6, max_digits=18, verbose_name='new price')),
            ],
            options={
                'verbose_name': 'price change line',
                'verbose_name_plural': 'price change lines',
                'ordering': ('change', 'position'),
            },
        ),
        migrations.AlterModelOptions(
            name='price',
            options={'permissions': [('set_price_directly', 'set prices without asking')], 'verbose_name': 'price', 'verbose_name_plural': 'prices'},
        ),
        migrations.RemoveConstraint(
            model_name='price',
            name='price_step_once',
        ),
        migrations.AddField(
            model_name='price',
            name='valid_from',
            field=models.DateField(blank=True, null=True, verbose_name='valid from'),
        ),
        migrations.AddField(
            model_name='price',
            name='valid_until',
            field=models.DateField(blank=True, help_text='The last day it holds.', null=True, verbose_name='valid until'),
        ),
        migrations.AddField(
            model_name='pricechange',
            name='author',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AddField(
            model_name='pricechange',
            name='price_list',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.pricelist', verbose_name='price list'),
        ),
        migrations.AddField(
            model_name='price',
            name='change',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='prices', to='catalog.pricechange', verbose_name='price change'),
        ),
        migrations.AddConstraint(
            model_name='price',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_from', None)), fields=('price_list', 'product', 'from_quantity'), name='price_step_once'),
        ),
        migrations.AddConstraint(
            model_name='price',
            constraint=models.UniqueConstraint(fields=('price_list', 'product', 'from_quantity', 'valid_from'), name='price_step_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='price',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='price_ends_after_it_begins', violation_error_message='A price cannot end before it begins.'),
        ),
        migrations.AddField(
            model_name='pricechangeline',
            name='change',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='catalog.pricechange', verbose_name='price change'),
        ),
        migrations.AddField(
            model_name='pricechangeline',
            name='product',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.product', verbose_name='product'),
        ),
        migrations.AddIndex(
            model_name='pricechange',
            index=models.Index(fields=['state', '-id'], name='price_change_state'),
        ),
        migrations.AddConstraint(
            model_name='pricechange',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='price_change_says_why'),
        ),
        migrations.AddConstraint(
            model_name='pricechange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('holds_from__isnull', False), ('state', 'granted')), models.Q(models.Q(('state', 'granted'), _negated=True), ('holds_from', None)), _connector='OR'), name='price_change_holds_once_granted'),
        ),
        migrations.AddConstraint(
            model_name='pricechangeline',
            constraint=models.UniqueConstraint(fields=('change', 'product', 'from_quantity'), name='price_change_step_once'),
        ),
        migrations.AddConstraint(
            model_name='pricechangeline',
            constraint=models.CheckConstraint(condition=models.Q(('from_quantity__gte', 0), ('new_price__gte', 0)), name='price_change_not_negative'),
        ),
        # On the way back only the prices of before the first change fit the old rule.
        migrations.RunSQL(
            migrations.RunSQL.noop,
            "DELETE FROM catalog_price WHERE valid_from IS NOT NULL",
        ),
    ]
