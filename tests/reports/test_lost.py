"""S46: lost orders (掉单), dropped and stuck, grouped by cause, each figure with the orders behind it."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from approvals.models import Task
from approvals.services import decide
from catalog.models import Product
from core import clock
from orders.models import Order
from orders.services import cancel_order, place_hold, save_draft, submit_order
from orders.services.entry.composing import DraftHead, DraftRow
from reports.figures.lost import LOST
from tests.cast import make_customer, make_draft, make_product
from tests.finance.builders import with_limit
from tests.orders.pages import everything
from tests.query_counts import counted
from tests.shipping.builders import make_stock

pytestmark = pytest.mark.django_db

LATER = datetime.timedelta(days=9)


@pytest.fixture
def desk(ann, client):
    client.force_login(ann)
    client.cookies["django_language"] = "en"
    return client


def begin(ann, code: str, *, price: str = "100", pieces: int = 1, **head) -> Order:
    """A draft of Ann's over one product: 113.00 a piece."""
    return make_draft(ann, make_customer(ann, f"C-{code}"), [(make_product(code, price=price), pieces)], **head)


def hand_in(ann, code: str, **more) -> Order:
    return Order.objects.get(pk=submit_order(begin(ann, code, **more).pk, actor=ann).pk)


def causes(answer) -> tuple[dict[str, tuple[int, str]], dict[str, tuple[int, str]]]:
    """Cause → (orders, money) of what was dropped and of what is stuck."""
    rows = (answer.context["dropped"], answer.context["stuck"])
    return tuple({row.figure.key: (row.count, f"{row.amount:.2f}") for row in found} for found in rows)


def test_s46_dropped_orders_are_grouped_by_what_they_were_lost_by(desk, ann, bo):
    for code, lost_by in (("A-1", "customer"), ("A-2", "price"), ("A-3", "price"), ("A-4", "")):
        cancel_order(begin(ann, code).pk, actor=ann, reason="told by phone", lost_by=lost_by)
    hand_in(ann, "B-1", price="60000")
    decide(Task.objects.get().pk, outcome="rejected", opinion="no such customer", actor=bo)
    hand_in(ann, "B-2")

    dropped, stuck = causes(desk.get("/reports/lost/"))

    assert dropped == {
        "lost_rejected": (1, "67800.00"),
        "lost_price": (2, "226.00"),
        "lost_customer": (1, "113.00"),
        "lost_unnamed": (1, "113.00"),
    }
    assert stuck == {}


def test_s46_stuck_orders_are_grouped_by_what_they_wait_for(desk, ann, bo, cem, settings):
    make_stock(cem, (make_product("G-1", price="100"), 5))
    begin(ann, "A-1")
    hand_in(ann, "B-1", price="60000")
    hand_in(ann, "E-1")
    settings.GENDAN_AUTO_CONFIRM = False
    held, poor, hand_in_only = hand_in(ann, "C-1"), hand_in(ann, "C-2"), hand_in(ann, "C-3")
    settings.GENDAN_AUTO_CONFIRM = True
    place_hold(held.pk, kind="manual", stops=["confirm"], reason="new price list", actor=ann)
    with_limit(poor.customer, "100")
    assert hand_in_only.state == "approved"
    goods = Product.objects.get(code="G-1")
    submit_order(make_draft(ann, make_customer(ann, "C-G"), [(goods, 1)]).pk, actor=ann)
    assert causes(desk.get("/reports/lost/")) == ({}, {})

    with clock.at(clock.now() + LATER):
        answer = desk.get("/reports/lost/")
        dropped, stuck = causes(answer)

    assert dropped == {}
    assert stuck == {
        "stuck_review": (1, "67800.00"),
        "stuck_incomplete": (1, "113.00"),
        "stuck_hold": (1, "113.00"),
        "stuck_credit": (1, "113.00"),
        "stuck_owner": (1, "113.00"),
        "stuck_shortage": (1, "113.00"),
        "stuck_warehouse": (1, "113.00"),
    }
    assert {(row.most, str(row.days)) for row in answer.context["stuck"]} == {(9, "9.0")}
    assert answer.context["all_stuck"] == (7, Decimal("68478.00"))


def test_s46_every_figure_leads_to_exactly_its_orders_and_no_order_has_two_causes(desk, ann, bo, settings):
    for n, lost_by in enumerate(("customer", "entry", "", "slow")):
        cancel_order(begin(ann, f"A-{n}").pk, actor=ann, reason="x", lost_by=lost_by)
    hand_in(ann, "B-1", price="60000")
    settings.GENDAN_AUTO_CONFIRM = False
    hand_in(ann, "C-1")

    with clock.at(clock.now() + LATER):
        answer = desk.get("/reports/lost/")
        seen: list[str] = []
        for row in [*answer.context["dropped"], *answer.context["stuck"]]:
            behind = desk.get(reverse("reports:figure", args=[row.figure.key])).context["page"].rows
            assert (len(behind), sum(order.total for order in behind)) == (row.count, row.amount)
            seen += [order.ref for order in behind]

    assert len(seen) == len(set(seen)) == 6
    assert all(str(figure.definition) for figure in LOST)


def test_s46_the_period_narrows_what_was_dropped_and_never_what_is_stuck(desk, ann):
    cancel_order(begin(ann, "A-1").pk, actor=ann, reason="x", lost_by="price")
    begin(ann, "A-2")

    with clock.at(clock.now() + datetime.timedelta(days=40)):
        short, long = desk.get("/reports/lost/?days=30"), desk.get("/reports/lost/?days=90")

    assert [causes(answer)[0] for answer in (short, long)] == [{}, {"lost_price": (1, "113.00")}]
    assert [causes(answer)[1] for answer in (short, long)] == [{"stuck_incomplete": (1, "113.00")}] * 2


def test_s46_the_cause_is_chosen_when_cancelling_and_anything_else_is_refused(desk, ann):
    draft, other = begin(ann, "A-1"), begin(ann, "A-2")
    before = everything()

    assert desk.post(f"/orders/{other.ref}/cancel/", {"reason": "x", "lost_by": "weather"}).status_code == 422
    assert (everything(), Order.objects.get(pk=other.pk).state) == (before, "draft")
    assert desk.post(f"/orders/{draft.ref}/cancel/", {"reason": "too dear", "lost_by": "price"}).status_code == 302

    draft.refresh_from_db()
    assert (draft.state, draft.lost_by, draft.reason) == ("cancelled", "price", "too dear")


def test_s46_a4_eve_counts_nothing_of_anns(client, ann, eve):
    cancel_order(begin(ann, "A-1").pk, actor=ann, reason="x", lost_by="price")
    begin(ann, "A-2")
    client.force_login(eve)

    with clock.at(clock.now() + LATER):
        answer = client.get("/reports/lost/")

    assert causes(answer) == ({}, {})


def test_s46_the_page_asks_the_same_however_many_orders_there_are(desk, ann):
    customer, product = make_customer(ann), make_product("A-1")
    for _n in range(4):
        row = DraftRow(product_id=product.pk, quantity=Decimal(1))
        draft = save_draft(None, head=DraftHead(customer=customer), rows=[row], version=None, actor=ann)
        cancel_order(draft.pk, actor=ann, reason="x", lost_by="price")
    desk.get("/reports/lost/")

    with counted("reports.lost", budget=6):
        desk.get("/reports/lost/")
