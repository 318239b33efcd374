import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
        ('core', '__first__'),
        ('orders', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='Warehouse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('default', models.BooleanField(default=False, verbose_name='default')),
                ('active', models.BooleanField(default=True, verbose_name='active')),
            ],
            options={
                'verbose_name': 'warehouse',
                'verbose_name_plural': 'warehouses',
                'ordering': ('code',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('default', True)), fields=('default',), name='warehouse_one_default')],
            },
        ),
        migrations.CreateModel(
            name='Shortage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='missing')),
                ('since', models.DateTimeField(verbose_name='since')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order', verbose_name='order')),
                ('order_line', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.orderline', verbose_name='order line')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.product', verbose_name='product')),
            ],
            options={
                'verbose_name': 'shortage',
                'verbose_name_plural': 'shortages',
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='shortage_positive')],
            },
        ),
        migrations.CreateModel(
            name='StockItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on_hand', models.DecimalField(decimal_places=4, default=Decimal('0'), max_digits=18, verbose_name='on hand')),
                ('reserved', models.DecimalField(decimal_places=4, default=Decimal('0'), max_digits=18, verbose_name='reserved')),
                ('moved_at', models.DateTimeField(blank=True, null=True, verbose_name='last move')),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.product', verbose_name='product')),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='inventory.warehouse', verbose_name='warehouse')),
            ],
            options={
                'verbose_name': 'stock item',
                'verbose_name_plural': 'stock',
                'permissions': [('receive_stock', 'book arrived goods'), ('count_stock', 'correct stock by counting'), ('reserve_stock', 'set stock aside for orders')],
                'constraints': [models.UniqueConstraint(fields=('product', 'warehouse'), name='stock_item_once'), models.CheckConstraint(condition=models.Q(('reserved__gte', 0), ('reserved__lte', models.F('on_hand'))), name='stock_reserved_on_hand')],
            },
        ),
        migrations.CreateModel(
            name='StockCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=32, unique=True, verbose_name='count number')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.warehouse', verbose_name='warehouse')),
            ],
            options={
                'verbose_name': 'stock count',
                'verbose_name_plural': 'stock counts',
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('stock', 'Stock'), ('supplier', 'Supplier'), ('customer', 'Customer'), ('adjustment', 'Adjustment'), ('opening', 'Opening stock')], max_length=10, verbose_name='kind')),
                ('warehouse', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='place', to='inventory.warehouse', verbose_name='warehouse')),
            ],
            options={
                'verbose_name': 'place',
                'verbose_name_plural': 'places',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'stock'), ('warehouse__isnull', False)), models.Q(models.Q(('kind', 'stock'), _negated=True), ('warehouse__isnull', True)), _connector='OR'), name='place_stock_has_warehouse'), models.UniqueConstraint(condition=models.Q(('kind', 'stock'), _negated=True), fields=('kind',), name='place_outside_once')],
            },
        ),
        migrations.CreateModel(
            name='Reservation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='quantity')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order', verbose_name='order')),
                ('order_line', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.orderline', verbose_name='order line')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reservations', to='inventory.stockitem', verbose_name='stock item')),
            ],
            options={
                'verbose_name': 'reservation',
                'verbose_name_plural': 'reservations',
                'constraints': [models.UniqueConstraint(fields=('order_line', 'item'), name='reservation_once'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='reservation_positive')],
            },
        ),
        migrations.CreateModel(
            name='StockCountLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('book', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='in the books')),
                ('counted', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='counted')),
                ('count', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='inventory.stockcount', verbose_name='stock count')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.product', verbose_name='product')),
            ],
            options={
                'verbose_name': 'counted line',
                'verbose_name_plural': 'counted lines',
                'constraints': [models.UniqueConstraint(fields=('count', 'product'), name='count_product_once'), models.CheckConstraint(condition=models.Q(('counted__gte', 0)), name='counted_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='StockMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='quantity')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('source', models.CharField(max_length=64, verbose_name='source')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('actor', models.ForeignKey(db_index=False, blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('from_place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.place', verbose_name='from')),
                ('order_line', models.ForeignKey(db_index=False, blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.orderline', verbose_name='order line')),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.product', verbose_name='product')),
                ('to_place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.place', verbose_name='to')),
            ],
            options={
                'verbose_name': 'stock move',
                'verbose_name_plural': 'stock moves',
                'indexes': [models.Index(fields=['product', '-id'], name='move_product'), models.Index(condition=models.Q(('order_line__isnull', False)), fields=['order_line'], name='move_order_line')],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='move_quantity_positive'), models.CheckConstraint(condition=models.Q(('from_place', models.F('to_place')), _negated=True), name='move_between_two_places'), models.UniqueConstraint(condition=models.Q(('order_line__isnull', False)), fields=('source', 'order_line', 'from_place'), name='move_once_per_source_line')],
            },
        ),
    ]
