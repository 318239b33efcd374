"""What an approver does besides deciding: give away, add, send back a step, take back; and what others say."""

import datetime

import pytest

from approvals.models import Copy, Decision, Request, Step, Task
from approvals.models.words import TaskState
from approvals.services import (
    add_signer,
    comment_on_request,
    decide,
    mark_copies_read,
    return_to_step,
    take_decision_back,
    transfer_task,
    urge,
)
from core import clock
from core.access import Forbidden
from core.management.commands.check_invariants import broken
from core.models import Comment, Event
from core.outbox import sweep
from core.refusal import Refused
from notifications.models import Message
from orders.models import Order
from orders.models.words import State
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
BOSS = {"asks": "manager", "role": "sales_manager"}


def state_of(order: Order) -> str:
    return Order.objects.get(pk=order.pk).state


def agree(order: Order, person) -> Task:
    return decide(task_for(order, person).pk, outcome="approved", actor=person)


def picture() -> tuple:
    """All that an act may have changed."""
    tasks = Task.objects.order_by("pk").values_list("pk", "state", "user", "replaced")
    steps = Step.objects.order_by("pk").values_list("state", flat=True)
    return list(tasks), list(steps), Decision.objects.count(), Event.objects.count()


def refused(act, code: str) -> None:
    before = picture()
    with pytest.raises(Refused) as refusal:
        act()
    assert (refusal.value.code, picture()) == (code, before)


def forbidden(act) -> None:
    before = picture()
    with pytest.raises(Forbidden):
        act()
    assert picture() == before


@pytest.fixture(autouse=True)
def books(db):
    yield
    assert [row for row in broken() if row["rows"]] == []


# --- transfer (转交) ---------------------------------------------------------------------------------------


def test_a_transferred_task_is_decided_by_the_colleague_and_both_names_stay(ann, bo):
    gus = make_gus()
    order = submit(ann)
    task = open_task(order)

    fresh = transfer_task(task.pk, to_id=gus.pk, reason="on the road", actor=bo)

    assert (Task.objects.get(pk=task.pk).state, fresh.user_id, fresh.came_from_id) == ("transferred", gus.pk, task.pk)
    assert Order.objects.get(pk=order.pk).holder == gus
    forbidden(lambda: decide(fresh.pk, outcome="approved", actor=bo))
    decide(fresh.pk, outcome="approved", actor=gus)
    assert state_of(order) == State.CONFIRMED
    assert Event.objects.filter(topic=order.stream, name="approval.task_transferred").count() == 1


def test_a_task_of_a_role_is_given_to_one_person(ann, dot):
    gus = make_gus()
    ask_by({"role": "finance"})
    order = submit(ann)

    transfer_task(open_task(order).pk, to_id=gus.pk, reason="knows them", actor=dot)

    assert holders(order) == ["gus"]


def test_a06_a_task_is_given_to_nobody_who_may_not_decide_it(ann, bo, dot, cem):
    fay = make_fay()
    ask_by(BOSS, {"role": "finance", "together": True})
    order = submit(ann)
    task = task_for(order, bo)

    for person, code in ((cem, "unfit"), (bo, "unfit"), (ann, "unfit"), (dot, "asked")):
        refused(lambda to=person: transfer_task(task.pk, to_id=to.pk, reason="x", actor=bo), code)  # noqa: B023
    refused(lambda: transfer_task(task.pk, to_id=fay.pk, reason="  ", actor=bo), "needs_reason")
    forbidden(lambda: transfer_task(task.pk, to_id=fay.pk, reason="x", actor=dot))
    forbidden(lambda: transfer_task(task.pk, to_id=fay.pk, reason="x", actor=ann))


def test_what_is_decided_is_not_given_away(ann, bo):
    gus = make_gus()
    order = submit(ann)
    task = open_task(order)
    decide(task.pk, outcome="approved", actor=bo)

    refused(lambda: transfer_task(task.pk, to_id=gus.pk, reason="x", actor=bo), "handled")


def test_a_role_whose_last_holder_is_asked_by_name_instead_goes_to_the_director(ann, bo, dot):
    dan, _fay = make_dan(), make_fay()
    ask_by(BOSS, {"role": "finance", "together": True})
    order = submit(ann)
    dot.is_active = False
    dot.save()

    transfer_task(task_for(order, bo).pk, to_id=dan.pk, reason="away", actor=bo)

    assert holders(order) == ["dan", "director"]


# --- added signers (加签) ----------------------------------------------------------------------------------


