"""Deciding: in turn, by the right person, once, and never on one's own order."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from approvals.models import Decision, Request, Step, Task
from approvals.models.words import RequestState, StepState, TaskState
from approvals.services import decide, void_request
from core.access import Forbidden
from core.management.commands.check_invariants import broken
from core.models import Event
from core.refusal import Refused
from orders.models import Order
from orders.models.words import State
from orders.services import cancel_order, hand_over_order, recall_order, save_draft, submit_order
from orders.services.entry.composing import DraftHead, DraftRow
from tests.approvals.builders import make_fay, make_gus, open_task, submit
from tests.cast import make_customer, make_draft, make_person, make_product

pytestmark = pytest.mark.django_db


def assert_books_hold() -> None:
    assert [row for row in broken() if row["rows"]] == []


def state_of(order: Order) -> str:
    return Order.objects.get(pk=order.pk).state


def test_an_order_no_rule_asks_about_is_approved_at_once(ann):
    order = submit(ann, pieces=10)

    request = Request.objects.get(order=order)
    assert state_of(order) == State.CONFIRMED
    assert (request.state, request.steps.count(), Task.objects.count()) == (RequestState.APPROVED, 0, 0)
    assert_books_hold()


def test_a_large_order_waits_with_its_owners_manager(ann, bo):
    order = submit(ann)

    task = open_task(order)
    assert state_of(order) == State.PENDING_APPROVAL
    assert (task.user, order.holder, order.stage_until) == (bo, bo, task.due_at)
    assert Event.objects.filter(topic=order.stream, name="approval.task_opened").count() == 1
    assert_books_hold()


def test_s27_steps_are_asked_in_turn_and_the_last_approves(ann, bo):
    fay = make_fay()
    order = submit(ann, pieces=2500)
    first = open_task(order)

    decide(first.pk, outcome="approved", opinion="good margin", actor=bo)

    second = open_task(order)
    assert (second.user, state_of(order), Order.objects.get(pk=order.pk).holder) == (fay, State.PENDING_APPROVAL, fay)
    assert list(Task.objects.awaiting(bo)) == []

    decide(second.pk, outcome="approved", actor=fay)

    assert state_of(order) == State.CONFIRMED
    assert list(Decision.objects.order_by("pk").values_list("decider", "opinion", "role_then", "limit_then")) == [
        (bo.pk, "good margin", "sales_manager", Decimal("200000.00")),
        (fay.pk, "", "director", None),
    ]
    assert_books_hold()


def test_approving_your_own_order_is_refused(bo):
    fay = make_fay()
    order = submit(bo)
    task = open_task(order)
    before = Event.objects.count()

    with pytest.raises(Forbidden):
        decide(task.pk, outcome="approved", actor=bo)

    assert (task.user, state_of(order), Decision.objects.count()) == (fay, State.PENDING_APPROVAL, 0)
    assert Event.objects.count() == before


def test_a06_who_submitted_it_for_another_may_not_decide_even_if_the_task_named_them(ann, bo):
    make_fay()
    order = submit(ann, actor=bo)
    task = open_task(order)
    Task.objects.filter(pk=task.pk).update(user=bo)

    with pytest.raises(Forbidden):
        decide(task.pk, outcome="approved", actor=bo)

    assert (state_of(order), Decision.objects.count()) == (State.PENDING_APPROVAL, 0)
    assert list(Task.objects.awaiting(bo)) == []


@pytest.mark.parametrize("who", ["ann", "cem", "dot", "eve"])
def test_a06_the_wrong_role_is_refused_and_nothing_changes(request, ann, who):
    order = submit(ann)
    task = open_task(order)

    with pytest.raises(Forbidden):
        decide(task.pk, outcome="approved", actor=request.getfixturevalue(who))

    assert (state_of(order), Task.objects.get(pk=task.pk).state) == (State.PENDING_APPROVAL, TaskState.PENDING)
    assert Decision.objects.count() == 0


def test_another_manager_may_not_decide_what_was_given_to_one(ann):
    gus = make_gus()
    order = submit(ann)

    with pytest.raises(Forbidden):
        decide(open_task(order).pk, outcome="approved", actor=gus)

    assert state_of(order) == State.PENDING_APPROVAL


@pytest.mark.parametrize("outcome", ["returned", "rejected"])
def test_returning_and_rejecting_need_an_opinion(ann, bo, outcome):
    order = submit(ann)

    with pytest.raises(Refused) as refusal:
        decide(open_task(order).pk, outcome=outcome, opinion="  ", actor=bo)

    assert refusal.value.code == "opinion_missing"
    assert (state_of(order), Decision.objects.count()) == (State.PENDING_APPROVAL, 0)


def test_s39_a_returned_order_comes_back_and_passes_in_its_second_round(ann, bo):
    order = submit(ann)
    decide(open_task(order).pk, outcome="returned", opinion="too cheap", actor=bo)
    returned = Order.objects.get(pk=order.pk)
    assert (returned.state, returned.reason, returned.holder) == (State.DRAFT, "too cheap", ann)

    line = returned.lines.get()
    head = DraftHead(customer=returned.customer, wanted_on=returned.wanted_on)
    rows = [DraftRow(product_id=line.product_id, quantity=Decimal(900))]
    save_draft(order.pk, head=head, rows=rows, version=returned.version, actor=ann)
    submit_order(order.pk, actor=ann)
    decide(open_task(order).pk, outcome="approved", actor=bo)

    assert state_of(order) == State.CONFIRMED
    assert list(Request.objects.order_by("pk").values_list("state", "facts__round", "amount")) == [
        (RequestState.RETURNED, 1, Decimal("97180.00")),
        (RequestState.APPROVED, 2, Decimal("87462.00")),
    ]
    assert_books_hold()


def test_a_rejected_order_ends_and_later_steps_are_never_asked(ann, bo):
    make_fay()
    order = submit(ann, pieces=2500)

    decide(open_task(order).pk, outcome="rejected", opinion="no such customer", actor=bo)

    assert state_of(order) == State.REJECTED
    assert list(Step.objects.order_by("position").values_list("state", flat=True)) == [
        StepState.REJECTED,
        StepState.VOIDED,
    ]
    assert Task.objects.count() == 1
    with pytest.raises(Refused):
        submit_order(order.pk, actor=ann)
    assert_books_hold()


def test_a_recalled_order_takes_its_tasks_back(ann, bo):
    order = submit(ann)
    task = open_task(order)

    recall_order(order.pk, actor=ann)

    assert (state_of(order), Task.objects.get(pk=task.pk).state) == (State.DRAFT, TaskState.RECALLED)
    assert (Request.objects.get().state, Step.objects.get().state) == (RequestState.RECALLED, StepState.RECALLED)
    assert list(Task.objects.awaiting(bo)) == []
    with pytest.raises(Refused) as refusal:
        decide(task.pk, outcome="approved", actor=bo)
    assert refusal.value.code == "handled"
    assert state_of(order) == State.DRAFT
    assert_books_hold()


def test_i06_a_cancelled_order_voids_its_tasks(ann, bo):
    order = submit(ann)

    cancel_order(order.pk, actor=ann, reason="customer left")

    assert (Request.objects.get().state, Task.objects.get().state) == (RequestState.VOIDED, TaskState.VOIDED)
    assert_books_hold()


def test_voiding_where_nothing_is_open_changes_nothing(ann):
    order = submit(ann, pieces=10)
    before = Event.objects.count()

    void_request(order.stream)

    assert Request.objects.get().state == RequestState.APPROVED
    assert Event.objects.count() == before


def test_i27_a_task_is_decided_once_and_the_second_hears_who_and_when(ann, bo):
    order = submit(ann)
    task = open_task(order)
    decide(task.pk, outcome="approved", actor=bo)

    with pytest.raises(Refused) as refusal:
        decide(task.pk, outcome="rejected", opinion="after all not", actor=bo)

    assert (refusal.value.code, "Bo" in str(refusal.value)) == ("handled", True)
    assert (state_of(order), Decision.objects.get().outcome) == (State.CONFIRMED, "approved")


def test_a_decision_is_never_changed_or_deleted(ann, bo):
    order = submit(ann)
    decide(open_task(order).pk, outcome="approved", actor=bo)

    for write in (
        lambda: Decision.objects.update(opinion="something else"),
        lambda: Decision.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()

    assert Decision.objects.get().opinion == ""


def test_nobody_decides_two_steps_of_one_request(ann, bo, dot):
    bo.groups.add(dot.groups.get())
    dan = make_person("dan", "finance", department="Finance")
    order = submit(ann, credit_limit="50000")
    decide(open_task(order).pk, outcome="approved", actor=bo)
    second = open_task(order)
    assert (second.user, second.role) == (None, "finance")

    with pytest.raises(Forbidden):
        decide(second.pk, outcome="approved", actor=type(bo).objects.get(pk=bo.pk))

    assert list(Task.objects.awaiting(bo)) == []
    assert list(Task.objects.awaiting(dan)) == [second]
    decide(second.pk, outcome="approved", actor=dot)
    assert Request.objects.get().state == RequestState.APPROVED
    assert_books_hold()


def test_the_new_owner_of_an_order_does_not_decide_on_it(ann, bo):
    gus = make_gus()
    order = submit(ann)
    task = open_task(order)

    hand_over_order(order.pk, to=bo, actor=bo)

    task = Task.objects.get(pk=task.pk)
    assert (task.user_id, task.role, list(Task.objects.awaiting(gus))) == (None, "sales_manager", [task])
    assert list(Task.objects.awaiting(bo)) == []
    with pytest.raises(Forbidden):
        decide(task.pk, outcome="approved", actor=bo)
    decide(task.pk, outcome="approved", actor=gus)
    assert state_of(order) == State.CONFIRMED
    assert_books_hold()


def test_who_left_before_their_turn_is_replaced_by_the_director(ann, bo, dot):
    fay = make_fay()
    order = submit(ann, credit_limit="50000")
    dot.is_active = False
    dot.save()

    decide(open_task(order).pk, outcome="approved", actor=bo)

    task = open_task(order)
    assert (task.user_id, task.role) == (None, "director")
    decide(task.pk, outcome="approved", actor=fay)
    assert Request.objects.get().state == RequestState.APPROVED
    assert_books_hold()


def test_an_order_nobody_may_decide_on_cannot_be_submitted(bo):
    draft = make_draft(bo, make_customer(bo), [(make_product(), 1000)])

    with pytest.raises(Refused) as refusal:
        submit_order(draft.pk, actor=bo)

    assert refusal.value.code == "blocked"
    assert (state_of(draft), Request.objects.count()) == (State.DRAFT, 0)


def test_the_preview_names_who_will_be_asked(ann, bo):
    from orders.services.entry.checking import load_facts, run_checks
    from orders.services.rows import lines_of

    small = make_draft(ann, make_customer(ann), [(make_product(), 1)])
    large = make_draft(ann, make_customer(ann, "C-2"), [(make_product("B-1"), 2500)])
    make_fay()

    said = [run_checks(load_facts(order, lines_of(order), ann))[-1] for order in (small, large)]

    assert [(finding.code, finding.heading, finding.facts["route"]) for finding in said] == [
        ("route", "approval", []),
        ("route", "approval", ["Bo", "Fay"]),
    ]
