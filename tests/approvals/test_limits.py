"""At the limit: reminded, one level up, agreed or returned by itself; each once, also after a night of rest (S36)."""

import datetime

import pytest

from approvals.models import Decision, Request, Step, Task
from approvals.models.words import TaskState
from approvals.services import act_at_limits, decide, remind_overdue
from core import clock
from core.management.commands.check_invariants import broken
from core.models import Event
from core.refusal import Refused
from orders.models import Order
from orders.models.words import State
from tests.approvals.builders import ask_by, holders, make_dan, make_fay, make_gus, open_task, submit, task_for

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 8, 10, 1, 0, tzinfo=datetime.UTC)
"""Nine in the morning in Shanghai."""
NEXT_DAY = MONDAY + datetime.timedelta(days=1, hours=1)
WEEK_LATER = MONDAY + datetime.timedelta(days=7)


@pytest.fixture(autouse=True)
def books(db):
    yield
    # These stories are told in August: by today's clock their messages are late and their promises passed.
    assert [row for row in broken() if row["rows"] and row["code"] not in ("I7", "I31")] == []


def asked(ann, *sentences) -> Order:
    ask_by(*sentences)
    with clock.at(MONDAY):
        return submit(ann)


def at(moment: datetime.datetime) -> int:
    with clock.at(moment):
        return act_at_limits()


def state_of(order: Order) -> str:
    return Order.objects.get(pk=order.pk).state


def with_boss(bo) -> None:
    bo.manager = make_fay()
    bo.save()


BOSS = {"asks": "manager", "role": "sales_manager"}


def test_s36_at_the_limit_it_goes_to_the_manager_of_who_holds_it_once(ann, bo):
    with_boss(bo)
    order = asked(ann, BOSS | {"at_limit": "escalate"})
    first = open_task(order)

    assert at(first.due_at - datetime.timedelta(seconds=1)) == 0
    assert [at(NEXT_DAY), at(NEXT_DAY)] == [1, 0]

    assert (holders(order), Task.objects.get(pk=first.pk).state) == (["fay"], TaskState.EXPIRED)
    assert (Order.objects.get(pk=order.pk).holder.username, open_task(order).due_at > NEXT_DAY) == ("fay", True)
    with pytest.raises(Refused) as refusal:
        decide(first.pk, outcome="approved", actor=bo)
    assert refusal.value.code == "handled"
    assert at(WEEK_LATER) == 0
    assert holders(order) == ["fay"]


def test_a_role_goes_up_to_the_manager_of_one_of_its_holders_or_the_director(ann, dot):
    make_fay()
    order = asked(ann, {"at_limit": "escalate"})

    assert (at(NEXT_DAY), holders(order)) == (1, ["fay"])


def test_where_nobody_is_above_it_stays_and_is_reminded(ann, bo):
    order = asked(ann, BOSS | {"at_limit": "escalate"})

    assert (at(NEXT_DAY), holders(order)) == (0, ["bo"])
    with clock.at(NEXT_DAY):
        assert remind_overdue() == 1


def test_only_the_late_one_of_several_goes_up(ann, bo, dot):
    with_boss(bo)
    order = asked(ann, {"asks": "person", "people": [bo.pk, dot.pk], "mode": "all", "at_limit": "escalate"})
    with clock.at(MONDAY):
        decide(task_for(order, dot).pk, outcome="approved", actor=dot)

    assert (at(NEXT_DAY), holders(order)) == (1, ["fay"])


def test_at_the_limit_it_agrees_by_itself_where_the_sentence_says_so(ann, bo, dot):
    order = asked(ann, BOSS | {"at_limit": "pass"}, {"role": "finance"})

    assert [at(NEXT_DAY), at(NEXT_DAY)] == [1, 0]

    assert (holders(order), Decision.objects.count()) == (["dot"], 0)
    decide(open_task(order).pk, outcome="approved", actor=dot)
    assert state_of(order) == State.CONFIRMED
    assert Event.objects.filter(topic=order.stream, name="approval.step_passed_by_itself").count() == 1


def test_the_last_step_that_passes_by_itself_approves_the_order(ann, bo, dot):
    make_gus()
    order = asked(ann, {"role": "sales_manager", "mode": "all", "at_limit": "pass"})

    assert (at(WEEK_LATER), state_of(order)) == (1, State.CONFIRMED)
    assert set(Task.objects.values_list("state", flat=True)) == {TaskState.EXPIRED}


def test_at_the_limit_it_returns_by_itself(ann, bo, dot):
    make_dan()
    order = asked(ann, BOSS | {"at_limit": "return"}, {"role": "finance", "together": True})

    assert [at(NEXT_DAY), at(NEXT_DAY)] == [1, 0]

    assert (state_of(order), Request.objects.get().state, holders(order)) == (State.DRAFT, "returned", [])
    assert Order.objects.get(pk=order.pk).reason != ""
    assert sorted(Step.objects.values_list("state", flat=True)) == ["returned", "voided"]


def test_what_is_only_reminded_is_left_alone(ann, bo):
    with_boss(bo)
    order = asked(ann, BOSS)

    assert (at(WEEK_LATER), holders(order)) == (0, ["bo"])


def test_what_was_decided_in_time_stays_decided(ann, bo):
    with_boss(bo)
    order = asked(ann, BOSS | {"at_limit": "return"})
    with clock.at(MONDAY):
        decide(open_task(order).pk, outcome="approved", actor=bo)

    assert (at(WEEK_LATER), state_of(order)) == (0, State.CONFIRMED)