def test_a_signer_before_me_is_asked_first_and_then_i_am(ann, bo, dot):
    order = submit(ann)
    task = open_task(order)

    add_signer(task.pk, to_id=dot.pk, place="before", reason="check the terms", actor=bo)

    assert (holders(order), Task.objects.get(pk=task.pk).state) == (["dot"], TaskState.ADD_SIGNED)
    refused(lambda: decide(task.pk, outcome="approved", actor=bo), "handled")
    agree(order, dot)
    assert (holders(order), state_of(order)) == (["bo"], State.PENDING_APPROVAL)
    agree(order, bo)
    assert state_of(order) == State.CONFIRMED


def test_a_signer_beside_me_must_agree_as_well(ann, bo, dot):
    order = submit(ann)

    add_signer(open_task(order).pk, to_id=dot.pk, place="beside", reason="check", actor=bo)
    assert holders(order) == ["bo", "dot"]
    agree(order, bo)

    assert (holders(order), state_of(order)) == (["dot"], State.PENDING_APPROVAL)
    agree(order, dot)
    assert state_of(order) == State.CONFIRMED


def test_a_signer_after_me_is_asked_once_i_agreed(ann, bo, dot):
    order = submit(ann)

    add_signer(open_task(order).pk, to_id=dot.pk, place="after", reason="for your books", opinion="fine", actor=bo)

    assert (holders(order), Decision.objects.get().opinion) == (["dot"], "fine")
    agree(order, dot)
    assert state_of(order) == State.CONFIRMED


def test_an_added_signer_who_returns_it_ends_the_round(ann, bo, dot):
    order = submit(ann)
    add_signer(open_task(order).pk, to_id=dot.pk, place="before", reason="check", actor=bo)

    decide(task_for(order, dot).pk, outcome="returned", opinion="wrong terms", actor=dot)

    assert (state_of(order), holders(order)) == (State.DRAFT, [])


def test_who_was_added_adds_nobody(ann, bo, dot):
    fay = make_fay()
    order = submit(ann)
    add_signer(open_task(order).pk, to_id=dot.pk, place="beside", reason="check", actor=bo)

    refused(
        lambda: add_signer(task_for(order, dot).pk, to_id=fay.pk, place="beside", reason="x", actor=dot), "nested"
    )


def test_the_owner_is_no_signer_and_a_stranger_adds_none(ann, bo, dot, cem):
    order = submit(ann)
    task = open_task(order)

    refused(lambda: add_signer(task.pk, to_id=cem.pk, place="beside", reason="x", actor=bo), "unfit")
    forbidden(lambda: add_signer(task.pk, to_id=dot.pk, place="beside", reason="x", actor=ann))
    forbidden(lambda: add_signer(task.pk, to_id=dot.pk, place="beside", reason="x", actor=dot))


# --- back to an earlier step -------------------------------------------------------------------------------


def three_steps(ann, bo, dot) -> tuple[Order, Step]:
    """Bo and Dot agreed; Fay is asked."""
    ask_by(BOSS, {"role": "finance"}, {"role": "director"})
    order = submit(ann)
    agree(order, bo)
    agree(order, dot)
    return order, Step.objects.get(position=1)


def test_straight_back_to_me_asks_only_the_earlier_step_again(ann, bo, dot):
    fay = make_fay()
    order, first = three_steps(ann, bo, dot)

    return_to_step(task_for(order, fay).pk, step_id=first.pk, again=False, opinion="which price?", actor=fay)

    assert holders(order) == ["bo"]
    agree(order, bo)
    assert holders(order) == ["fay"]
    agree(order, fay)
    assert state_of(order) == State.CONFIRMED
    assert Decision.objects.count() == 5


def test_again_from_here_passes_every_step_between_once_more(ann, bo, dot):
    fay = make_fay()
    order, first = three_steps(ann, bo, dot)

    return_to_step(task_for(order, fay).pk, step_id=first.pk, again=True, opinion="all again", actor=fay)

    for person, following in ((bo, ["dot"]), (dot, ["fay"]), (fay, [])):
        agree(order, person)
        assert holders(order) == following
    assert state_of(order) == State.CONFIRMED
    assert Task.objects.filter(replaced=True).count() == 3


def test_it_goes_back_only_to_a_step_before_that_was_agreed_to_and_with_an_opinion(ann, bo, dot):
    fay = make_fay()
    order, first = three_steps(ann, bo, dot)
    task = task_for(order, fay)
    last = Step.objects.get(position=3)

    refused(lambda: return_to_step(task.pk, step_id=last.pk, again=False, opinion="x", actor=fay), "no_such_step")
    refused(lambda: return_to_step(task.pk, step_id=first.pk, again=False, opinion=" ", actor=fay), "opinion_missing")
    forbidden(lambda: return_to_step(task.pk, step_id=first.pk, again=False, opinion="x", actor=bo))


# --- taking a decision back (撤回) -------------------------------------------------------------------------


