"""The ledger of goods only grows."""

from django.db import migrations

from core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("inventory", "0001_initial"), ("core", "0002_append_only")]
    operations = [append_only("inventory_stockmove")]
