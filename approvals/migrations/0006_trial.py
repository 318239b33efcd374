"""Versions wait for their day, say what they would have asked, and are rehearsed on what was."""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0005_technician_role'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Rehearsal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.PositiveIntegerField(verbose_name='times written')),
                ('history', models.BooleanField(default=False, verbose_name='with imported orders')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
                ('report', models.JSONField(default=dict, verbose_name='found')),
            ],
            options={
                'verbose_name': 'rehearsal',
                'verbose_name_plural': 'rehearsals',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='TrialRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.PositiveIntegerField(verbose_name='times written')),
                ('was', models.JSONField(default=list, verbose_name='was asked')),
                ('asked', models.JSONField(default=list, verbose_name='would be asked')),
                ('agrees', models.BooleanField(verbose_name='the same as was asked')),
                ('blocked', models.BooleanField(default=False, verbose_name='nobody left')),
                ('at', models.DateTimeField(verbose_name='when')),
            ],
            options={
                'verbose_name': 'trial run',
                'verbose_name_plural': 'trial runs',
                'ordering': ('-pk',),
            },
        ),
        migrations.AddField(
            model_name='policy',
            name='edition',
            field=models.PositiveIntegerField(default=0, verbose_name='times written'),
        ),
        migrations.AlterField(
            model_name='policy',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('trial', 'On trial'), ('scheduled', 'Waits for its day'), ('active', 'Active'), ('retired', 'Retired')], default='draft', max_length=10, verbose_name='state'),
        ),
        migrations.AddConstraint(
            model_name='policy',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'trial')), fields=('kind',), name='policy_one_trial_per_kind'),
        ),
        migrations.AddConstraint(
            model_name='policy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'scheduled'), _negated=True), ('effective_at__isnull', False), _connector='OR'), name='policy_waits_for_a_moment'),
        ),
        migrations.AddField(
            model_name='rehearsal',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by'),
        ),
        migrations.AddField(
            model_name='rehearsal',
            name='policy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rehearsals', to='approvals.policy', verbose_name='policy'),
        ),
        migrations.AddField(
            model_name='trialrun',
            name='policy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='approvals.policy', verbose_name='policy'),
        ),
        migrations.AddField(
            model_name='trialrun',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='approvals.request', verbose_name='request'),
        ),
        migrations.AddIndex(
            model_name='trialrun',
            index=models.Index(fields=['policy', 'edition', '-id'], name='trial_run_policy'),
        ),
        migrations.AddConstraint(
            model_name='trialrun',
            constraint=models.UniqueConstraint(fields=('policy', 'request'), name='trial_run_once'),
        ),
    ]
