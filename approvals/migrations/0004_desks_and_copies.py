"""A step lies on several desks, goes together with others, signs what it judges; copies go to who is not asked."""
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def one_after_the_other(apps, schema_editor):
    """Steps written so far were asked one after the other: each is a stage of its own."""
    apps.get_model("approvals", "Step").objects.update(stage=models.F("position"))


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0003_sentences'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Copy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
            ],
            options={
                'verbose_name': 'copy',
                'verbose_name_plural': 'copies',
            },
        ),
        migrations.RemoveConstraint(
            model_name='step',
            name='step_one_open_per_request',
        ),
        migrations.RemoveConstraint(
            model_name='step',
            name='step_asks_somebody',
        ),
        migrations.AddField(
            model_name='decision',
            name='signed',
            field=models.CharField(blank=True, max_length=64, verbose_name='signed parts'),
        ),
        migrations.AddField(
            model_name='decision',
            name='ticks',
            field=models.JSONField(blank=True, default=list, verbose_name='ticked'),
        ),
        migrations.AddField(
            model_name='request',
            name='parts',
            field=models.JSONField(default=dict, verbose_name='judged parts'),
        ),
        migrations.AddField(
            model_name='step',
            name='at_limit',
            field=models.CharField(choices=[('remind', 'remind them'), ('escalate', 'ask their manager'), ('pass', 'agree by itself'), ('return', 'return by itself')], default='remind', max_length=10, verbose_name='at the limit'),
        ),
        migrations.AddField(
            model_name='step',
            name='backup',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='backup'),
        ),
        migrations.AddField(
            model_name='step',
            name='checklist',
            field=models.JSONField(blank=True, default=list, verbose_name='checklist'),
        ),
        migrations.AddField(
            model_name='step',
            name='judges',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None, verbose_name='judges'),
        ),
        migrations.AddField(
            model_name='step',
            name='kept',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.decision', verbose_name='still valid'),
        ),
        migrations.AddField(
            model_name='step',
            name='mode',
            field=models.CharField(choices=[('any', 'any one of them'), ('all', 'all of them'), ('sequence', 'one after the other'), ('share', 'a number of them')], default='any', max_length=10, verbose_name='how'),
        ),
        migrations.AddField(
            model_name='step',
            name='names',
            field=models.CharField(blank=True, max_length=300, verbose_name='names'),
        ),
        migrations.AddField(
            model_name='step',
            name='needed',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='how many must agree'),
        ),
        migrations.AddField(
            model_name='step',
            name='people',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='people'),
        ),
        migrations.AddField(
            model_name='step',
            name='stage',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='stage'),
        ),
        migrations.AddField(
            model_name='task',
            name='added_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by'),
        ),
        migrations.AddField(
            model_name='task',
            name='came_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.task', verbose_name='came from'),
        ),
        migrations.AddField(
            model_name='task',
            name='replaced',
            field=models.BooleanField(default=False, verbose_name='counts no more'),
        ),
        migrations.AlterField(
            model_name='step',
            name='state',
            field=models.CharField(choices=[('waiting', 'Not yet asked'), ('open', 'Pending'), ('kept', 'Still valid'), ('approved', 'Approved'), ('returned', 'Returned'), ('rejected', 'Rejected'), ('recalled', 'Recalled'), ('voided', 'Void')], default='waiting', max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='task',
            name='state',
            field=models.CharField(choices=[('pending', 'Pending'), ('approved', 'Approved'), ('returned', 'Returned'), ('rejected', 'Rejected'), ('transferred', 'Transferred'), ('delegated', 'Delegated'), ('add_signed', 'Signer added'), ('expired', 'Overdue'), ('recalled', 'Recalled'), ('voided', 'Void')], default='pending', max_length=12, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='task',
            name='step',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='approvals.step', verbose_name='step'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('user__isnull', False), models.Q(('role', ''), _negated=True), ('people__len__gt', 0), _connector='OR'), name='step_asks_somebody'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'kept'), _negated=True), ('kept__isnull', False), _connector='OR'), name='step_kept_by_a_decision'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'pending')), fields=('step', 'user'), name='task_once_on_a_desk'),
        ),
        migrations.AddField(
            model_name='copy',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='approvals.request', verbose_name='request'),
        ),
        migrations.AddField(
            model_name='copy',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddIndex(
            model_name='copy',
            index=models.Index(fields=['user', '-id'], name='copy_user'),
        ),
        migrations.AddConstraint(
            model_name='copy',
            constraint=models.UniqueConstraint(fields=('request', 'user'), name='copy_once_per_person'),
        ),
        migrations.RunPython(one_after_the_other, migrations.RunPython.noop),
    ]
