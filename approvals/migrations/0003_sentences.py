"""Sentences say how, by when, with which checklist, and name several people."""
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def name_people(apps, schema_editor):
    """The one named person is the first of the named people."""
    Rule = apps.get_model("approvals", "Rule")
    for rule in Rule.objects.exclude(person=None):
        rule.people = [rule.person_id]
        rule.save(update_fields=["people"])


def name_person(apps, schema_editor):
    """Back: only the first of the named people can be kept."""
    Rule = apps.get_model("approvals", "Rule")
    for rule in Rule.objects.filter(people__len__gt=0):
        rule.person_id = rule.people[0]
        rule.save(update_fields=["person"])


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='rule',
            name='rule_names_its_person',
        ),
        migrations.AddField(
            model_name='rule',
            name='people',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='people'),
        ),
        migrations.RunPython(name_people, name_person),
        migrations.RemoveField(
            model_name='rule',
            name='person',
        ),
        migrations.AddField(
            model_name='policy',
            name='effective_at',
            field=models.DateTimeField(blank=True, help_text='A published version waits until then; empty means at once.', null=True, verbose_name='asks from'),
        ),
        migrations.AddField(
            model_name='rule',
            name='at_limit',
            field=models.CharField(choices=[('remind', 'remind them'), ('escalate', 'ask their manager'), ('pass', 'agree by itself'), ('return', 'return by itself')], default='remind', max_length=10, verbose_name='at the limit'),
        ),
        migrations.AddField(
            model_name='rule',
            name='backup',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='backup'),
        ),
        migrations.AddField(
            model_name='rule',
            name='bands',
            field=models.JSONField(blank=True, default=list, verbose_name='roles by amount'),
        ),
        migrations.AddField(
            model_name='rule',
            name='checklist',
            field=models.JSONField(blank=True, default=list, verbose_name='checklist'),
        ),
        migrations.AddField(
            model_name='rule',
            name='copies',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None, verbose_name='copies to roles'),
        ),
        migrations.AddField(
            model_name='rule',
            name='judges',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('customer', 'customer and invoice'), ('goods', 'products and quantities'), ('prices', 'prices and discounts'), ('terms', 'payment terms and clauses'), ('delivery', 'address and dates')], max_length=20), blank=True, default=list, size=None, verbose_name='judges'),
        ),
        migrations.AddField(
            model_name='rule',
            name='mode',
            field=models.CharField(choices=[('any', 'any one of them'), ('all', 'all of them'), ('sequence', 'one after the other'), ('share', 'a number of them')], default='any', max_length=10, verbose_name='how'),
        ),
        migrations.AddField(
            model_name='rule',
            name='needed',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='how many must agree'),
        ),
        migrations.AddField(
            model_name='rule',
            name='own_department',
            field=models.BooleanField(default=False, verbose_name="only in the owner's department"),
        ),
        migrations.AddField(
            model_name='rule',
            name='together',
            field=models.BooleanField(default=False, verbose_name='together with the sentence before'),
        ),
        migrations.AlterField(
            model_name='rule',
            name='asks',
            field=models.CharField(choices=[('person', 'named people'), ('role', 'a role'), ('manager', "the owner's manager"), ('chain', "the owner's managers, up to who may decide the amount"), ('band', 'a role by amount')], default='role', max_length=10, verbose_name='asks'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('asks', 'person'), _negated=True), ('people__len__gt', 0), _connector='OR'), name='rule_names_its_people'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('mode', 'share'), _negated=True), models.Q(('needed__gte', 1), ('needed__isnull', False)), _connector='OR'), name='rule_says_how_many'),
        ),
    ]
