import django.db.models.deletion
import django_fsm
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
        ('core', '__first__'),
        ('inventory', '0002_append_only'),
        ('orders', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='Shipment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=32, unique=True, verbose_name='shipment number')),
                ('state', models.CharField(choices=[('picking', 'Picking'), ('picked', 'Picked'), ('shipped', 'Shipped'), ('delivered', 'Delivered'), ('cancelled', 'Cancelled')], default='picking', max_length=12, verbose_name='state')),
                ('carrier', models.CharField(blank=True, max_length=80, verbose_name='carrier')),
                ('waybill', models.CharField(blank=True, max_length=80, verbose_name='waybill number')),
                ('received_by', models.CharField(blank=True, max_length=80, verbose_name='received by')),
                ('reason', models.CharField(blank=True, max_length=250, verbose_name='reason')),
                ('opened_at', models.DateTimeField(verbose_name='picking started')),
                ('picked_at', models.DateTimeField(null=True, verbose_name='picked')),
                ('shipped_at', models.DateTimeField(null=True, verbose_name='shipped')),
                ('delivered_at', models.DateTimeField(null=True, verbose_name='delivered')),
                ('cancelled_at', models.DateTimeField(null=True, verbose_name='cancelled')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order', verbose_name='sales order')),
                ('picker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='picked by')),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.warehouse', verbose_name='warehouse')),
            ],
            options={
                'verbose_name': 'shipment',
                'verbose_name_plural': 'shipments',
                'permissions': [('pick_shipment', 'pick goods'), ('dispatch_shipment', 'send shipments off'), ('deliver_shipment', 'confirm deliveries'), ('cancel_shipment', 'cancel shipments')],
                'indexes': [models.Index(fields=['order', 'id'], name='shipment_order'), models.Index(condition=models.Q(('state__in', ['picking', 'picked', 'shipped'])), fields=['state', '-id'], name='shipment_open'), models.Index(condition=models.Q(('waybill', ''), _negated=True), fields=['waybill'], name='shipment_waybill')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('shipped', 'delivered')), _negated=True), models.Q(('shipped_at__isnull', False), models.Q(('carrier', ''), _negated=True), models.Q(('waybill', ''), _negated=True)), _connector='OR'), name='shipment_gone_has_waybill'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'delivered'), _negated=True), models.Q(('delivered_at__isnull', False), models.Q(('received_by', ''), _negated=True)), _connector='OR'), name='shipment_delivered_to_someone')],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(unique=True, verbose_name='key')),
                ('device', models.CharField(blank=True, max_length=64, verbose_name='device')),
                ('device_seq', models.BigIntegerField(null=True, verbose_name='number on the device')),
                ('code', models.CharField(max_length=80, verbose_name='code')),
                ('result', models.CharField(choices=[('ok', 'Right'), ('back', 'Put back'), ('undone', 'Undone'), ('extra', 'Too many'), ('wrong', 'Not on this shipment'), ('unknown', 'Unknown code'), ('late', 'Not being picked now')], max_length=8, verbose_name='result')),
                ('label', models.CharField(blank=True, max_length=250, verbose_name='product')),
                ('quantity', models.DecimalField(decimal_places=4, default=Decimal('0'), max_digits=18, verbose_name='quantity')),
                ('scanned_at', models.DateTimeField(null=True, verbose_name='time on the device')),
                ('at', models.DateTimeField(verbose_name='received')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='scanned by')),
                ('order_line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.orderline', verbose_name='order line')),
                ('shipment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='shipping.shipment', verbose_name='shipment')),
            ],
            options={
                'verbose_name': 'scan',
                'verbose_name_plural': 'scans',
                'indexes': [models.Index(fields=['shipment', '-id'], name='scan_shipment')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('device_seq__isnull', False)), fields=('device', 'device_seq'), name='scan_once_per_device'), models.CheckConstraint(condition=models.Q(models.Q(('order_line__isnull', False), ('quantity__gt', 0), ('result', 'ok')), models.Q(('order_line__isnull', False), ('quantity__lt', 0), ('result', 'back')), models.Q(('result__in', ('ok', 'back')), _negated=True), _connector='OR'), name='scan_counts_pieces')],
            },
        ),
        migrations.CreateModel(
            name='ShipmentLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='to pick')),
                ('picked', models.DecimalField(decimal_places=4, default=Decimal('0'), max_digits=18, verbose_name='picked')),
                ('short_reason', models.CharField(blank=True, max_length=250, verbose_name='why short')),
                ('order_line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.orderline', verbose_name='order line')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.product', verbose_name='product')),
                ('shipment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='shipping.shipment', verbose_name='shipment')),
            ],
            options={
                'verbose_name': 'shipment line',
                'verbose_name_plural': 'shipment lines',
                'ordering': ('shipment', 'order_line__position'),
                'indexes': [models.Index(fields=['order_line'], name='shipment_line_order_line')],
                'constraints': [models.UniqueConstraint(fields=('shipment', 'order_line'), name='shipment_line_once'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='shipment_line_positive'), models.CheckConstraint(condition=models.Q(('picked__gte', 0), ('picked__lte', models.F('quantity'))), name='shipment_line_not_overpicked')],
            },
        ),
    ]
