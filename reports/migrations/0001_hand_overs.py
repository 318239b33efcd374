"""How far the hand-over of somebody's work is."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('total', models.PositiveIntegerField(verbose_name='things to hand over')),
                ('done', models.JSONField(default=dict, verbose_name='handed over')),
                ('refused', models.JSONField(default=list, verbose_name='not handed over')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who leaves')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='successor')),
            ],
            options={
                'verbose_name': 'hand-over',
                'verbose_name_plural': 'hand-overs',
                'ordering': ('-pk',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('person', models.F('to')), _negated=True), models.Q(('reason', ''), _negated=True)), name='hand_over_to_another'), models.UniqueConstraint(condition=models.Q(('done_at', None)), fields=('person',), name='hand_over_one_at_a_time')],
            },
        ),
    ]
