import approvals.models.policy
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '__first__'),
        ('orders', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=approvals.models.policy.every_kind, default='order', max_length=20, verbose_name='about')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('trial', 'On trial'), ('active', 'Active'), ('retired', 'Retired')], default='draft', max_length=10, verbose_name='state')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='what changed')),
                ('at', models.DateTimeField(verbose_name='written')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
            ],
            options={
                'verbose_name': 'approval policy',
                'verbose_name_plural': 'approval policies',
                'ordering': ('kind', '-version'),
                'permissions': [('publish_policy', 'publish approval policies')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'version'), name='policy_version_once'), models.UniqueConstraint(condition=models.Q(('state', 'active')), fields=('kind',), name='policy_one_active_per_kind')],
            },
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=64, verbose_name='subject')),
                ('topic', models.CharField(max_length=64, verbose_name='topic')),
                ('kind', models.CharField(max_length=20, verbose_name='about')),
                ('title', models.CharField(max_length=250, verbose_name='title')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('judged', models.CharField(max_length=64, verbose_name='judged content')),
                ('facts', models.JSONField(default=dict, verbose_name='facts')),
                ('state', models.CharField(choices=[('open', 'In approval'), ('approved', 'Approved'), ('returned', 'Returned'), ('rejected', 'Rejected'), ('recalled', 'Recalled'), ('voided', 'Void')], default='open', max_length=10, verbose_name='state')),
                ('opened_at', models.DateTimeField(verbose_name='asked')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('order', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order', verbose_name='sales order')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.policy', verbose_name='policy')),
            ],
            options={
                'verbose_name': 'approval request',
                'verbose_name_plural': 'approval requests',
                'permissions': [('see_all_request', 'see all approval requests')],
                'indexes': [models.Index(fields=['order', '-id'], name='request_order'), models.Index(fields=['owner', '-id'], name='request_owner'), models.Index(fields=['asked_by', '-id'], name='request_asked_by')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('subject',), name='request_one_open_per_subject'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='request_closed_once_decided')],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('question', models.CharField(help_text='May use %(total)s, %(limit)s, %(customer)s and the numbers of findings.', max_length=300, verbose_name='question')),
                ('when', models.JSONField(help_text='All must hold, such as [["total", ">=", 50000], ["finding:discount", "present", true]].', verbose_name='when')),
                ('asks', models.CharField(choices=[('person', 'a named person'), ('role', 'a role'), ('manager', "the owner's manager")], default='role', max_length=10, verbose_name='asks')),
                ('role', models.CharField(choices=[('sales', 'Sales'), ('sales_manager', 'Sales manager'), ('director', 'Director'), ('warehouse', 'Warehouse'), ('finance', 'Finance'), ('buyer', 'Buyer'), ('auditor', 'Auditor'), ('admin', 'Administrator')], help_text='Asked when there is no such person, or they may not decide.', max_length=20, verbose_name='role')),
                ('hours', models.PositiveSmallIntegerField(default=8, validators=[django.core.validators.MinValueValidator(1)], verbose_name='limit in working hours')),
                ('up_to', models.DecimalField(blank=True, decimal_places=2, help_text='Above it the director is asked as well; empty means any amount.', max_digits=18, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='may decide up to')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='approvals.policy', verbose_name='policy')),
            ],
            options={
                'verbose_name': 'approval rule',
                'verbose_name_plural': 'approval rules',
                'ordering': ('policy', 'position'),
                'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('policy', 'position'), name='rule_position_once'), models.CheckConstraint(condition=models.Q(models.Q(('asks', 'person'), _negated=True), ('person__isnull', False), _connector='OR'), name='rule_names_its_person'), models.CheckConstraint(condition=models.Q(('role', ''), _negated=True), name='rule_names_a_role')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='step')),
                ('reasons', models.JSONField(default=list, verbose_name='reasons')),
                ('role', models.CharField(blank=True, choices=[('sales', 'Sales'), ('sales_manager', 'Sales manager'), ('director', 'Director'), ('warehouse', 'Warehouse'), ('finance', 'Finance'), ('buyer', 'Buyer'), ('auditor', 'Auditor'), ('admin', 'Administrator')], max_length=20, verbose_name='role')),
                ('hours', models.PositiveSmallIntegerField(verbose_name='limit in working hours')),
                ('up_to', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='may decide up to')),
                ('state', models.CharField(choices=[('waiting', 'Not yet asked'), ('open', 'Pending'), ('approved', 'Approved'), ('returned', 'Returned'), ('rejected', 'Rejected'), ('recalled', 'Recalled'), ('voided', 'Void')], default='waiting', max_length=10, verbose_name='state')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='approvals.request', verbose_name='request')),
                ('rule', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.rule', verbose_name='first rule')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'approval step',
                'verbose_name_plural': 'approval steps',
                'ordering': ('request', 'position'),
                'constraints': [models.UniqueConstraint(fields=('request', 'position'), name='step_position_once'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('request',), name='step_one_open_per_request'), models.CheckConstraint(condition=models.Q(('user__isnull', False), models.Q(('role', ''), _negated=True), _connector='OR'), name='step_asks_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(blank=True, choices=[('sales', 'Sales'), ('sales_manager', 'Sales manager'), ('director', 'Director'), ('warehouse', 'Warehouse'), ('finance', 'Finance'), ('buyer', 'Buyer'), ('auditor', 'Auditor'), ('admin', 'Administrator')], max_length=20, verbose_name='role')),
                ('state', models.CharField(choices=[('pending', 'Pending'), ('approved', 'Approved'), ('returned', 'Returned'), ('rejected', 'Rejected'), ('recalled', 'Recalled'), ('voided', 'Void')], default='pending', max_length=10, verbose_name='state')),
                ('opened_at', models.DateTimeField(verbose_name='opened')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('step', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='task', to='approvals.step', verbose_name='step')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approver')),
            ],
            options={
                'verbose_name': 'approval task',
                'verbose_name_plural': 'approval tasks',
                'permissions': [('decide_task', 'decide on approvals')],
                'indexes': [models.Index(condition=models.Q(('state', 'pending')), fields=['user', 'due_at'], name='task_on_desk'), models.Index(condition=models.Q(('state', 'pending'), ('user', None)), fields=['role', 'due_at'], name='task_with_role'), models.Index(condition=models.Q(('state', 'pending')), fields=['due_at'], name='task_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('user__isnull', False), models.Q(('role', ''), _negated=True), _connector='OR'), name='task_has_a_holder')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('approved', 'Approved'), ('returned', 'Returned'), ('rejected', 'Rejected')], max_length=10, verbose_name='outcome')),
                ('opinion', models.TextField(blank=True, max_length=1000, verbose_name='opinion')),
                ('role_then', models.CharField(max_length=120, verbose_name='role then')),
                ('limit_then', models.DecimalField(decimal_places=2, help_text='Empty means any amount.', max_digits=18, null=True, verbose_name='limit then')),
                ('judged', models.CharField(max_length=64, verbose_name='judged content')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('decider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('task', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='approvals.task', verbose_name='task')),
            ],
            options={
                'verbose_name': 'decision',
                'verbose_name_plural': 'decisions',
                'indexes': [models.Index(fields=['decider', '-id'], name='decision_decider')],
            },
        ),
    ]
