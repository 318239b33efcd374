"""Price lists of tiers, and who hears prices with tax."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0002_prices'),
        ('customers', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='customer',
            name='prices_include_tax',
            field=models.BooleanField(db_default=False, default=False, help_text="Orders are entered and told with tax; a price list of the customer's own with tax says the same.", verbose_name='prices include tax'),
        ),
        migrations.CreateModel(
            name='TierPriceList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tier', models.CharField(blank=True, choices=[('key', 'Key'), ('core', 'Core'), ('standard', 'Standard'), ('new', 'New')], help_text='Empty means every customer.', max_length=10, verbose_name='tier')),
                ('price_list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.pricelist', verbose_name='price list')),
            ],
            options={
                'verbose_name': 'price list of a tier',
                'verbose_name_plural': 'price lists of tiers',
                'constraints': [models.UniqueConstraint(fields=('tier', 'price_list'), name='tier_price_list_once')],
            },
        ),
    ]
