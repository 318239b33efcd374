"""Approvals bound to content (B4, I8): an edit asks again only those whose part of it moved."""

import datetime
from decimal import Decimal

import pytest

from approvals.models import Decision, Policy, Request, Step
from approvals.services import decide
from core import clock
from core.management.commands.check_invariants import broken
from orders.content import parts_of
from orders.models import Order, OrderLine, OrderRevision
from orders.models.words import State
from orders.services import recall_order, save_draft, submit_order
from orders.services.entry.composing import DraftHead, DraftRow
from tests.approvals.builders import ask_by, holders, make_fay, submit, task_for
from tests.changes import builders as changes

pytestmark = pytest.mark.django_db
PRICES = {"asks": "manager", "role": "sales_manager", "judges": ["prices", "goods"], "name": "Prices"}
DELIVERY = {"role": "finance", "judges": ["delivery"], "name": "Delivery"}
LAST = {"role": "director", "name": "Everything"}


def agree(order: Order, person) -> None:
    decide(task_for(order, person).pk, outcome="approved", actor=person)


def again(order: Order, ann, *, quantity: str = "1000", days: int = 7) -> Order:
    """Ann takes it back, edits it and hands it in again."""
    order = Order.objects.get(pk=order.pk)
    if order.state == State.PENDING_APPROVAL:
        recall_order(order.pk, actor=ann)
    order = Order.objects.get(pk=order.pk)
    line = order.lines.get()
    head = DraftHead(customer=order.customer, wanted_on=clock.today() + datetime.timedelta(days=days))
    rows = [DraftRow(product_id=line.product_id, quantity=Decimal(quantity))]
    save_draft(order.pk, head=head, rows=rows, version=order.version, actor=ann)
    submit_order(order.pk, actor=ann)
    return Order.objects.get(pk=order.pk)


def states(order: Order) -> list[str]:
    newest = Request.objects.filter(order=order).order_by("-pk")[0]
    return list(newest.steps.order_by("position").values_list("state", flat=True))


def broken_codes() -> list[str]:
    return [row["code"] for row in broken() if row["rows"]]


@pytest.fixture
def asked(ann, bo, dot):
    """Bo judged prices and goods, Dot the delivery; Fay is asked last."""
    make_fay()
    ask_by(PRICES, DELIVERY, LAST)
    order = submit(ann)
    agree(order, bo)
    agree(order, dot)
    return order


def test_b04_another_delivery_date_asks_only_who_judged_the_delivery(asked, ann):
    order = again(asked, ann, days=9)

    assert (states(order), holders(order)) == (["kept", "open", "waiting"], ["dot"])
    kept = Step.objects.get(state="kept")
    assert (kept.kept.decider.username, kept.kept.task.step.request.round) == ("bo", 1)
    assert broken_codes() == []


def test_b04_another_quantity_asks_who_judged_goods_and_prices(asked, ann):
    order = again(asked, ann, quantity="900")

    assert (states(order), holders(order)) == (["open", "kept", "waiting"], ["bo"])
    assert broken_codes() == []


def test_b04_handed_in_unchanged_only_who_had_not_agreed_is_asked(asked, ann, bo):
    order = again(asked, ann)

    assert (states(order), holders(order)) == (["kept", "kept", "open"], ["fay"])
    fay = type(bo).objects.get(username="fay")
    agree(order, fay)
    assert Order.objects.get(pk=order.pk).state == State.CONFIRMED
    assert Decision.objects.count() == 3
    assert broken_codes() == []


def test_a_step_whose_reason_disappeared_is_not_asked(ann, bo, dot):
    ask_by(PRICES | {"when": [["total", ">=", 90_000]]}, DELIVERY)
    order = submit(ann)
    assert holders(order) == ["bo"]

    order = again(order, ann, quantity="10")

    assert (states(order), holders(order)) == (["open"], ["dot"])


