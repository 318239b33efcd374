"""An approval against an edit, an escalation, another approver: one wins, nothing is approved unseen (F21).

Each pair meets in threads on PostgreSQL, once in an interleaving that is forced, and once without locks as control.
"""

import datetime
from contextlib import suppress
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from pytest import MonkeyPatch

from approvals.models import Decision, Request, Step, Task
from approvals.services import act_at_limits, decide, deciding, expiring, take_decision_back
from core import clock
from core.management.commands.check_invariants import broken
from core.refusal import Refused
from orders.models import Order
from orders.models.words import State
from orders.services import recall_order, save_draft, submit_order
from orders.services.entry.composing import DraftHead, DraftRow
from tests.approvals.builders import ask_by, make_fay, make_gus, open_task, submit, tasks_of
from tests.cast import make_person
from tests.races.crowd import Aside, at_once, switch_locks_off
from tests.races.test_approve import meet, told

pytestmark = pytest.mark.django_db(transaction=True)
LATE = datetime.timedelta(days=30)


def house() -> tuple[Order, Any, Any]:
    """Ann's order waits for Bo, whose manager is Fay."""
    fay = make_fay()
    bo = make_person("bo", "sales_manager", manager=fay)
    return submit(make_person("ann", "sales", manager=bo)), bo, fay


def edit(order: Order) -> str:
    """Ann takes her order back, writes another quantity and hands it in again."""
    recall_order(order.pk, actor=order.owner)
    draft = Order.objects.get(pk=order.pk)
    head = DraftHead(customer=draft.customer, wanted_on=draft.wanted_on)
    rows = [DraftRow(product_id=draft.lines.get().product_id, quantity=Decimal(900))]
    save_draft(draft.pk, head=head, rows=rows, version=draft.version, actor=order.owner)
    submit_order(draft.pk, actor=order.owner)
    return "edited"


def run_late(order: Order) -> None:
    """The order's limit has passed, and its sentence passes it up."""
    Step.objects.filter(request__order=order).update(at_limit="escalate")
    Task.objects.filter(step__request__order=order).update(due_at=clock.now() - LATE, opened_at=clock.now() - LATE)


def before_taking(monkeypatch: MonkeyPatch, aside: Aside) -> None:
    """The other act is through before the approver holds anything."""
    take = deciding.take

    def late(task_id: int) -> Any:
        assert aside.through()
        return take(task_id)

    monkeypatch.setattr(deciding, "take", late)


def after_checking(monkeypatch: MonkeyPatch, aside: Aside) -> list[bool]:
    """The other act begins when the approver has checked and not yet written; tells whether it got through then."""
    check, through = deciding.refuse_handled, []

    def checked(task: Any) -> None:
        check(task)
        through.append(aside.through())

    monkeypatch.setattr(deciding, "refuse_handled", checked)
    return through


def assert_nothing_unseen() -> None:
    """Every decision judged what its own round asked about, and the books hold."""
    rows = Decision.objects.values_list("judged", "task__step__request__judged")
    assert all(signed == asked for signed, asked in rows)
    assert [row for row in broken() if row["rows"] and row["code"] not in ("I7", "I31")] == []


# --- approve and edit --------------------------------------------------------------------------------------


def test_f21_of_an_approval_and_an_edit_what_was_seen_is_approved_or_nothing(monkeypatch):
    order, bo, _fay = house()
    task = open_task(order)
    meet(monkeypatch)

    results = at_once([partial(decide, task.pk, outcome="approved", actor=bo), partial(edit, order)])

    assert told(results) in (["done", "handled"], ["done", "wrong_state"])
    now = Order.objects.get()
    assert (now.state, now.lines.get().ordered, Decision.objects.count()) in [
        (State.CONFIRMED, 1000, 1),
        (State.PENDING_APPROVAL, 900, 0),
    ]
    assert_nothing_unseen()


def test_f21_an_edit_that_came_first_leaves_the_old_answer_without_effect(monkeypatch):
    order, bo, _fay = house()
    task = open_task(order)
    before_taking(monkeypatch, Aside(partial(edit, order)))

    with pytest.raises(Refused) as refusal:
        decide(task.pk, outcome="approved", actor=bo)

    assert (refusal.value.code, Order.objects.get().state) == ("handled", State.PENDING_APPROVAL)
    assert open_task(order).pk != task.pk
    assert_nothing_unseen()


def test_f21_an_edit_that_comes_second_waits_and_is_refused(monkeypatch):
    order, bo, _fay = house()
    aside = Aside(partial(edit, order))
    through = after_checking(monkeypatch, aside)

    decide(open_task(order).pk, outcome="approved", actor=bo)

    assert through == [False]
    assert isinstance(aside.end(), Refused) and Order.objects.get().state == State.CONFIRMED
    assert_nothing_unseen()


