"""Service lines of an order, what of them is planned, and the stages they wait at."""

from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0003_services'),
        ('orders', '0007_quotation_agreed_by'),
    ]

    operations = [
        migrations.AddField(
            model_name='orderline',
            name='is_service',
            field=models.BooleanField(db_default=False, default=False, verbose_name='service'),
        ),
        migrations.AddField(
            model_name='orderline',
            name='planned',
            field=models.DecimalField(db_default=Decimal('0'), decimal_places=4, default=Decimal('0'), max_digits=18, verbose_name='planned'),
        ),
        migrations.AlterField(
            model_name='discountlimit',
            name='role',
            field=models.CharField(blank=True, choices=[('sales', 'Sales'), ('sales_manager', 'Sales manager'), ('director', 'Director'), ('warehouse', 'Warehouse'), ('technician', 'Technician'), ('finance', 'Finance'), ('buyer', 'Buyer'), ('auditor', 'Auditor'), ('admin', 'Administrator')], max_length=20, verbose_name='role'),
        ),
        migrations.AlterField(
            model_name='order',
            name='holder_role',
            field=models.CharField(blank=True, choices=[('sales', 'Sales'), ('sales_manager', 'Sales manager'), ('director', 'Director'), ('warehouse', 'Warehouse'), ('technician', 'Technician'), ('finance', 'Finance'), ('buyer', 'Buyer'), ('auditor', 'Auditor'), ('admin', 'Administrator')], max_length=20, verbose_name='holding role'),
        ),
        migrations.AlterField(
            model_name='order',
            name='stage',
            field=models.CharField(choices=[('entry', 'Entry'), ('rework', 'Rework'), ('approval', 'Approval'), ('to_confirm', 'To confirm'), ('supply', 'Waiting for goods'), ('to_pick', 'To pick'), ('picking', 'Picking'), ('to_ship', 'To ship'), ('delivery', 'In delivery'), ('to_dispatch', 'To dispatch'), ('service', 'Service planned'), ('to_invoice', 'To invoice'), ('collection', 'Collection'), ('done', 'Done')], default='entry', max_length=12, verbose_name='stage'),
        ),
        migrations.AlterField(
            model_name='stagespan',
            name='holder_role',
            field=models.CharField(blank=True, choices=[('sales', 'Sales'), ('sales_manager', 'Sales manager'), ('director', 'Director'), ('warehouse', 'Warehouse'), ('technician', 'Technician'), ('finance', 'Finance'), ('buyer', 'Buyer'), ('auditor', 'Auditor'), ('admin', 'Administrator')], max_length=20, verbose_name='holding role'),
        ),
        migrations.AlterField(
            model_name='stagespan',
            name='stage',
            field=models.CharField(choices=[('entry', 'Entry'), ('rework', 'Rework'), ('approval', 'Approval'), ('to_confirm', 'To confirm'), ('supply', 'Waiting for goods'), ('to_pick', 'To pick'), ('picking', 'Picking'), ('to_ship', 'To ship'), ('delivery', 'In delivery'), ('to_dispatch', 'To dispatch'), ('service', 'Service planned'), ('to_invoice', 'To invoice'), ('collection', 'Collection'), ('done', 'Done')], max_length=12, verbose_name='stage'),
        ),
        migrations.AddIndex(
            model_name='orderline',
            index=models.Index(condition=models.Q(('is_service', True)), fields=['order'], name='line_service'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_service', True), ('picked', 0), ('planned__gte', 0), ('reserved', 0)), models.Q(('is_service', False), ('planned', 0)), _connector='OR'), name='line_service_needs_no_shelf'),
        ),
    ]
