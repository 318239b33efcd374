"""How many must agree, and in which order: 或签, 会签, 依次, n of m, serial and together (S27, S29, S30)."""

import pytest

from approvals.models import Decision, Request, Step, Task
from approvals.models.words import StepState, TaskState
from approvals.services import decide
from core.access import Forbidden
from core.management.commands.check_invariants import broken
from core.refusal import Refused
from orders.models import Order
from orders.models.words import State
from orders.services import hand_over_order, recall_order
from tests.approvals.builders import (
    ask_by,
    holders,
    make_dan,
    make_fay,
    make_gus,
    open_task,
    submit,
    task_for,
    tasks_of,
)

pytestmark = pytest.mark.django_db


def state_of(order: Order) -> str:
    return Order.objects.get(pk=order.pk).state


def agree(order: Order, person, **more) -> Task:
    return decide(task_for(order, person).pk, outcome="approved", actor=person, **more)


def assert_books_hold() -> None:
    assert [row for row in broken() if row["rows"]] == []


def test_all_of_a_role_must_agree_each_on_their_own_task(ann, dot):
    dan = make_dan()
    ask_by({"mode": "all"})
    order = submit(ann)
    assert holders(order) == ["dot", "dan"]

    agree(order, dot)
    assert (state_of(order), holders(order)) == (State.PENDING_APPROVAL, ["dan"])
    assert_books_hold()
    agree(order, dan)

    assert (state_of(order), Decision.objects.count()) == (State.CONFIRMED, 2)
    assert_books_hold()


def test_any_of_named_people_is_enough_and_the_others_need_not_answer(ann, bo, dot):
    ask_by({"asks": "person", "people": [bo.pk, dot.pk]})
    order = submit(ann)
    assert holders(order) == ["bo", "dot"]

    agree(order, dot)

    assert state_of(order) == State.CONFIRMED
    assert list(Task.objects.order_by("pk").values_list("state", flat=True)) == [TaskState.VOIDED, TaskState.APPROVED]
    assert_books_hold()


def test_two_of_three_are_enough(ann, bo, dot):
    gus = make_gus()
    ask_by({"asks": "person", "people": [bo.pk, dot.pk, gus.pk], "mode": "share", "needed": 2})
    order = submit(ann)

    agree(order, gus)
    assert state_of(order) == State.PENDING_APPROVAL
    agree(order, bo)

    assert (state_of(order), Task.objects.get(user=dot).state) == (State.CONFIRMED, TaskState.VOIDED)
    assert_books_hold()


def test_one_after_the_other_in_the_order_of_the_names(ann, bo, dot):
    ask_by({"asks": "person", "people": [dot.pk, bo.pk], "mode": "sequence"})
    order = submit(ann)
    assert holders(order) == ["dot"]

    agree(order, dot)
    assert (holders(order), Order.objects.get(pk=order.pk).state) == (["bo"], State.PENDING_APPROVAL)
    agree(order, bo)

    assert state_of(order) == State.CONFIRMED
    assert_books_hold()


def test_a_return_by_one_of_several_ends_the_round_for_all(ann, bo, dot):
    ask_by({"asks": "person", "people": [bo.pk, dot.pk], "mode": "all"})
    order = submit(ann)
    other = task_for(order, dot)

    decide(task_for(order, bo).pk, outcome="returned", opinion="too cheap", actor=bo)

    assert (state_of(order), Request.objects.get().state) == (State.DRAFT, "returned")
    with pytest.raises(Refused) as refusal:
        decide(other.pk, outcome="approved", actor=dot)
    assert (refusal.value.code, Decision.objects.count()) == ("handled", 1)
    assert_books_hold()


def test_s30_price_and_finance_are_asked_together_and_the_order_moves_when_both_are_done(ann, bo, dot):
    ask_by({"asks": "manager", "role": "sales_manager"}, {"together": True}, {"role": "director"})
    fay = make_fay()
    order = submit(ann)
    assert holders(order) == ["bo", "dot"]

    agree(order, dot)
    assert (state_of(order), holders(order)) == (State.PENDING_APPROVAL, ["bo"])
    agree(order, bo)
    assert holders(order) == ["fay"]
    agree(order, fay)

    assert state_of(order) == State.CONFIRMED
    assert_books_hold()


