"""Products that are services: no stock is kept of them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0002_prices'),
    ]

    operations = [
        migrations.AddField(
            model_name='product',
            name='is_service',
            field=models.BooleanField(db_default=False, default=False, help_text="Work done at the customer's: no stock is kept of it, somebody is sent instead of goods.", verbose_name='service'),
        ),
    ]
