"""Goods leave once, the order hears it once, and what is left stays open."""

from decimal import Decimal

import pytest
from django.core import mail

from core.bus import table
from core.history import Posted
from core.models import Delivery, Event
from core.outbox import sweep
from core.refusal import Refused
from customers.models import Contact
from inventory.models import StockItem, StockMove
from notifications.models import Letter
from notifications.services import send_waiting
from orders.models import Order, OrderLine
from orders.models.words import Fulfilment, Stage
from orders.models.words import State as OrderState
from orders.services import cancel_order, short_close_order
from shipping.events import ShipmentDispatched
from shipping.invariants import INVARIANTS
from shipping.models import Scan, Shipment
from shipping.models.words import Result, State
from shipping.services import cancel_shipment, confirm_delivery, finish_picking, open_shipment
from tests.shipping.builders import dispatch, pick, ready_order, send_off

pytestmark = pytest.mark.django_db


def broken() -> dict[str, list[object]]:
    return {rule.rule: rows for rule in INVARIANTS if (rows := list(rule.rows()))}


def test_a_full_pick_leaves_and_arrives(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 10)

    send_off(shipment, cem)

    line = OrderLine.objects.get(order=order)
    assert (line.reserved, line.picked, line.shipped) == (0, 0, 10)
    item = StockItem.objects.get(product=product)
    assert (item.on_hand, item.reserved) == (0, 0)
    moved = StockMove.objects.get(order_line=line)
    assert (moved.quantity, moved.source) == (10, shipment.stream)
    order = Order.objects.get(pk=order.pk)
    assert (order.stage, order.fulfilment) == (Stage.DELIVERY, Fulfilment.SHIPPED)

    confirm_delivery(shipment.pk, received_by="王工", actor=cem)

    shipment = Shipment.objects.get()
    assert (shipment.state, shipment.carrier, shipment.waybill) == (State.DELIVERED, "顺丰速运", "SF1000001")
    assert (shipment.received_by, OrderLine.objects.get(order=order).accepted) == ("王工", 10)
    told = Event.objects.filter(topic=order.stream, name__startswith="shipment.").order_by("pk")
    assert [event.name for event in told] == [
        "shipment.opened",
        "shipment.picked",
        "shipment.dispatched",
        "shipment.delivered",
    ]
    assert broken() == {}


def test_a_partial_shipment_leaves_the_rest_open_and_a_second_one_finishes_it(ann, cem):
    order, product = ready_order(ann, cem)
    first = open_shipment(order.pk, actor=cem)
    pick(first, product.barcode, cem, 4)

    send_off(first, cem)

    line = OrderLine.objects.get(order=order)
    assert (line.reserved, line.picked, line.shipped) == (6, 0, 4)
    assert Order.objects.get(pk=order.pk).fulfilment == Fulfilment.PARTLY_SHIPPED
    assert Event.objects.get(name="shipment.dispatched").data["partial"] is True

    second = open_shipment(order.pk, actor=cem)
    assert second.lines.get().quantity == 6
    pick(second, product.barcode, cem, 6)
    send_off(second, cem)

    line = OrderLine.objects.get(order=order)
    assert (line.reserved, line.picked, line.shipped) == (0, 0, 10)
    assert Order.objects.get(pk=order.pk).fulfilment == Fulfilment.SHIPPED
    assert list(StockMove.objects.filter(order_line=line).order_by("pk").values_list("quantity", flat=True)) == [4, 6]
    assert broken() == {}


def test_a37_what_is_not_picked_cannot_be_sent_off(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 10)
    before = Event.objects.count()

    with pytest.raises(Refused) as refusal:
        dispatch(shipment.pk, carrier="顺丰速运", waybill="SF1", actor=cem)

    assert refusal.value.code == "wrong_state"
    assert (Shipment.objects.get().state, Event.objects.count()) == (State.PICKING, before)
    assert StockItem.objects.get(product=product).on_hand == 10


@pytest.mark.parametrize(("carrier", "waybill"), [("", "SF1"), ("顺丰速运", "  ")])
def test_goods_do_not_leave_without_carrier_and_waybill(ann, cem, carrier, waybill):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 10)
    finish_picking(shipment.pk, actor=cem)

    with pytest.raises(Refused) as refusal:
        dispatch(shipment.pk, carrier=carrier, waybill=waybill, actor=cem)

    assert refusal.value.code == "missing"
    assert Shipment.objects.get().state == State.PICKED