def test_who_returned_it_is_asked_again_even_when_nothing_of_theirs_moved(asked, ann, bo):
    fay = type(bo).objects.get(username="fay")
    decide(task_for(asked, fay).pk, outcome="returned", opinion="call them", actor=fay)

    order = again(asked, ann)

    assert states(order) == ["kept", "kept", "open"]


def test_an_amount_above_the_limit_of_the_approval_is_asked_again(ann, bo, dot):
    fay = make_fay()
    bo.manager = fay
    bo.save()
    ask_by({"asks": "person", "people": [bo.pk], "judges": ["terms"], "up_to": 100_000, "name": "Terms"}, DELIVERY)
    order = submit(ann)
    agree(order, bo)

    order = again(order, ann, quantity="2000")

    assert states(order)[0] == "open"
    assert broken_codes() == []


def test_another_version_of_the_policy_asks_everybody_again(asked, ann):
    from approvals.services import copy_policy, publish_policy

    fay = type(ann).objects.get(username="fay")
    draft = copy_policy(Policy.objects.active("order").get().pk, actor=fay)
    publish_policy(draft.pk, actor=fay, reason="as agreed")

    assert states(again(asked, ann)) == ["open", "waiting", "waiting"]


def test_each_part_moves_by_itself(asked, ann):
    before = OrderRevision.objects.get(order=asked)
    again(asked, ann, days=9)
    after = OrderRevision.objects.filter(order=asked).latest("pk")

    moved = [name for name, one in parts_of(before.content).items() if parts_of(after.content)[name] != one]
    assert moved == ["delivery"]


def test_i08_a_line_that_was_changed_behind_the_approvers_backs_is_found(ann, bo):
    order = submit(ann)
    agree(order, bo)
    assert broken_codes() == []

    OrderLine.objects.filter(order=order).update(unit_price=Decimal("1"))

    assert "I8" in broken_codes()


def test_i08_an_approval_of_other_content_is_found(ann, bo):
    order = submit(ann)
    agree(order, bo)

    Request.objects.filter(order=order).update(judged="0" * 64)

    assert "I8" in broken_codes()


# --- changes of an order that binds --------------------------------------------------------------------------


@pytest.fixture
def confirmed(ann, bo, dot):
    """Bo and Dot agreed to the order by the same sentences a change is asked about."""
    for kind in ("order", "change"):
        ask_by(PRICES, DELIVERY, kind=kind)
    order = submit(ann)
    agree(order, bo)
    agree(order, dot)
    return Order.objects.get(pk=order.pk)


def asked_about(change) -> dict[str, str]:
    steps = Step.objects.filter(request__subject=change.stream).order_by("position")
    return {step.rule.name: step.state for step in steps}


def test_b04_a_change_of_the_day_asks_only_who_judged_the_delivery(confirmed, ann, dot):
    later = clock.today() + datetime.timedelta(days=12)

    asked = changes.ask(confirmed, ann, head=changes.head_of(confirmed, wanted_on=later))

    assert asked_about(asked) == {"Prices": "kept", "Delivery": "open"}
    assert changes.decide_all(asked, dot).state == "applied"
    assert broken_codes() == []


def test_b04_a_change_of_quantity_asks_only_who_judged_goods_and_prices(confirmed, ann, bo):
    asked = changes.ask(confirmed, ann, *changes.quantities(confirmed, l1=900))

    assert asked_about(asked) == {"Prices": "open", "Delivery": "kept"}
    assert changes.decide_all(asked, bo).state == "applied"
    assert broken_codes() == []


def test_a_change_back_to_what_was_agreed_before_the_last_change_is_asked_again(confirmed, ann, bo):
    """The newest decision counts: an older signature of the same content was overruled by it."""
    order = changes.change(confirmed, ann, bo, *changes.quantities(confirmed, l1=900))

    asked = changes.ask(order, ann, *changes.quantities(order, l1=1000))

    assert asked_about(asked)["Prices"] == "open"
