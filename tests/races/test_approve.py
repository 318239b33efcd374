"""Two decide in the same moment: one wins, the other hears who and when (F21, I26, I27)."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from pytest import MonkeyPatch

from approvals.models import Decision, Request
from approvals.services import decide, deciding
from core.management.commands.check_invariants import broken
from core.refusal import Refused
from orders.models import Order
from orders.models.words import State
from orders.services import recall_order
from orders.services.life import submitting
from tests.approvals.builders import make_gus, open_task, submit
from tests.cast import make_person
from tests.races.crowd import Meeting, at_once, switch_locks_off

pytestmark = pytest.mark.django_db(transaction=True)


def meet(monkeypatch: MonkeyPatch) -> None:
    """Hold everybody between the check and the write until the other got there, or is kept out."""
    line = Meeting()

    def waiting(check: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any) -> Any:
            answer = check(*args)
            line.wait()
            return answer

        return run

    monkeypatch.setattr(deciding, "refuse_handled", waiting(deciding.refuse_handled))
    monkeypatch.setattr(submitting, "guard", waiting(submitting.guard))


def told(results: list[Any]) -> list[str]:
    """How each act ended: done, or the code of its refusal, or the name of what went wrong."""
    return sorted(
        (r.code if isinstance(r, Refused) else type(r).__name__) if isinstance(r, Exception) else "done"
        for r in results
    )


def two_managers() -> tuple[Order, Any, Any]:
    """An order that two managers may decide, for Ann has no manager of her own."""
    bo, gus = make_person("bo", "sales_manager"), make_gus()
    return submit(make_person("ann", "sales")), bo, gus


def approve_and_reject(order: Order, bo: Any, gus: Any) -> list[Any]:
    task = open_task(order)
    return at_once(
        [
            lambda: decide(task.pk, outcome="approved", actor=bo),
            lambda: decide(task.pk, outcome="rejected", opinion="no", actor=gus),
        ]
    )


def approve_and_recall(order: Order, bo: Any) -> list[Any]:
    task = open_task(order)
    return at_once(
        [
            lambda: decide(task.pk, outcome="approved", actor=bo),
            lambda: recall_order(order.pk, actor=order.owner),
        ]
    )


def test_f21_of_an_approval_and_a_rejection_exactly_one_wins(monkeypatch):
    order, bo, gus = two_managers()
    meet(monkeypatch)

    results = approve_and_reject(order, bo, gus)

    assert told(results) == ["done", "handled"]
    decision = Decision.objects.get()
    assert (decision.outcome, Order.objects.get().state) in [
        ("approved", State.CONFIRMED),
        ("rejected", State.REJECTED),
    ]
    assert [row for row in broken() if row["rows"]] == []


def test_f21_two_who_approve_at_once_approve_once(monkeypatch):
    order, bo, gus = two_managers()
    task = open_task(order)
    meet(monkeypatch)

    results = at_once([partial(decide, task.pk, outcome="approved", actor=person) for person in (bo, gus)])

    assert told(results) == ["done", "handled"]
    assert (Decision.objects.count(), Order.objects.get().state) == (1, State.CONFIRMED)


def test_f21_of_an_approval_and_a_recall_exactly_one_wins(monkeypatch):
    order, bo, _gus = two_managers()
    meet(monkeypatch)

    results = approve_and_recall(order, bo)

    assert told(results) in (["done", "handled"], ["done", "wrong_state"])
    outcome = (Order.objects.get().state, Request.objects.get().state, Decision.objects.count())
    assert outcome in [(State.CONFIRMED, "approved", 1), (State.DRAFT, "recalled", 0)]
    assert [row for row in broken() if row["rows"]] == []


def test_f21_control_without_locks_the_loser_of_two_decisions_is_not_told(monkeypatch):
    order, bo, gus = two_managers()
    meet(monkeypatch)
    switch_locks_off(monkeypatch)

    results = approve_and_reject(order, bo, gus)

    assert told(results) != ["done", "handled"]


def test_f21_control_without_locks_approval_and_recall_run_into_each_other(monkeypatch):
    order, bo, _gus = two_managers()
    meet(monkeypatch)
    switch_locks_off(monkeypatch)

    results = approve_and_recall(order, bo)

    assert told(results) not in (["done", "handled"], ["done", "wrong_state"])
