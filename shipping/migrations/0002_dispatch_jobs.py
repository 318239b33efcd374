"""Dispatch jobs and their lines."""

import django.db.models.deletion
import django_fsm
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0003_services'),
        ('orders', '0008_service_lines'),
        ('shipping', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DispatchJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=32, unique=True, verbose_name='dispatch job number')),
                ('state', models.CharField(choices=[('assigned', 'Planned'), ('under_way', 'Under way'), ('done', 'Done'), ('cancelled', 'Cancelled')], default='assigned', max_length=12, verbose_name='state')),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='until')),
                ('place', models.CharField(max_length=500, verbose_name='place')),
                ('notes', models.CharField(blank=True, max_length=500, verbose_name='notes')),
                ('accepted_by', models.CharField(blank=True, max_length=80, verbose_name='accepted by')),
                ('report', models.CharField(blank=True, max_length=500, verbose_name='what was done')),
                ('reason', models.CharField(blank=True, max_length=250, verbose_name='reason')),
                ('planned_at', models.DateTimeField(verbose_name='planned')),
                ('started_at', models.DateTimeField(null=True, verbose_name='set out')),
                ('done_at', models.DateTimeField(null=True, verbose_name='done')),
                ('cancelled_at', models.DateTimeField(null=True, verbose_name='cancelled')),
                ('assignee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assignee')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order', verbose_name='sales order')),
                ('planner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='planned by')),
            ],
            options={
                'verbose_name': 'dispatch job',
                'verbose_name_plural': 'dispatch jobs',
                'permissions': [('plan_dispatchjob', 'plan dispatch jobs'), ('perform_dispatchjob', 'do dispatch jobs')],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name='DispatchLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.DecimalField(decimal_places=4, default=Decimal('1'), max_digits=18, verbose_name='quantity')),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='shipping.dispatchjob', verbose_name='dispatch job')),
                ('order_line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.orderline', verbose_name='order line')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.product', verbose_name='product')),
            ],
            options={
                'verbose_name': 'line of a dispatch job',
                'verbose_name_plural': 'lines of dispatch jobs',
                'ordering': ('job', 'order_line__position'),
            },
        ),
        migrations.AddIndex(
            model_name='dispatchjob',
            index=models.Index(fields=['order', 'id'], name='job_order'),
        ),
        migrations.AddIndex(
            model_name='dispatchjob',
            index=models.Index(condition=models.Q(('state__in', ('assigned', 'under_way'))), fields=['assignee', 'starts_at'], name='job_diary'),
        ),
        migrations.AddIndex(
            model_name='dispatchjob',
            index=models.Index(condition=models.Q(('state__in', ('assigned', 'under_way'))), fields=['starts_at'], name='job_open'),
        ),
        migrations.AddIndex(
            model_name='dispatchjob',
            index=models.Index(fields=['state', '-id'], name='job_state'),
        ),
        migrations.AddConstraint(
            model_name='dispatchjob',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='job_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='dispatchjob',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('done_at__isnull', False), models.Q(('accepted_by', ''), _negated=True)), _connector='OR'), name='job_done_for_someone'),
        ),
        migrations.AddIndex(
            model_name='dispatchline',
            index=models.Index(fields=['order_line'], name='job_line_order_line'),
        ),
        migrations.AddConstraint(
            model_name='dispatchline',
            constraint=models.UniqueConstraint(fields=('job', 'order_line'), name='job_line_once'),
        ),
        migrations.AddConstraint(
            model_name='dispatchline',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='job_line_positive'),
        ),
    ]
