"""B1: what somebody is typing lowers what others see for a while, and never refuses a confirm."""

import datetime
from decimal import Decimal

import pytest

from core import clock
from inventory.checks import stock
from inventory.models import ExpectedReceipt
from inventory.services import available, free_to_type
from orders.models import Order, OrderLine
from orders.services import save_draft, submit_order
from orders.services.entry.checking import load_facts
from orders.services.entry.composing import DraftHead, DraftRow
from tests.cast import make_customer, make_draft, make_product
from tests.inventory.builders import stocked

pytestmark = pytest.mark.django_db
D = Decimal


def found(order: Order) -> list[tuple]:
    facts = load_facts(order, list(OrderLine.objects.filter(order=order).order_by("position")))
    return [(one.code, one.facts.get("available"), one.facts.get("held")) for one in stock(facts, [])]


def test_a_live_draft_lowers_what_others_see_and_not_what_its_own_writer_sees(ann):
    product = make_product()
    stocked(product, 10)
    first = make_draft(ann, make_customer(ann, "C-1"), [(product, 8)])
    second = make_draft(ann, make_customer(ann, "C-2"), [(product, 5)])

    assert found(second) == [("soft_hold", None, "8"), ("short", "2", None)]
    assert found(first) == [("soft_hold", None, "5"), ("short", "5", None)]
    assert free_to_type([product.pk]) == {product.pk: D(0)}
    assert available([product.pk]) == {product.pk: D(10)}


def test_a_draft_alone_sees_all_of_it(ann):
    product = make_product()
    stocked(product, 10)

    assert found(make_draft(ann, make_customer(ann), [(product, 10)])) == [("in_stock", None, None)]


def test_the_hold_comes_back_by_itself(ann, settings):
    settings.GENDAN_SOFT_HOLD_MINUTES = 15
    product = make_product()
    stocked(product, 10)
    make_draft(ann, make_customer(ann, "C-1"), [(product, 8)])
    second = make_draft(ann, make_customer(ann, "C-2"), [(product, 5)])
    now = clock.now()

    with clock.at(now + datetime.timedelta(minutes=14)):
        during = found(second)
    with clock.at(now + datetime.timedelta(minutes=16)):
        after = found(second)

    assert during == [("soft_hold", None, "8"), ("short", "2", None)]
    assert after == [("in_stock", None, None)]


def test_saving_the_draft_again_holds_on(ann, settings):
    settings.GENDAN_SOFT_HOLD_MINUTES = 15
    product, customer = make_product(), make_customer(ann, "C-1")
    stocked(product, 10)
    first = make_draft(ann, customer, [(product, 8)])
    later = clock.now() + datetime.timedelta(minutes=10)
    with clock.at(later):
        row = DraftRow(product_id=product.pk, quantity=D(8))
        save_draft(first.pk, head=DraftHead(customer=customer), rows=[row], version=1, actor=ann)

    with clock.at(later + datetime.timedelta(minutes=14)):
        assert free_to_type([product.pk]) == {product.pk: D(2)}


def test_a_hold_never_refuses_a_confirm(ann, bo):
    product = make_product(price="10")
    stocked(product, 10)
    make_draft(ann, make_customer(ann, "C-1"), [(product, 10)])
    order = make_draft(ann, make_customer(ann, "C-2"), [(product, 10)])

    submit_order(order.pk, actor=ann)

    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.supply) == ("confirmed", "in_stock")
    assert available([product.pk]) == {product.pk: D(0)}


def test_b2_a_short_line_says_when_and_from_what(ann):
    product = make_product("A-1")
    item = stocked(product, 40)
    wanted = clock.today() + datetime.timedelta(days=20)
    for label, days, quantity in (("PO-118", 10, 20), ("PO-119", 15, 30), ("PO-120", 25, 100)):
        ExpectedReceipt.objects.create(
            product=product, warehouse_id=item.warehouse_id, label=label, quantity=quantity,
            expected_on=clock.today() + datetime.timedelta(days=days),
        )  # fmt: skip
    order = make_draft(ann, make_customer(ann), [(product, 70)], wanted_on=wanted)

    (finding,) = stock(load_facts(order, list(order.lines.all())), [])

    assert (finding.facts["available"], finding.facts["missing"], finding.facts["by_wanted"]) == ("40", "30", "90")
    said = str(finding.message)
    assert "PO-118" in said and "PO-119" in said and "PO-120" not in said
    assert finding.facts["promise"] >= f"{wanted:%Y-%m-%d}"


def test_b2_goods_nobody_announced_are_said_to_be(ann):
    product = make_product("A-1")
    stocked(product, 3)

    order = make_draft(ann, make_customer(ann), [(product, 7)])

    (finding,) = stock(load_facts(order, list(order.lines.all())), [])

    assert "nothing is announced" in str(finding.message)
