import django.db.models.deletion
import django.db.models.expressions
import django_fsm
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '__first__'),
        ('customers', '0001_initial'),
        ('orders', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='Invoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, max_length=32, null=True, unique=True, verbose_name='invoice number')),
                ('kind', models.CharField(choices=[('invoice', 'Invoice'), ('credit_note', 'Red-letter invoice')], default='invoice', max_length=12, verbose_name='kind')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('issued', 'Issued'), ('reversed', 'Reversed')], default='draft', max_length=10, verbose_name='state')),
                ('source', models.CharField(blank=True, max_length=40, verbose_name='source')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('currency', models.CharField(default='CNY', max_length=3, verbose_name='currency')),
                ('net', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='net')),
                ('tax', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='tax')),
                ('freight', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=18, verbose_name='freight')),
                ('total', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='total incl. tax')),
                ('open_amount', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=18, verbose_name='open')),
                ('issue_date', models.DateField(blank=True, null=True, verbose_name='invoice date')),
                ('due_date', models.DateField(blank=True, null=True, verbose_name='due date')),
                ('buyer_title', models.CharField(blank=True, max_length=200, verbose_name='invoice title')),
                ('buyer_tax_number', models.CharField(blank=True, max_length=30, verbose_name='tax ID')),
                ('buyer_address', models.CharField(blank=True, max_length=500, verbose_name='address')),
                ('drafted_at', models.DateTimeField(verbose_name='drafted')),
                ('issued_at', models.DateTimeField(blank=True, null=True, verbose_name='issued')),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='finance.invoice', verbose_name='corrects')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer', verbose_name='customer')),
                ('issued_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='issued by')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order', verbose_name='order')),
            ],
            options={
                'verbose_name': 'invoice',
                'verbose_name_plural': 'invoices',
                'permissions': [('draft_invoice', 'draft invoices'), ('issue_invoice', 'issue invoices'), ('correct_invoice', 'reverse invoices by red letter'), ('export_invoice', 'export invoices')],
                'indexes': [models.Index(fields=['state', '-id'], name='invoice_state'), models.Index(fields=['order', '-id'], name='invoice_order'), models.Index(condition=models.Q(('open_amount__gt', 0), ('state', 'issued')), fields=['customer', 'due_date'], name='invoice_open'), models.Index(condition=models.Q(('open_amount__gt', 0), ('state', 'issued')), fields=['due_date'], name='invoice_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('source', ''), _negated=True), fields=('source', 'kind'), name='invoice_source_once'), models.CheckConstraint(condition=models.Q(('total', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('net'), '+', models.F('tax')), '+', models.F('freight')))), name='invoice_total_adds_up'), models.CheckConstraint(condition=models.Q(('open_amount__gte', 0), models.Q(('open_amount', 0), ('open_amount__lte', models.F('total')), _connector='OR')), name='invoice_open_within_total'), models.CheckConstraint(condition=models.Q(models.Q(('corrects', None), ('freight__gte', 0), ('kind', 'invoice'), ('net__gte', 0), ('tax__gte', 0)), models.Q(('corrects__isnull', False), ('freight__lte', 0), ('kind', 'credit_note'), ('net__lte', 0), ('tax__lte', 0)), _connector='OR'), name='invoice_sign_fits_kind'), models.CheckConstraint(condition=models.Q(models.Q(('number', None), ('state', 'draft')), models.Q(('due_date__isnull', False), ('issue_date__isnull', False), ('number__isnull', False)), _connector='OR'), name='invoice_numbered_once_issued')],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('transaction', models.UUIDField(verbose_name='transaction')),
                ('account', models.CharField(choices=[('receivable', 'Accounts receivable'), ('revenue', 'Revenue'), ('freight', 'Freight charged'), ('tax', 'Tax payable'), ('bank', 'Bank'), ('advance', 'Advance receipts')], max_length=12, verbose_name='account')),
                ('debit', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='debit')),
                ('credit', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='credit')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('source', models.CharField(max_length=40, verbose_name='source')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer', verbose_name='customer')),
            ],
            options={
                'verbose_name': 'ledger entry',
                'verbose_name_plural': 'ledger entries',
                'indexes': [models.Index(fields=['transaction'], name='ledger_transaction'), models.Index(fields=['account', 'customer'], name='ledger_account'), models.Index(fields=['source'], name='ledger_source')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('credit', 0), ('debit__gt', 0)), models.Q(('credit__gt', 0), ('debit', 0)), _connector='OR'), name='ledger_one_side')],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=32, unique=True, verbose_name='receipt number')),
                ('state', models.CharField(choices=[('booked', 'Booked'), ('reversed', 'Reversed'), ('reversal', 'Counter-entry')], default='booked', max_length=10, verbose_name='state')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount')),
                ('unapplied', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='not matched')),
                ('currency', models.CharField(default='CNY', max_length=3, verbose_name='currency')),
                ('method', models.CharField(choices=[('transfer', 'Bank transfer'), ('draft', 'Bank acceptance draft'), ('card', 'Card or wallet'), ('cash', 'Cash')], default='transfer', max_length=12, verbose_name='method')),
                ('reference', models.CharField(blank=True, max_length=80, verbose_name='bank reference')),
                ('received_on', models.DateField(verbose_name='received on')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('booked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='booked by')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer', verbose_name='customer')),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='finance.payment', verbose_name='reverses')),
            ],
            options={
                'verbose_name': 'receipt',
                'verbose_name_plural': 'receipts',
                'permissions': [('book_payment', 'book receipts'), ('allocate_payment', 'match receipts to invoices'), ('reverse_payment', 'reverse receipts')],
                'indexes': [models.Index(fields=['customer', '-id'], name='payment_customer'), models.Index(condition=models.Q(('unapplied__gt', 0)), fields=['-id'], name='payment_unmatched')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='payment_amount_positive'), models.CheckConstraint(condition=models.Q(('unapplied__gte', 0), ('unapplied__lte', models.F('amount'))), name='payment_unapplied_within'), models.CheckConstraint(condition=models.Q(('state', 'booked'), ('unapplied', 0), _connector='OR'), name='payment_reversed_is_empty'), models.CheckConstraint(condition=models.Q(models.Q(('reverses__isnull', False), ('state', 'reversal')), models.Q(models.Q(('state', 'reversal'), _negated=True), ('reverses', None)), _connector='OR'), name='payment_reversal_names_its_receipt')],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name='CreditCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveSmallIntegerField(verbose_name='revision')),
                ('exposure', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='exposure')),
                ('limit', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='credit limit')),
                ('basis', models.CharField(choices=[('within', 'Within the limit'), ('override', 'Allowed by approval'), ('prepaid', 'Cash before delivery')], max_length=10, verbose_name='basis')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order', verbose_name='order')),
                ('override_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='allowed by')),
            ],
            options={
                'verbose_name': 'credit check',
                'verbose_name_plural': 'credit checks',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('basis', 'within'), _negated=True), ('exposure__lte', models.F('limit')), _connector='OR'), name='credit_within_is_within')],
            },
        ),
        migrations.CreateModel(
            name='CreditProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('currency', models.CharField(default='CNY', max_length=3, verbose_name='currency')),
                ('limit', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='credit limit')),
                ('receivable', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=18, verbose_name='open invoices')),
                ('uninvoiced', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=18, verbose_name='confirmed, not invoiced')),
                ('unallocated', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=18, verbose_name='receipts not matched')),
                ('customer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer', verbose_name='customer')),
            ],
            options={
                'verbose_name': 'credit',
                'verbose_name_plural': 'credit',
                'permissions': [('see_credit', 'see credit limits'), ('set_credit_limit', 'set credit limits')],
                'constraints': [models.CheckConstraint(condition=models.Q(('limit__gte', 0), ('receivable__gte', 0), ('unallocated__gte', 0), ('uninvoiced__gte', 0)), name='credit_parts_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='InvoiceLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='line')),
                ('text', models.CharField(max_length=250, verbose_name='description')),
                ('quantity', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='quantity')),
                ('unit', models.CharField(max_length=20, verbose_name='unit of measure')),
                ('tax_percent', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=5, verbose_name='tax rate')),
                ('net', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='net')),
                ('tax', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='tax')),
                ('invoice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='finance.invoice', verbose_name='invoice')),
                ('order_line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.orderline', verbose_name='order line')),
            ],
            options={
                'verbose_name': 'invoice line',
                'verbose_name_plural': 'invoice lines',
                'ordering': ('invoice', 'position'),
                'constraints': [models.UniqueConstraint(fields=('invoice', 'order_line'), name='invoice_line_once'), models.CheckConstraint(condition=models.Q(models.Q(('net__gte', 0), ('quantity__gt', 0), ('tax__gte', 0)), models.Q(('net__lte', 0), ('quantity__lt', 0), ('tax__lte', 0)), _connector='OR'), name='invoice_line_one_sign')],
            },
        ),
        migrations.CreateModel(
            name='Allocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='finance.allocation', verbose_name='reverses')),
                ('invoice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='finance.invoice', verbose_name='invoice')),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='finance.payment', verbose_name='receipt')),
            ],
            options={
                'verbose_name': 'matching',
                'verbose_name_plural': 'matchings',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('reverses', None)), models.Q(('amount__lt', 0), ('reverses__isnull', False)), _connector='OR'), name='allocation_sign_fits')],
            },
        ),
    ]
