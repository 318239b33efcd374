"""S35: while somebody is away a colleague decides for them, within the days and the scope that were said."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client

from approvals.models import Decision, Delegation, Task
from approvals.services import (
    decide,
    end_delegation,
    keep_cover,
    make_delegation,
    move_open_tasks,
    take_decision_back,
    transfer_task,
)
from approvals.services.delegating import Leave
from core import clock
from core.access import Forbidden
from core.management.commands.check_invariants import broken
from core.models import Event
from core.outbox import sweep
from core.refusal import Refused
from notifications.models import Message
from orders.models import Order
from orders.models.words import State
from orders.services import hand_over_order
from tests.approvals.builders import ask_by, holders, make_dan, make_fay, make_gus, open_task, submit, tasks_of
from tests.cast import make_person

pytestmark = pytest.mark.django_db
BOSS = {"asks": "manager", "role": "sales_manager"}
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def books(db):
    yield
    assert [row for row in broken() if row["rows"]] == []


def away(person, to, *, actor=None, first: int = 0, last: int = 7, **more) -> Delegation:
    """A leave from today on, for a week."""
    today = clock.today()
    days = {"from_day": today + first * DAY, "until_day": today + last * DAY}
    to_id = to.pk if to else None
    leave = Leave(**{"user_id": person.pk, "to_id": to_id, "reason": "holiday"} | days | more)
    return make_delegation(leave, actor=actor or person)


def refused(act, code: str) -> None:
    before = (Delegation.objects.count(), Task.objects.count(), Decision.objects.count(), Event.objects.count())
    with pytest.raises(Refused) as refusal:
        act()
    after = (Delegation.objects.count(), Task.objects.count(), Decision.objects.count(), Event.objects.count())
    assert (refusal.value.code, after) == (code, before)


def later(days: int):
    """So many days from now."""
    return clock.at(clock.now() + days * DAY)


def test_s35_a_new_task_goes_to_the_delegate_and_both_names_are_recorded(ann, bo):
    gus = make_gus()
    delegation = away(bo, gus)
    order = submit(ann)

    task = open_task(order)
    assert (task.user, task.represents, task.delegation, Order.objects.get(pk=order.pk).holder) == (
        gus, bo, delegation, gus,
    )  # fmt: skip
    decide(task.pk, outcome="approved", actor=gus)

    decision = Decision.objects.get()
    assert (decision.decider, decision.on_behalf_of, decision.delegation) == (gus, bo, delegation)
    assert decision.by in ("Gus 代 Bo", "Gus for Bo")
    assert Order.objects.get(pk=order.pk).state == State.CONFIRMED
    told = Event.objects.get(topic=order.stream, name="approval.task_delegated").data
    assert (told["who"], told["absent"]) == ("Gus", "Bo")


def test_who_is_away_no_longer_decides_and_who_stands_in_is_told(ann, bo):
    gus = make_gus()
    away(bo, gus)
    order = submit(ann)
    sweep()

    with pytest.raises(Forbidden):
        decide(open_task(order).pk, outcome="approved", actor=bo)
    assert Message.objects.filter(user=gus, channel="inbox").count() == 2  # the delegation, and the task


@pytest.mark.parametrize(
    ("scope", "holder"),
    [
        ({"kinds": ["change"]}, "bo"),
        ({"kinds": ["order", "quotation"]}, "gus"),
        ({"up_to": Decimal("97179.99")}, "bo"),
        ({"up_to": Decimal("97180.00")}, "gus"),
        ({"first": 1}, "bo"),
    ],
)
def test_scope_and_days_decide_who_is_asked(ann, bo, scope, holder):
    away(bo, make_gus(), **scope)

    assert holders(submit(ann)) == [holder]


def test_a_delegate_who_asked_or_owns_is_passed_over(ann, bo):
    gus, fay = make_gus(), make_fay()
    ann.groups.add(*gus.groups.all())
    away(bo, ann)

    order = submit(ann)

    assert holders(order) == ["gus"] and open_task(order).delegation is None
    assert open_task(order).represents == bo
    decide(open_task(order).pk, outcome="approved", actor=gus)
    assert Decision.objects.get().on_behalf_of == bo and fay.pk


def test_nobody_is_asked_twice_because_somebody_else_is_away(ann, bo):
    gus, fay = make_gus(), make_fay()
    ask_by({"asks": "person", "people": [bo.pk, gus.pk], "mode": "all", "role": "sales_manager"})
    away(bo, gus)

    order = submit(ann)

    assert sorted(holders(order)) == ["fay", "gus"]
    for task, person in zip(tasks_of(order), (fay, gus), strict=True):
        decide(task.pk, outcome="approved", actor=person)
    assert Order.objects.get(pk=order.pk).state == State.CONFIRMED


def test_in_a_sequence_a_delegate_takes_one_place(ann, bo, dot):
    gus = make_gus()
    ask_by({"asks": "person", "people": [bo.pk, dot.pk], "mode": "sequence", "role": "sales_manager"})
    away(bo, gus)
    order = submit(ann)

    assert holders(order) == ["gus"]
    decide(open_task(order).pk, outcome="approved", actor=gus)
    assert holders(order) == ["dot"]
    decide(open_task(order).pk, outcome="approved", actor=dot)
    assert Order.objects.get(pk=order.pk).state == State.CONFIRMED


def test_the_only_one_another_step_can_ask_does_not_stand_in(ann, bo):
    """Else that step would wait for nobody."""
    gus, fay = make_gus(), make_fay()
    ask_by(BOSS, {"role": "director"})
    away(bo, fay)
    order = submit(ann)

    assert holders(order) == ["gus"]
    decide(open_task(order).pk, outcome="approved", actor=gus)
    decide(open_task(order).pk, outcome="approved", actor=fay)


def test_a_role_whose_holders_are_all_away_is_decided_by_a_delegate(ann, bo, dot):
    gus = make_gus()
    ask_by({"role": "finance"})
    away(dot, gus)

    assert holders(submit(ann)) == ["gus"]


def test_a_role_somebody_still_holds_stays_with_the_role(ann, dot):
    ask_by({"role": "finance"})
    make_dan()
    away(dot, make_gus())

    assert holders(submit(ann)) == ["finance"]


def test_a_delegate_who_is_away_passes_it_on_once(ann, bo):
    gus, fay = make_gus(), make_fay()
    away(bo, gus)
    away(gus, fay)
    order = submit(ann)
    task = open_task(order)

    assert (task.user, task.represents) == (fay, bo)
    decide(task.pk, outcome="approved", actor=fay)
    assert Decision.objects.get().delegation.user == gus


def test_nobody_stands_in_without_a_delegate_but_the_backup(ann, bo, dot):
    make_gus()
    ask_by(BOSS | {"backup": dot})
    away(bo, None)

    assert holders(submit(ann)) == ["dot"]


def test_with_nobody_left_it_waits_for_who_is_away(ann, bo):
    away(bo, None)

    assert holders(submit(ann)) == ["bo"]


# --- what is open --------------------------------------------------------------------------------------------


def test_open_tasks_move_by_themselves_each_with_its_line(ann, bo):
    gus = make_gus()
    order = submit(ann)
    before = open_task(order)

    delegation = away(bo, gus, takes_open=True)
    assert move_open_tasks(delegation, actor=bo) == (1, [])

    assert Task.objects.get(pk=before.pk).state == "delegated"
    assert (open_task(order).user, open_task(order).came_from) == (gus, before)
    assert Event.objects.filter(topic=order.stream, name="approval.task_delegated").count() == 1
    assert move_open_tasks(delegation, actor=bo) == (0, [])


def test_what_nobody_can_take_stays_and_is_told(ann, bo):
    ann.groups.add(*bo.groups.all())
    order = submit(ann)
    delegation = away(bo, ann, takes_open=True)

    moved, stayed = move_open_tasks(delegation, actor=bo)

    assert (moved, len(stayed), holders(order)) == (0, 1, ["bo"])


def test_a_leave_that_begins_later_moves_what_is_open_then_and_gives_it_back_after(ann, bo):
    gus = make_gus()
    order = submit(ann)
    away(bo, gus, first=2, last=4, takes_open=True)
    assert keep_cover() == 0

    with later(2):
        assert (keep_cover(), holders(order), keep_cover()) == (1, ["gus"], 0)
    with later(5):
        assert (keep_cover(), holders(order), keep_cover()) == (1, ["bo"], 0)


def test_f42_a_delegation_that_ended_meanwhile_decides_nothing(ann, bo):
    """Between opening the page and pressing the button Bo came back."""
    gus = make_gus()
    delegation = away(bo, gus)
    order = submit(ann)
    client = Client()
    client.force_login(gus)
    address = open_task(order).get_absolute_url()
    assert client.get(address).status_code == 200

    end_delegation(delegation.pk, actor=bo)

    assert client.post(f"{address}approve/", {"opinion": ""}).status_code == 409
    refused(lambda: decide(open_task(order).pk, outcome="approved", actor=gus), "delegation_over")
    refused(lambda: transfer_task(open_task(order).pk, to_id=bo.pk, reason="x", actor=gus), "delegation_over")
    assert list(Task.objects.awaiting(gus)) == []
    assert (keep_cover(), holders(order)) == (1, ["bo"])
    decide(open_task(order).pk, outcome="approved", actor=bo)


def test_after_the_last_day_the_delegate_decides_nothing(ann, bo):
    gus = make_gus()
    away(bo, gus, last=1)
    order = submit(ann)

    with later(2):
        refused(lambda: decide(open_task(order).pk, outcome="approved", actor=gus), "delegation_over")


def test_a_decision_taken_back_is_made_again_by_the_delegate(ann, bo, dot):
    gus = make_gus()
    ask_by(BOSS, {"role": "finance"})
    away(bo, gus)
    order = submit(ann)
    task = open_task(order)
    decide(task.pk, outcome="approved", actor=gus)

    fresh = take_decision_back(task.pk, actor=gus)

    assert (fresh.user, fresh.represents) == (gus, bo)


def test_who_becomes_the_owner_is_not_stood_in_for(ann, bo):
    gus = make_gus()
    make_fay()
    away(bo, gus)
    order = submit(ann)

    hand_over_order(order.pk, to=bo, actor=bo)

    task = open_task(order)
    assert task.represents is None and task.user_id != bo.pk


# --- entering it ----------------------------------------------------------------------------------------------


def test_what_is_not_delegated(ann, bo, cem):
    gus, fay = make_gus(), make_fay()
    refused(lambda: away(bo, bo), "self")
    refused(lambda: away(bo, cem), "unfit")
    refused(lambda: away(cem, gus, actor=fay), "nothing")
    refused(lambda: away(bo, gus, first=-1), "past")
    refused(lambda: away(bo, gus, first=3, last=2), "dates")
    refused(lambda: away(bo, gus, last=366), "too_long")
    refused(lambda: away(bo, gus, reason=" "), "needs_reason")
    refused(lambda: away(bo, gus, kinds=["invoice"]), "kind")


def test_two_delegates_for_the_same_things_at_once_are_refused(ann, bo):
    gus, fay = make_gus(), make_fay()
    away(bo, gus, kinds=["order"])
    away(bo, fay, kinds=["change"])

    refused(lambda: away(bo, fay, first=7, last=9, kinds=["order", "quotation"]), "overlap")
    refused(lambda: away(bo, fay, first=3), "overlap")
    away(bo, fay, first=8, last=9)
    assert Delegation.objects.count() == 3


def test_a_circle_of_delegates_is_refused(ann, bo):
    gus, fay = make_gus(), make_fay()
    away(bo, gus)
    away(gus, fay)

    refused(lambda: away(fay, bo), "circle")
    away(fay, bo, first=8, last=9)


def test_a_leave_without_anybody_may_get_a_delegate_later(ann, bo):
    gus = make_gus()
    away(bo, None)
    away(bo, gus, first=2)

    refused(lambda: away(bo, None, first=1), "overlap")


def test_one_delegates_for_oneself_the_manager_and_the_house_for_others(ann, bo, dot):
    gus, fay = make_gus(), make_fay()
    gus.manager = bo
    gus.save()
    ida = make_person("ida", "admin")

    for actor in (ann, dot):
        with pytest.raises(Forbidden):
            away(gus, fay, actor=actor)
    assert Delegation.objects.count() == 0
    away(gus, fay, actor=bo, kinds=["order"])
    away(gus, fay, actor=ida, kinds=["change"])
    away(gus, fay, actor=fay, kinds=["quotation"])


def test_ending_is_for_who_is_away_who_made_it_and_above(ann, bo, dot):
    gus = make_gus()
    delegation = away(bo, gus)
    for actor in (gus, dot):
        with pytest.raises(Forbidden):
            end_delegation(delegation.pk, actor=actor)
    end_delegation(delegation.pk, actor=bo)
    refused(lambda: end_delegation(delegation.pk, actor=bo), "over")


# --- I28 ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        {"until_day": datetime.date(2020, 1, 2), "from_day": datetime.date(2020, 1, 1)},
        {"kinds": ["change"]},
        {"up_to": Decimal("97179.99")},
        {"ended_at": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)},
        {"to": None},
    ],
)
def test_i28_a_decision_outside_its_delegation_is_found(ann, bo, fault):
    gus = make_gus()
    delegation = away(bo, gus)
    decide(open_task(submit(ann)).pk, outcome="approved", actor=gus)
    assert found("I28") == 0

    Delegation.objects.filter(pk=delegation.pk).update(**fault)
    assert found("I28") == 1
    Delegation.objects.filter(pk=delegation.pk).update(
        kinds=[], up_to=None, ended_at=None, to=gus, from_day=clock.today(), until_day=clock.today()
    )


def found(code: str) -> int:
    return sum(row["rows"] for row in broken() if row["code"] == code)