def test_goods_leave_once(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 4)
    send_off(shipment, cem)

    with pytest.raises(Refused):
        dispatch(shipment.pk, carrier="顺丰速运", waybill="SF2", actor=cem)

    assert OrderLine.objects.get(order=order).shipped == 4
    assert Shipment.objects.get().waybill == "SF1000001"


def test_a37_a_delivery_is_not_confirmed_before_it_left_nor_twice(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 10)
    with pytest.raises(Refused):
        confirm_delivery(shipment.pk, received_by="王工", actor=cem)
    send_off(shipment, cem)
    confirm_delivery(shipment.pk, received_by="王工", actor=cem)

    with pytest.raises(Refused):
        confirm_delivery(shipment.pk, received_by="李工", actor=cem)

    assert OrderLine.objects.get(order=order).accepted == 10
    assert Shipment.objects.get().received_by == "王工"


def test_what_has_left_cannot_be_cancelled(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 10)
    send_off(shipment, cem)

    with pytest.raises(Refused):
        cancel_shipment(shipment.pk, reason="too late", actor=cem)

    assert Shipment.objects.get().state == State.SHIPPED
    assert OrderLine.objects.get(order=order).shipped == 10


def test_i6_cancelling_the_order_ends_its_open_shipment_and_frees_the_goods(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 3)

    cancel_order(order.pk, actor=ann, reason="customer changed their mind")

    shipment = Shipment.objects.get(pk=shipment.pk)
    assert (shipment.state, shipment.reason) == (State.CANCELLED, "customer changed their mind")
    assert Scan.objects.get().result == Result.UNDONE
    item = StockItem.objects.get(product=product)
    assert (item.on_hand, item.reserved) == (10, 0)
    assert broken() == {}


def test_i6_closing_the_order_short_ends_the_shipment_of_the_rest(ann, cem):
    order, product = ready_order(ann, cem)
    first = open_shipment(order.pk, actor=cem)
    pick(first, product.barcode, cem, 4)
    send_off(first, cem)
    rest = open_shipment(order.pk, actor=cem)

    short_close_order(order.pk, actor=ann, reason="enough")

    assert Shipment.objects.get(pk=rest.pk).state == State.CANCELLED
    assert Shipment.objects.get(pk=first.pk).state == State.SHIPPED
    assert broken() == {}


def test_the_customer_is_told_once_what_left(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 4)
    send_off(shipment, cem)

    sweep()
    event = Event.objects.get(name="shipment.dispatched")
    react = table()[ShipmentDispatched].after_commit["shipping.departure_notice"]
    react(ShipmentDispatched.from_data(event.data), Posted(event.pk, event.seq, event.actor_id, event.at))

    assert Delivery.objects.get(reaction="shipping.departure_notice").state == Delivery.State.DONE
    send_waiting()
    [letter] = [letter for letter in mail.outbox if letter.to == ["wang@example.com"] and letter.alternatives]
    assert order.number in letter.subject
    for word in (shipment.number, "顺丰速运", "SF1000001", product.code, "4"):
        assert word in letter.body
        assert word in letter.alternatives[0].content


def test_a_customer_without_an_address_to_write_to_gets_no_letter_and_goods_leave_all_the_same(ann, cem):
    order, product = ready_order(ann, cem)
    Contact.objects.update(email="")
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 10)
    send_off(shipment, cem)

    sweep()
    send_waiting()

    assert mail.outbox == []
    assert Letter.objects.get(kind="departure").mark == "failed"
    assert Shipment.objects.get().state == State.SHIPPED


def test_i5_and_i33_find_what_was_changed_behind_the_services(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 10)
    send_off(shipment, cem)

    shipment.lines.update(picked=Decimal(9))
    behind_the_services = {"state": OrderState.COMPLETED}
    Order.objects.filter(pk=order.pk).update(**behind_the_services)

    assert sorted(rule.code for rule in INVARIANTS if list(rule.rows())) == ["I33", "I5", "I6"]
