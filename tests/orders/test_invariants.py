"""The invariants of orders find what is broken, and nothing in what is whole."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.bus import publish
from core.events import ApprovalDecided
from core.models import Event
from orders.invariants import INVARIANTS
from orders.models import Order, OrderLine
from orders.services import (
    cancel_order,
    record_accepted,
    record_picked,
    record_reserved,
    record_shipped,
    short_close_order,
    submit_order,
)
from tests.cast import make_customer, make_draft, make_product


def broken() -> dict[str, list]:
    return {one.code: list(one.rows()) for one in INVARIANTS if list(one.rows())}


def tamper(sql: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.fixture
def orders(ann) -> list[Order]:
    """A draft, a submitted one, a cancelled one, and one closed short after half of it shipped."""
    customer, product = make_customer(ann), make_product(price="33.33")
    made = [make_draft(ann, customer, [(product, 7)]) for _ in range(4)]
    for order in made[1:]:
        submit_order(order.pk, actor=ann)
    if Order.objects.get(pk=made[3].pk).state == "pending_approval":
        publish(ApprovalDecided(subject=made[3].stream, outcome="approved", opinion=""))
    cancel_order(made[2].pk, actor=ann, reason="typed twice")
    ship(made[3], Decimal(3))
    short_close_order(made[3].pk, actor=ann, reason="no longer made")
    return [Order.objects.get(pk=order.pk) for order in made]


def ship(order: Order, quantity: Decimal) -> None:
    line = OrderLine.objects.get(order=order)
    if not line.reserved:
        record_reserved(order.pk, quantities={line.pk: quantity})
    record_picked(order.pk, quantities={line.pk: quantity})
    record_shipped(order.pk, quantities={line.pk: quantity}, source="shipment:1")
    record_accepted(order.pk, quantities={line.pk: quantity}, source="shipment:1")


@pytest.mark.django_db
def test_orders_made_by_the_services_break_no_invariant(orders):
    assert broken() == {}


@pytest.mark.django_db
def test_i1_a_total_that_is_not_the_sum_of_its_lines_is_found(orders):
    tamper("UPDATE orders_order SET net = net + 0.01, total = total + 0.01 WHERE id = %s", orders[0].pk)

    assert broken() == {"I1": [orders[0].pk]}


@pytest.mark.django_db
def test_i2_a_line_amount_that_was_not_worked_out_is_found(orders):
    line = OrderLine.objects.get(order=orders[0])
    tamper("UPDATE orders_orderline SET unit_price = 99 WHERE id = %s", line.pk)

    assert broken() == {"I2": [line.pk]}


@pytest.mark.django_db
def test_i4_a_number_that_another_order_had_once_is_found(orders):
    first, second = orders[1], orders[3]
    told = Event.objects.get(stream=second.stream, name="order.submitted")
    tamper("SET CONSTRAINTS ALL IMMEDIATE")
    tamper("ALTER TABLE core_event DISABLE TRIGGER USER")
    tamper("UPDATE core_event SET text = replace(text, %s, %s) WHERE id = %s", second.number, first.number, told.pk)

    assert broken() == {"I4": [first.number]}


@pytest.mark.django_db
def test_i4_two_orders_cannot_have_one_number(orders):
    with pytest.raises(IntegrityError), transaction.atomic():
        tamper("UPDATE orders_order SET number = %s WHERE id = %s", orders[1].number, orders[3].pk)

    assert Order.objects.get(pk=orders[3].pk).number == orders[3].number


@pytest.mark.django_db
def test_i3_a_state_nobody_moved_to_is_found(orders):
    moved = "UPDATE orders_order SET number = 'SO-X', state = 'approved', stage = 'to_confirm' WHERE id = %s"
    tamper(moved, orders[0].pk)

    assert broken() == {"I3": [orders[0].pk]}


@pytest.mark.django_db
def test_i7_a_status_the_lines_do_not_imply_is_found(orders):
    tamper("UPDATE orders_order SET fulfilment = 'shipped' WHERE id = %s", orders[0].pk)

    assert broken() == {"I7": [orders[0].pk]}


@pytest.mark.django_db
def test_i7_a_stage_the_lines_do_not_imply_is_found(orders):
    tamper("UPDATE orders_order SET stage = 'collection' WHERE id = %s", orders[3].pk)

    assert broken() == {"I7": [orders[3].pk]}


@pytest.mark.django_db
def test_i29_an_order_without_its_first_line_in_history_is_found(orders, ann):
    twin = Order.objects.get(pk=orders[0].pk)
    twin.pk, twin.net, twin.tax, twin.total, twin.created_at = None, 0, 0, 0, timezone.now()
    twin.save(force_insert=True)

    assert broken() == {"I29": [twin.pk]}


@pytest.mark.django_db
def test_i32_the_same_customer_po_on_two_live_orders_without_a_reason_is_found(orders):
    tamper("UPDATE orders_order SET customer_po = 'PO-1' WHERE id IN (%s, %s)", orders[1].pk, orders[3].pk)

    assert broken() == {"I32": [orders[3].pk]}


@pytest.mark.django_db
def test_i36_an_address_of_another_customer_is_found(orders, ann):
    other = make_customer(ann, "C-9")
    tamper("UPDATE orders_order SET ship_to_id = %s WHERE id = %s", other.addresses.get().pk, orders[0].pk)

    assert broken() == {"I36": [orders[0].pk]}