def test_a_decision_is_taken_back_until_the_next_person_acts(ann, bo, dot):
    ask_by(BOSS, {"role": "finance"})
    order = submit(ann)
    task = open_task(order)
    agree(order, bo)
    assert holders(order) == ["finance"] or holders(order) == ["dot"]

    take_decision_back(task.pk, actor=bo)

    assert holders(order) == ["bo"]
    assert list(Step.objects.order_by("position").values_list("state", flat=True)) == ["open", "waiting"]
    decide(open_task(order).pk, outcome="rejected", opinion="after all not", actor=bo)
    assert state_of(order) == State.REJECTED


def test_not_after_the_next_person_acted_nor_when_all_is_decided(ann, bo, dot):
    ask_by(BOSS, {"role": "finance"}, {"role": "director"})
    fay = make_fay()
    order = submit(ann)
    first = open_task(order)
    agree(order, bo)
    agree(order, dot)

    refused(lambda: take_decision_back(first.pk, actor=bo), "acted")
    last = open_task(order)
    agree(order, fay)
    refused(lambda: take_decision_back(last.pk, actor=fay), "decided")
    forbidden(lambda: take_decision_back(first.pk, actor=fay))


def test_taking_back_asks_those_again_whose_answer_was_not_needed(ann, bo, dot):
    gus = make_gus()
    ask_by({"asks": "person", "people": [dot.pk, gus.pk]}, BOSS)
    order = submit(ann)
    task = task_for(order, dot)
    agree(order, dot)
    assert holders(order) == ["bo"]

    take_decision_back(task.pk, actor=dot)

    assert sorted(holders(order)) == ["dot", "gus"]
    agree(order, gus)
    agree(order, bo)
    assert state_of(order) == State.CONFIRMED


# --- what others say -----------------------------------------------------------------------------------------


def test_a_comment_decides_nothing_and_reaches_who_asked_and_who_decides(ann, bo, eve):
    order = submit(ann)
    request = Request.objects.get()

    comment_on_request(request.pk, text="The customer called twice.", actor=ann)
    comment_on_request(request.pk, text="Thank you.", actor=bo)
    sweep()

    assert list(Comment.objects.filter(topic=request.stream).values_list("text", flat=True)) == [
        "The customer called twice.",
        "Thank you.",
    ]
    told = Message.objects.filter(channel="inbox", body__in=["The customer called twice.", "Thank you."])
    assert sorted((message.user.username, message.body) for message in told) == [
        ("ann", "Thank you."),
        ("bo", "The customer called twice."),
    ]
    forbidden(lambda: comment_on_request(request.pk, text="x", actor=eve))
    refused(lambda: comment_on_request(request.pk, text="  ", actor=bo), "empty")
    assert state_of(order) == State.PENDING_APPROVAL


def test_urging_tells_whoever_holds_it_once_in_four_hours(ann, bo, dot, monkeypatch):
    submit(ann)
    request = Request.objects.get()
    now = datetime.datetime(2026, 8, 10, 4, 30, tzinfo=datetime.UTC)
    with clock.at(now):
        urge(request.pk, actor=ann)
        refused(lambda: urge(request.pk, actor=ann), "urged")
    with clock.at(now + datetime.timedelta(hours=4)):
        urge(request.pk, actor=ann)
    sweep()

    told = Message.objects.filter(channel="inbox", subject__startswith="Please decide") | Message.objects.filter(
        channel="inbox", subject__startswith="请审批"
    )
    assert [message.user.username for message in told] == ["bo", "bo"]
    forbidden(lambda: urge(request.pk, actor=dot))


def test_nobody_urges_what_is_decided(ann, bo):
    order = submit(ann)
    agree(order, bo)

    refused(lambda: urge(Request.objects.get().pk, actor=ann), "decided")


def test_copies_go_to_who_holds_the_role_and_are_marked_read_by_their_reader_alone(ann, bo, cem):
    make_fay()
    ask_by(BOSS | {"copies": ["warehouse", "director"]})
    order = submit(ann)
    assert sorted(copy.user.username for copy in Copy.objects.all()) == ["cem", "fay"]
    assert list(Request.objects.visible_to(cem)) == [Request.objects.get(order=order)]

    assert mark_copies_read(actor=cem) == 1
    assert mark_copies_read(actor=cem) == 0

    assert sorted(copy.user.username for copy in Copy.objects.unread()) == ["fay"]


def test_where_no_sentence_that_asks_names_a_role_nobody_gets_a_copy(ann, bo, cem):
    ask_by(BOSS, {"role": "finance", "when": [["total", ">=", 10**9]], "copies": ["warehouse"]})
    submit(ann)

    assert (Copy.objects.count(), len(tasks_of(Order.objects.get())), make_dan().pk > 0) == (0, 1, True)
