"""A question whose SQL is made once answers each who asks for themselves."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import F, Value
from django.test.utils import CaptureQueriesContext

from core.models import User
from core.prepared import prepared, prepared_models
from core.search import AmongThose
from tests.races.crowd import switch_locks_off

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


def test_models_come_with_what_is_joined_and_worked_out_and_the_sql_is_made_once(ann, cem):
    made = []

    @prepared_models(int)
    def person(pk):
        made.append(pk)
        return User.objects.filter(pk=pk).select_related("department").annotate(twice=F("pk") * 2).defer("email")

    [first], [second] = person(ann.pk), person(cem.pk)

    assert (first, first.department.name, first.twice) == (ann, "North", ann.pk * 2)
    assert (second, second.department.name, second.twice) == (cem, "Warehouse", cem.pk * 2)
    assert first.get_deferred_fields() == {"email"}
    assert (person(0), len(made)) == ([], 1)
    first.name = "Anna"
    first.save()
    assert person(ann.pk)[0].name == "Anna"


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_on_its_own_connection(ann):
    @prepared_models(int)
    def person(pk):
        return User.objects.filter(pk=pk)

    def ask(_n: int) -> list[User]:
        try:
            return person(ann.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(8))) == [[ann]] * 8


def test_rows_that_are_to_be_held_are_and_a_race_may_still_switch_it_off(ann, monkeypatch):
    @prepared_models(int, hold=True)
    def person(pk):
        return User.objects.filter(pk=pk).select_related("department").order_by("pk")

    with CaptureQueriesContext(connection) as held:
        assert person(ann.pk) == [ann]
    switch_locks_off(monkeypatch)
    with CaptureQueriesContext(connection) as free:
        assert person(ann.pk) == [ann]

    ends = [[query["sql"].endswith(' FOR UPDATE OF "core_user"') for query in queries] for queries in (held, free)]
    assert ends == [[True], [False]]


def test_a_list_keeps_its_place_too(ann, bo):
    @prepared_models(list)
    def called(names):
        return User.objects.filter(AmongThose(F("username"), Value(names))).order_by("username")

    assert [called(names) for names in (["ann", "bo"], ["bo"], [])] == [[ann, bo], [bo], []]


def test_rights_are_those_a_person_has_now(ann, bo):
    assert ann.has_perm("orders.enter_order") and not ann.has_perm("approvals.decide_task")
    assert bo.has_perm("approvals.decide_task")

    ann.user_permissions.add(Permission.objects.get(codename="decide_task"))
    bo.groups.clear()

    assert User.objects.get(pk=ann.pk).has_perm("approvals.decide_task")
    assert not User.objects.get(pk=bo.pk).has_perm("approvals.decide_task")
