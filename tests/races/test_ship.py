"""Cancelling, picking and sending off at the same moment: one wins, and stock, order and shipment agree."""

import uuid

import pytest

from core.refusal import Refused
from inventory.models import StockItem, StockMove
from orders.models import Order, OrderLine
from orders.models.words import State as OrderState
from orders.services import cancel_order
from orders.services.life import ending
from shipping.invariants import INVARIANTS
from shipping.models import Scan, Shipment, ShipmentLine
from shipping.models.words import State
from shipping.services import finish_picking, open_shipment, scan
from shipping.services.scans import counting
from tests.races.crowd import at_once, in_the_middle_of, switch_locks_off
from tests.shipping.builders import dispatch, pick, ready_order

pytestmark = pytest.mark.django_db(transaction=True)


def cancel_while_it_leaves(monkeypatch, ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 10)
    finish_picking(shipment.pk, actor=cem)
    with in_the_middle_of(monkeypatch, ending, "_need") as meanwhile:
        outcomes = at_once(
            [
                lambda: cancel_order(order.pk, actor=ann, reason="no longer wanted"),
                lambda: meanwhile(lambda: dispatch(shipment.pk, carrier="顺丰速运", waybill="SF1", actor=cem)),
            ]
        )
    return outcomes, Order.objects.get(pk=order.pk), Shipment.objects.get(pk=shipment.pk)


def test_f23_an_order_that_is_being_cancelled_does_not_leave(monkeypatch, ann, cem):
    outcomes, order, shipment = cancel_while_it_leaves(monkeypatch, ann, cem)

    assert isinstance(outcomes[1], Refused)
    assert (order.state, shipment.state) == (OrderState.CANCELLED, State.CANCELLED)
    item = StockItem.objects.get()
    assert (item.on_hand, item.reserved) == (10, 0)
    assert not StockMove.objects.filter(order_line__isnull=False).exists()


def test_f23_control_without_locks_a_cancelled_order_leaves(monkeypatch, ann, cem):
    switch_locks_off(monkeypatch)

    _outcomes, order, _shipment = cancel_while_it_leaves(monkeypatch, ann, cem)

    assert order.state == OrderState.CANCELLED
    assert OrderLine.objects.get(order=order).shipped == 10


def test_f23_cancel_and_ship_from_one_starting_line_leave_one_winner(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 10)
    finish_picking(shipment.pk, actor=cem)

    outcomes = at_once(
        [
            lambda: cancel_order(order.pk, actor=ann, reason="no longer wanted"),
            lambda: dispatch(shipment.pk, carrier="顺丰速运", waybill="SF1", actor=cem),
        ]
    )

    assert [type(outcome) for outcome in outcomes].count(Refused) == 1
    gone = Order.objects.get(pk=order.pk).state == OrderState.CONFIRMED
    assert Shipment.objects.get().state == (State.SHIPPED if gone else State.CANCELLED)
    assert StockItem.objects.get().on_hand == (0 if gone else 10)
    assert [rule.rule for rule in INVARIANTS if list(rule.rows())] == []


def two_guns(monkeypatch, ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    with in_the_middle_of(monkeypatch, counting, "_store") as meanwhile:
        return at_once(
            [
                lambda: scan(shipment.pk, code=product.barcode, uuid=uuid.uuid4(), quantity=4, actor=cem),
                lambda: meanwhile(
                    lambda: scan(shipment.pk, code=product.barcode, uuid=uuid.uuid4(), quantity=3, actor=cem)
                ),
            ]
        )


def test_i33_two_guns_on_one_shipment_count_every_piece(monkeypatch, ann, cem):
    outcomes = two_guns(monkeypatch, ann, cem)

    assert [outcome.scan.result for outcome in outcomes] == ["ok", "ok"]
    assert (ShipmentLine.objects.get().picked, OrderLine.objects.get().picked) == (7, 7)
    assert [rule.rule for rule in INVARIANTS if list(rule.rows())] == []


def test_i33_control_without_locks_a_piece_is_lost(monkeypatch, ann, cem):
    switch_locks_off(monkeypatch)

    two_guns(monkeypatch, ann, cem)

    assert Scan.objects.count() == 2
    assert ShipmentLine.objects.get().picked != 7
    assert [rule.code for rule in INVARIANTS if list(rule.rows())] != []


def test_f25_one_scan_sent_twice_at_once_counts_once(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    key = uuid.uuid4()

    outcomes = at_once([lambda: scan(shipment.pk, code=product.barcode, uuid=key, actor=cem)] * 4)

    assert sorted(outcome.repeated for outcome in outcomes) == [False, True, True, True]
    assert (Scan.objects.count(), OrderLine.objects.get(order=order).picked) == (1, 1)