def test_a_rejection_beside_an_open_step_ends_both(ann, bo, dot):
    ask_by({"asks": "manager", "role": "sales_manager"}, {"together": True})
    order = submit(ann)

    decide(task_for(order, bo).pk, outcome="rejected", opinion="no", actor=bo)

    assert state_of(order) == State.REJECTED
    assert sorted(Step.objects.values_list("state", flat=True)) == [StepState.REJECTED, StepState.VOIDED]
    assert Task.objects.pending().count() == 0
    assert_books_hold()


def test_a_recall_takes_every_open_task_back(ann, bo, dot):
    ask_by({"asks": "person", "people": [bo.pk, dot.pk], "mode": "all"})
    order = submit(ann)

    recall_order(order.pk, actor=ann)

    assert set(Task.objects.values_list("state", flat=True)) == {TaskState.RECALLED}
    assert_books_hold()


def test_two_roles_together_are_never_both_decided_by_one_person(ann, bo, dot):
    dan = make_dan()
    dot.groups.add(bo.groups.get())
    ask_by({"role": "sales_manager"}, {"role": "finance", "together": True})
    order = submit(ann)
    dot = type(dot).objects.get(pk=dot.pk)

    decide(tasks_of(order)[0].pk, outcome="approved", actor=dot)

    with pytest.raises(Forbidden):
        decide(open_task(order).pk, outcome="approved", actor=dot)
    assert (list(Task.objects.awaiting(dot)), state_of(order)) == ([], State.PENDING_APPROVAL)
    decide(open_task(order).pk, outcome="approved", actor=dan)
    assert state_of(order) == State.CONFIRMED
    assert_books_hold()


def test_a_role_whose_last_holder_was_heard_beside_it_goes_to_the_director(ann, bo, dot):
    dan, fay = make_dan(), make_fay()
    dot.groups.add(bo.groups.get())
    ask_by({"role": "sales_manager"}, {"role": "finance", "together": True})
    order = submit(ann)
    dan.is_active = False
    dan.save()

    decide(tasks_of(order)[0].pk, outcome="approved", actor=type(dot).objects.get(pk=dot.pk))

    assert holders(order) == ["director"]
    decide(open_task(order).pk, outcome="approved", actor=fay)
    assert state_of(order) == State.CONFIRMED
    assert_books_hold()


def test_s31_agreeing_needs_every_required_item_ticked_and_the_ticks_are_kept(ann, dot):
    items = [{"text": "Model checked", "must": True}, {"text": "Called the customer", "must": False}]
    ask_by({"checklist": items})
    order = submit(ann)
    task = open_task(order)

    with pytest.raises(Refused) as refusal:
        decide(task.pk, outcome="approved", ticks=["Called the customer"], actor=dot)
    assert (refusal.value.code, "Model checked" in str(refusal.value)) == ("unticked", True)
    assert (state_of(order), Decision.objects.count()) == (State.PENDING_APPROVAL, 0)

    decide(task.pk, outcome="approved", ticks=["Model checked", "never heard of"], actor=dot)

    assert Decision.objects.get().ticks == ["Model checked"]
    assert_books_hold()


def test_returning_needs_no_ticks(ann, dot):
    ask_by({"checklist": [{"text": "Model checked", "must": True}]})
    order = submit(ann)

    decide(open_task(order).pk, outcome="returned", opinion="wrong model", actor=dot)

    assert (state_of(order), Decision.objects.get().ticks) == (State.DRAFT, [])


def test_the_new_owner_among_several_named_people_is_replaced_by_another(ann, bo, dot):
    fay = make_fay()
    bo.manager = fay
    bo.save()
    ask_by({"asks": "person", "people": [bo.pk, dot.pk], "mode": "all"})
    order = submit(ann)

    hand_over_order(order.pk, to=bo, actor=bo)

    assert holders(order) == ["fay", "dot"]
    agree(order, fay)
    agree(order, dot)
    assert state_of(order) == State.CONFIRMED
    assert_books_hold()
