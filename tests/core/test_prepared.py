"""A question whose SQL is made once answers each who asks for themselves."""

import datetime

import pytest
from django.contrib.auth.models import Permission

from core.models import User
from core.prepared import prepared

pytestmark = pytest.mark.django_db


def test_each_key_and_day_gets_its_own_answer_and_the_sql_is_made_once(ann, bo):
    made = []

    @prepared(int, datetime.date)
    def joined(pk, day):
        made.append((pk, day))
        return User.objects.filter(pk=pk, date_joined__date__lte=day).values_list("pk", "username")

    late, early = datetime.date(2999, 1, 1), datetime.date(1999, 1, 1)

    assert joined(ann.pk, late) == [(ann.pk, "ann")]
    assert joined(bo.pk, late) == [(bo.pk, "bo")]
    assert joined(bo.pk, early) == []
    assert len(made) == 1


def test_rights_are_those_a_person_has_now(ann, bo):
    assert ann.has_perm("orders.enter_order") and not ann.has_perm("approvals.decide_task")
    assert bo.has_perm("approvals.decide_task")

    ann.user_permissions.add(Permission.objects.get(codename="decide_task"))
    bo.groups.clear()

    assert User.objects.get(pk=ann.pk).has_perm("approvals.decide_task")
    assert not User.objects.get(pk=bo.pk).has_perm("approvals.decide_task")
