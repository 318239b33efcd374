"""Falling under the minimum raises one alert and one suggestion, not many (S62, B13); how fast goods leave (S67)."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from catalog.models import Product
from core import clock
from core.refusal import Refused
from inventory.models import ExpectedReceipt, ReorderRule, StockItem, StockPace
from inventory.services import (
    Carry,
    Counted,
    Issue,
    count_stock,
    issue_goods,
    receive_goods,
    save_rule,
    suggestions_for,
    transfer_goods,
    watch_minimum,
    work_out_pace,
)
from notifications.models import Message
from orders.services import record_picked, record_shipped
from tests.cast import make_person, make_product
from tests.inventory.builders import confirmed, make_warehouse, stocked
from tests.inventory.shelves import in_days

pytestmark = pytest.mark.django_db
D = Decimal


def rule_of(item: StockItem, minimum: int, maximum: int, **more) -> ReorderRule:
    return save_rule(
        ReorderRule(product=item.product, warehouse=item.warehouse, minimum=D(minimum), maximum=D(maximum), **more),
        actor=None,
    )


def told(person) -> list[str]:
    return list(Message.objects.filter(user=person, channel="inbox").order_by("pk").values_list("subject", flat=True))


def count_to(item: StockItem, quantity: int) -> None:
    counts = [Counted(item.product_id, D(quantity))]
    count_stock(warehouse_id=item.warehouse_id, counts=counts, reason="counted", actor=None)


def test_s62_a_fall_is_told_once_and_again_only_after_enough_was_there(cem, ann):
    gil = make_person("gil", "buyer")
    item = stocked(make_product(), 10)
    rule_of(item, 5, 20)
    fallen = [watch_minimum()]

    count_to(item, 4)
    fallen += [watch_minimum(), watch_minimum()]
    count_to(item, 3)
    fallen += [watch_minimum()]
    count_to(item, 6)
    fallen += [watch_minimum()]
    count_to(item, 2)
    fallen += [watch_minimum(), watch_minimum()]

    assert fallen == [0, 1, 0, 0, 0, 1, 0]
    words = "A-1043 in 仓库 W1 fell below its minimum of 5"
    assert (told(cem), told(gil), told(ann)) == ([words] * 2, [words] * 2, [])


def test_s62_what_orders_hold_counts_as_gone(cem, ann):
    product = make_product()
    rule_of(stocked(product, 10), 5, 20)
    confirmed(ann, [(product, 6)])

    assert (watch_minimum(), len(told(cem))) == (1, 1)


def test_b13_many_falls_at_once_are_one_message(cem):
    for n in range(20):
        rule_of(stocked(make_product(f"P-{n:02}"), 1), 5, 20)

    assert (watch_minimum(), len(told(cem))) == (20, 1)
    assert told(cem)[0].startswith("20 products fell below their minimum: P-00")


def test_b13_two_hundred_products_that_fall_by_one_transfer_are_one_message_and_none_is_lost(cem):
    near, far = make_warehouse("W1"), make_warehouse("W2", default=False)
    unit = make_product().unit
    goods = Product.objects.bulk_create(
        Product(code=f"P-{n:03}", name="轴承", unit=unit, list_price=D(1)) for n in range(200)
    )
    receive_goods(warehouse_id=near.pk, items=[(product.pk, D(10)) for product in goods], actor=cem)
    ReorderRule.objects.bulk_create(
        ReorderRule(product=product, warehouse=near, minimum=5, maximum=20) for product in goods
    )
    assert watch_minimum() == 0

    carries = [
        Carry(product_id=product.pk, quantity=D(8), from_warehouse=near.pk, to_warehouse=far.pk) for product in goods
    ]
    transfer_goods(carries, reason="the other house", actor=cem)

    assert (watch_minimum(), watch_minimum(), len(told(cem))) == (200, 0, 1)
    assert told(cem)[0].startswith("200 products fell below their minimum: P-000, P-001")
    assert ReorderRule.objects.fallen().count() == 200
    message = Message.objects.get(user=cem, channel="inbox")
    assert (message.url, StockItem.objects.below_minimum().count()) == ("/inventory/?state=below", 200)


def test_a_product_that_lies_nowhere_has_fallen_too(cem):
    product = make_product()
    save_rule(ReorderRule(product=product, warehouse=make_warehouse(), minimum=5, maximum=9), actor=None)

    assert (watch_minimum(), ReorderRule.objects.fallen().get().product) == (1, product)


def test_s62_the_suggestion_says_its_arithmetic_and_is_whole_packs(ann):
    product = make_product()
    item = stocked(product, 10)
    rule_of(item, 20, 60, multiple=D(12))
    ExpectedReceipt.objects.create(
        product=product, warehouse=item.warehouse, expected_on=in_days(3), quantity=8, label="PO-1"
    )
    confirmed(ann, [(product, 14)])
    item.refresh_from_db()

    one = suggestions_for([item])[item.pk]

    assert (one.free, one.coming, one.waiting, one.position) == (D(0), D(8), D(4), D(4))
    assert (one.missing, one.quantity) == (D(56), D(60))


def test_what_is_on_its_way_is_not_ordered_twice():
    item = stocked(make_product(), 1)
    rule_of(item, 5, 20)
    ExpectedReceipt.objects.create(
        product=item.product, warehouse=item.warehouse, expected_on=in_days(3), quantity=10, label="PO-1"
    )

    assert suggestions_for([item])[item.pk].quantity == D(0)


def test_a_rule_that_makes_no_sense_is_refused_by_service_and_database():
    item = stocked(make_product(), 1)

    with pytest.raises(Refused):
        rule_of(item, 5, 4)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReorderRule.objects.create(product=item.product, warehouse=item.warehouse, minimum=5, maximum=4)

    assert ReorderRule.objects.count() == 0


def test_s67_the_pace_is_what_left_for_customers_in_ninety_days(ann, cem):
    product, far = make_product(), make_warehouse("W2", default=False)
    with clock.at(clock.now() - datetime.timedelta(days=120)):
        stocked(product, 100)
    order = confirmed(ann, [(product, 9)])
    line = order.lines.get()
    record_picked(order.pk, quantities={line.pk: D(9)})
    issues = [Issue(line.pk, make_warehouse().pk, D(9))]
    issue_goods(order.pk, issues=issues, source="shipment:1", actor=cem)
    record_shipped(order.pk, quantities={line.pk: D(9)}, source="shipment:1")
    carry = Carry(product_id=product.pk, quantity=D(1), from_warehouse=make_warehouse().pk, to_warehouse=far.pk)
    transfer_goods([carry], reason="x", actor=cem)

    work_out_pace()
    work_out_pace()

    rows = StockPace.objects.order_by("warehouse__code").values_list("used", "gained", "last_issue")
    assert list(rows) == [(D(9), D(-10), clock.today()), (D(0), D(1), None)]
