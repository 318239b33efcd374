"""The technician among the roles a rule may name."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0004_desks_and_copies'),
    ]

    operations = [
        migrations.AlterField(
            model_name='rule',
            name='role',
            field=models.CharField(choices=[('sales', 'Sales'), ('sales_manager', 'Sales manager'), ('director', 'Director'), ('warehouse', 'Warehouse'), ('technician', 'Technician'), ('finance', 'Finance'), ('buyer', 'Buyer'), ('auditor', 'Auditor'), ('admin', 'Administrator')], help_text='Asked when there is no such person, or they may not decide.', max_length=20, verbose_name='role'),
        ),
        migrations.AlterField(
            model_name='step',
            name='role',
            field=models.CharField(blank=True, choices=[('sales', 'Sales'), ('sales_manager', 'Sales manager'), ('director', 'Director'), ('warehouse', 'Warehouse'), ('technician', 'Technician'), ('finance', 'Finance'), ('buyer', 'Buyer'), ('auditor', 'Auditor'), ('admin', 'Administrator')], max_length=20, verbose_name='role'),
        ),
        migrations.AlterField(
            model_name='task',
            name='role',
            field=models.CharField(blank=True, choices=[('sales', 'Sales'), ('sales_manager', 'Sales manager'), ('director', 'Director'), ('warehouse', 'Warehouse'), ('technician', 'Technician'), ('finance', 'Finance'), ('buyer', 'Buyer'), ('auditor', 'Auditor'), ('admin', 'Administrator')], max_length=20, verbose_name='role'),
        ),
    ]
