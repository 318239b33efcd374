"""Cancelling, picking, putting back and sending off one order from one starting line, again and again (F23, I33)."""

import time
import uuid
from typing import Any

import pytest

from core.management.commands.check_invariants import broken
from core.refusal import Refused
from inventory.models import Reservation, StockItem, StockMove
from orders.models import Order, OrderLine
from orders.models.words import State as OrderState
from orders.services import cancel_order
from shipping.models import Shipment
from shipping.models.words import State
from shipping.services import cancel_shipment, finish_picking, open_shipment, scan
from shipping.services.picking import cancelling
from tests.cast import make_customer, make_product
from tests.races.crowd import at_once, in_the_middle_of, switch_locks_off, switch_states_off
from tests.races.processes import seconds
from tests.shipping.builders import dispatch, make_confirmed, make_stock, pick

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS, SECONDS = 200, 15
"""As many rounds as fit into the time, at most."""


def everybody_at_once(order: Order, shipment: Shipment, code: str, ann: Any, cem: Any) -> list[Any]:
    """Ann cancels while one gun scans, another puts back, a third desk sends off and a fourth lets the shipment go."""
    return at_once(
        [
            lambda: cancel_order(order.pk, actor=ann, reason="no longer wanted"),
            lambda: scan(shipment.pk, code=code, uuid=uuid.uuid4(), quantity=2, actor=cem),
            lambda: scan(shipment.pk, code=f"-1 {code}", uuid=uuid.uuid4(), actor=cem),
            lambda: finish_picking(shipment.pk, actor=cem),
            lambda: dispatch(shipment.pk, carrier="顺丰速运", waybill="SF1", actor=cem),
            lambda: cancel_shipment(shipment.pk, reason="broken trolley", actor=cem),
        ]
    )


def test_f23_cancel_pick_and_ship_from_one_line_leave_stock_order_and_shipment_agreeing(ann, cem):
    product, customer = make_product("A-1"), make_customer(ann)
    make_stock(cem, (product, 4 * ROUNDS))
    until, sent, rounds = time.monotonic() + seconds(SECONDS), 0, 0

    while rounds < ROUNDS and time.monotonic() < until:
        rounds += 1
        order = make_confirmed(ann, [(product, 4)], customer=customer)
        shipment = open_shipment(order.pk, actor=cem)
        pick(shipment, product.code, cem, 2)
        outcomes = everybody_at_once(order, shipment, product.code, ann, cem)

        assert {type(one) for one in outcomes if isinstance(one, Exception)} <= {Refused}
        order, shipment = Order.objects.get(pk=order.pk), Shipment.objects.get(pk=shipment.pk)
        line, gone = OrderLine.objects.get(order=order), shipment.state == State.SHIPPED
        sent += int(line.shipped)
        assert (line.shipped > 0, line.picked if gone else 0) == (gone, 0)
        assert (order.state == OrderState.CANCELLED) <= (shipment.state == State.CANCELLED)
        cancel_what_is_left(order, shipment, ann, cem)

    item = StockItem.objects.get()
    assert (item.on_hand, item.reserved) == (4 * ROUNDS - sent, sum(r.quantity for r in Reservation.objects.all()))
    assert sum(move.quantity for move in StockMove.objects.filter(source__startswith="shipment:")) == sent
    assert [row["rule"] for row in broken() if row["rows"]] == []


def cancel_what_is_left(order: Order, shipment: Shipment, ann: Any, cem: Any) -> None:
    """The next round finds nothing of this one on the desk."""
    if shipment.is_open:
        cancel_shipment(shipment.pk, reason="next", actor=cem)
    if order.state == OrderState.CONFIRMED and shipment.state != State.SHIPPED:
        cancel_order(order.pk, actor=ann, reason="next")


def scanned_while_cancelled(monkeypatch: pytest.MonkeyPatch, ann: Any, cem: Any) -> tuple[list[Any], Order]:
    """Ann's cancellation has freed the goods and ends the shipment while Cem scans two pieces more."""
    product = make_product("A-1")
    make_stock(cem, (product, 10))
    order = make_confirmed(ann, [(product, 10)])
    shipment = open_shipment(order.pk, actor=cem)
    with in_the_middle_of(monkeypatch, cancelling, "_end") as meanwhile:
        outcomes = at_once(
            [
                lambda: cancel_order(order.pk, actor=ann, reason="no longer wanted"),
                lambda: meanwhile(
                    lambda: scan(shipment.pk, code="A-1", uuid=uuid.uuid4(), quantity=2, actor=cem)
                ),
            ]
        )
    return outcomes, order


def test_f23_what_is_scanned_while_its_order_is_cancelled_is_not_counted(monkeypatch, ann, cem):
    outcomes, order = scanned_while_cancelled(monkeypatch, ann, cem)

    assert outcomes[1].scan.result == "late"
    assert (OrderLine.objects.get(order=order).picked, Shipment.objects.get().state) == (0, State.CANCELLED)
    assert [row["rule"] for row in broken() if row["rows"]] == []


def test_f23_control_without_locks_pieces_would_be_picked_of_what_is_set_aside_no_more(monkeypatch, ann, cem):
    """Cem's scan finds the shipment open and counts; only the CHECK of the order line stops it."""
    switch_locks_off(monkeypatch)
    switch_states_off(monkeypatch)

    outcomes, order = scanned_while_cancelled(monkeypatch, ann, cem)

    [error] = [one for one in outcomes if isinstance(one, Exception)]
    assert 'relation "orders_orderline" violates check constraint "line_picked_is_reserved"' in str(error)
    assert (Order.objects.get(pk=order.pk).state, OrderLine.objects.get().picked) == (OrderState.CANCELLED, 0)
