"""Any sequence of acts on an approval leaves it whole: never two decisions on a task, never the submitter's, never the
wrong version, never twice the same person; and the order waits exactly as long as somebody is asked.

MACHINE_EXAMPLES and MACHINE_STEPS make the run longer.
"""

import datetime
import os
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from approvals.models import Decision, Request, Step, Task
from approvals.services import (
    act_at_limits,
    add_signer,
    decide,
    return_to_step,
    take_decision_back,
    transfer_task,
)
from core import clock
from core.access import Forbidden, Policy
from core.management.commands.check_invariants import broken
from core.models import User
from core.nudge import quietly
from core.refusal import Refused
from orders.models import Order
from orders.models.words import State
from orders.services import hand_over_order, recall_order, save_draft, submit_order
from orders.services.entry.composing import DraftHead, DraftRow
from tests.approvals.builders import ask_by, make_dan, make_fay, make_gus, submit
from tests.cast import make_person

NUMBERS = st.integers(0, 99)
LONG_AGO = datetime.timedelta(days=30)


class ApprovalMachine(RuleBasedStateMachine):
    """One order, six people, and a policy with every way of asking."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        fay, gus, dan = make_fay(), make_gus(), make_dan()
        bo = make_person("bo", "sales_manager", manager=fay)
        dot, ann = make_person("dot", "finance", manager=fay), make_person("ann", "sales", manager=bo)
        bo.groups.add(dot.groups.get())
        self.ann, self.people = ann, [bo, fay, gus, dot, dan, ann]
        ask_by(
            {"asks": "manager", "role": "sales_manager", "judges": ["prices"], "at_limit": "escalate"},
            {"role": "finance", "mode": "all", "together": True, "judges": ["delivery"]},
            {"asks": "person", "people": [gus.pk, dan.pk], "mode": "share", "needed": 1, "at_limit": "pass"},
            {"role": "finance", "at_limit": "return", "when": [["total", ">=", 90_000]]},
            {"role": "director", "judges": ["goods"]},
        )
        self.order = submit(ann).pk

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def ask(self, act: Callable[[], Any]) -> None:
        """An act the house may refuse; a refused one changes nothing."""
        before = self.picture()
        try:
            with transaction.atomic():
                act()
        except (Refused, Forbidden):
            assert self.picture() == before

    def picture(self) -> list[Any]:
        tasks = Task.objects.order_by("pk").values_list("pk", "state", "user", "role", "replaced")
        steps = Step.objects.order_by("pk").values_list("pk", "state")
        return [*tasks, *steps, *Order.objects.values_list("state", "version")]

    def person(self, number: int) -> User:
        # A fresh one, as every page asks for a fresh one.
        return User.objects.get(pk=self.people[number % len(self.people)].pk)

    def task(self, number: int) -> Task:
        """Mostly one that is open, now and then one that is long closed."""
        tasks = list(Task.objects.pending().order_by("pk")) if number % 5 else list(Task.objects.order_by("pk"))
        return (tasks or list(Task.objects.order_by("pk")))[number % max(len(tasks), 1)]

    def holder(self, task: Task, number: int) -> User:
        """Mostly whoever may decide it, now and then anybody."""
        role = "" if task.user_id else task.role
        may = [one for one in self.people if task.user_id == one.pk or role in one.role_names]
        return self.person(number) if number % 4 == 0 or not may else User.objects.get(pk=may[number % len(may)].pk)

    @rule(which=NUMBERS, who=NUMBERS, outcome=st.sampled_from(["approved"] * 6 + ["returned", "rejected"]))
    def decide(self, which: int, who: int, outcome: str) -> None:
        task = self.task(which)
        self.ask(lambda: decide(task.pk, outcome=outcome, opinion="seen", actor=self.holder(task, who)))

    @rule(which=NUMBERS, who=NUMBERS, to=NUMBERS)
    def transfer(self, which: int, who: int, to: int) -> None:
        task = self.task(which)
        self.ask(
            lambda: transfer_task(task.pk, to_id=self.person(to).pk, reason="away", actor=self.holder(task, who))
        )

    @rule(which=NUMBERS, who=NUMBERS, to=NUMBERS, place=st.sampled_from(["before", "beside", "after"]))
    def add(self, which: int, who: int, to: int, place: str) -> None:
        task, to_id = self.task(which), self.person(to).pk
        self.ask(lambda: add_signer(task.pk, to_id=to_id, place=place, reason="look", actor=self.holder(task, who)))

    @rule(which=NUMBERS, who=NUMBERS, step=NUMBERS, again=st.booleans())
    def back(self, which: int, who: int, step: int, again: bool) -> None:
        task = self.task(which)
        steps = list(Step.objects.filter(request=task.step.request_id).order_by("position"))
        here = steps[step % len(steps)].pk
        self.ask(
            lambda: return_to_step(task.pk, step_id=here, again=again, opinion="?", actor=self.holder(task, who))
        )

    @rule(which=NUMBERS)
    def take_back(self, which: int) -> None:
        decided = list(Decision.objects.select_related("task", "decider").order_by("-pk")[:3])
        if decided:
            one = decided[which % len(decided)]
            self.ask(lambda: take_decision_back(one.task_id, actor=User.objects.get(pk=one.decider_id)))

    @rule()
    def the_limit_passes(self) -> None:
        long_ago = clock.now() - LONG_AGO
        Task.objects.pending().update(opened_at=long_ago, due_at=long_ago)
        act_at_limits()

    @rule()
    def recall(self) -> None:
        self.ask(lambda: recall_order(self.order, actor=self.ann))

    @rule(pieces=st.sampled_from(["1000", "900", "2500"]), days=st.sampled_from([7, 9]))
    def edit_and_submit(self, pieces: str, days: int) -> None:
        order = Order.objects.get(pk=self.order)
        if order.state != State.DRAFT:
            return
        head = DraftHead(customer=order.customer, wanted_on=clock.today() + datetime.timedelta(days=days))
        rows = [DraftRow(product_id=order.lines.get().product_id, quantity=Decimal(pieces))]
        owner = User.objects.get(pk=order.owner_id)
        # Who was handed the order may have no right to write in it.
        self.ask(lambda: save_draft(order.pk, head=head, rows=rows, version=order.version, actor=owner))
        self.ask(lambda: submit_order(order.pk, actor=owner))

    @rule(to=NUMBERS)
    def hand_over(self, to: int) -> None:
        if to % 7 == 0:
            self.ask(lambda: hand_over_order(self.order, to=self.person(to), actor=self.person(0)))

    @invariant()
    def nobody_decides_twice_or_on_their_own(self) -> None:
        decisions = list(Decision.objects.select_related("task__step__request"))
        assert len({one.task_id for one in decisions}) == len(decisions)
        standing = [(one.task.step.request_id, one.decider_id) for one in decisions if not one.task.replaced]
        assert len(set(standing)) == len(standing)
        for one in decisions:
            request = one.task.step.request
            assert one.decider_id not in (request.owner_id, request.asked_by_id)
            assert one.judged == request.judged

    @invariant()
    def the_order_waits_while_somebody_is_asked(self) -> None:
        waits = Order.objects.get(pk=self.order).state == State.PENDING_APPROVAL
        assert waits == Request.objects.filter(state="open").exists() == Task.objects.pending().exists()

    @invariant()
    def the_books_hold(self) -> None:
        assert [row for row in broken() if row["rows"] and row["code"] not in ("I31",)] == []


@pytest.mark.django_db
def test_f21_whatever_approvers_do_in_whatever_order_the_approval_stays_whole():
    chosen = settings(
        max_examples=int(os.environ.get("MACHINE_EXAMPLES", "12")),
        stateful_step_count=int(os.environ.get("MACHINE_STEPS", "20")),
        deadline=None,
        derandomize="MACHINE_EXAMPLES" not in os.environ,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(ApprovalMachine, settings=chosen)


@pytest.mark.django_db
def test_f21_control_approvers_who_may_answer_for_others_are_caught(monkeypatch):
    """Control: without the guard on who decides, the same walk does find decisions that must not be."""
    anybody = Policy("approvals.decide_task", "decide", lambda user, task: True)
    monkeypatch.setattr("approvals.services.deciding.may_decide", anybody)

    with quietly(), pytest.raises(AssertionError):
        house = ApprovalMachine()
        try:
            task = Task.objects.pending().order_by("pk").first()
            bo = house.people[0]
            house.ann.groups.set(bo.groups.all())
            decide(task.pk, outcome="approved", opinion="mine", actor=User.objects.get(pk=house.ann.pk))
            house.nobody_decides_twice_or_on_their_own()
        finally:
            house.teardown()


@pytest.mark.django_db
def test_f21_control_an_order_that_goes_on_while_somebody_is_asked_is_caught(monkeypatch):
    """Control: without the later stages the first who agrees approves the order, and the books say so."""
    monkeypatch.setattr("approvals.services.going.DONE", ("approved", "kept", "waiting", "open"))

    with quietly(), pytest.raises(AssertionError):
        house = ApprovalMachine()
        try:
            house.decide(1, 1, "approved")
            house.the_order_waits_while_somebody_is_asked()
            house.the_books_hold()
        finally:
            house.teardown()


@pytest.mark.django_db
def test_f21_control_a_task_decided_twice_is_caught(monkeypatch):
    """Control: without the guard on handled tasks nothing but the books stands between two answers."""
    monkeypatch.setattr("approvals.services.deciding.refuse_handled", lambda task: None)
    monkeypatch.setattr("approvals.services.deciding.closed_now", lambda task, verb, now: None)

    with quietly(), pytest.raises((AssertionError, IntegrityError)):
        house = ApprovalMachine()
        try:
            house.decide(1, 1, "approved")
            house.the_books_hold()
            house.the_order_waits_while_somebody_is_asked()
            for number in range(1, 5):
                house.decide(number, 1, "approved")
                house.the_books_hold()
        finally:
            house.teardown()