def test_f21_control_without_locks_the_edit_gets_between_looking_and_writing(monkeypatch):
    order, bo, _fay = house()
    aside = Aside(partial(edit, order))
    switch_locks_off(monkeypatch)
    through = after_checking(monkeypatch, aside)

    # Whatever it says, it was not kept out.
    with suppress(Exception):
        decide(open_task(order).pk, outcome="approved", actor=bo)

    assert (through, aside.end()) == ([True], "edited")


# --- approve and escalate ----------------------------------------------------------------------------------


def test_f21_of_an_approval_and_an_escalation_exactly_one_wins(monkeypatch):
    order, bo, _fay = house()
    task = open_task(order)
    run_late(order)
    meet(monkeypatch)

    results = at_once([partial(decide, task.pk, outcome="approved", actor=bo), act_at_limits])

    assert told(results) in (["done", "done"], ["done", "handled"])
    held = [one.user.username for one in tasks_of(order)]
    assert (Order.objects.get().state, Decision.objects.count(), held) in [
        (State.CONFIRMED, 1, []),
        (State.PENDING_APPROVAL, 0, ["fay"]),
    ]
    assert_nothing_unseen()


def test_f21_after_an_escalation_whoever_held_it_is_told(monkeypatch):
    order, bo, _fay = house()
    task = open_task(order)
    run_late(order)
    before_taking(monkeypatch, Aside(act_at_limits))

    with pytest.raises(Refused) as refusal:
        decide(task.pk, outcome="approved", actor=bo)

    assert (refusal.value.code, [one.user.username for one in tasks_of(order)]) == ("handled", ["fay"])
    assert_nothing_unseen()


def test_f21_control_without_locks_the_escalation_gets_between_looking_and_writing(monkeypatch):
    order, bo, _fay = house()
    run_late(order)
    aside = Aside(act_at_limits)
    switch_locks_off(monkeypatch)
    through = after_checking(monkeypatch, aside)

    decide(open_task(order).pk, outcome="approved", actor=bo)

    assert (through, aside.end()) == ([True], 1)
    assert [row for row in broken() if row["rows"]] != []


def test_two_beats_at_once_pass_it_up_once(monkeypatch):
    order, _bo, _fay = house()
    run_late(order)

    results = at_once([act_at_limits, act_at_limits])

    assert sorted(results) == [0, 1]
    assert [one.user.username for one in tasks_of(order)] == ["fay"]
    assert_nothing_unseen()


# --- several approvers ------------------------------------------------------------------------------------


def all_of_three() -> tuple[Order, list[Any]]:
    people = [make_person("bo", "sales_manager"), make_gus(), make_person("dot", "finance")]
    ask_by({"asks": "person", "people": [one.pk for one in people], "mode": "all"})
    return submit(make_person("ann", "sales")), people


def test_f21_all_of_three_agreeing_in_the_same_second_approve_once(monkeypatch):
    order, _people = all_of_three()
    acts = [partial(decide, task.pk, outcome="approved", actor=task.user) for task in tasks_of(order)]

    results = at_once(acts)

    assert told(results) == ["done"] * 3
    assert (Order.objects.get().state, Request.objects.get().state, Decision.objects.count()) == (
        State.CONFIRMED,
        "approved",
        3,
    )
    assert_nothing_unseen()


def test_f21_any_of_three_deciding_otherwise_in_the_same_second_counts_once(monkeypatch):
    order, people = all_of_three()
    Step.objects.update(mode="any", needed=1)
    outcomes = ["approved", "rejected", "approved"]
    acts = [
        partial(decide, task.pk, outcome=outcome, opinion="so", actor=task.user)
        for task, outcome in zip(tasks_of(order), outcomes, strict=True)
    ]

    results = at_once(acts)

    assert told(results) == ["done", "handled", "handled"]
    assert (Decision.objects.count(), len(people)) == (1, 3)
    assert_nothing_unseen()


def test_f21_of_taking_back_and_the_next_decision_exactly_one_wins():
    bo, dot = make_person("bo", "sales_manager"), make_person("dot", "finance")
    ask_by({"asks": "manager", "role": "sales_manager"}, {"role": "finance"})
    order = submit(make_person("ann", "sales", manager=bo))
    first = open_task(order)
    decide(first.pk, outcome="approved", actor=bo)
    second = open_task(order)

    results = at_once(
        [partial(take_decision_back, first.pk, actor=bo), partial(decide, second.pk, outcome="approved", actor=dot)]
    )

    assert told(results) in (["decided", "done"], ["done", "handled"])
    assert_nothing_unseen()
    assert expiring.LIMIT and (Order.objects.get().state == State.CONFIRMED) == (not tasks_of(order))
