"""Orders ready to be picked, built by the services themselves."""

import uuid
from decimal import Decimal
from typing import Any

from catalog.models import Product
from core.bus import publish
from core.events import ApprovalDecided
from core.models import User
from inventory.models import Warehouse
from inventory.services import receive_goods
from orders.models import Order
from orders.models.words import State
from orders.services import submit_order
from shipping import services
from shipping.models import Shipment
from shipping.services import DoorWord, ScanResult, finish_picking, scan
from tests.cast import make_customer, make_draft, make_product


def make_stock(cem: User, *goods: tuple[Product, int | str], code: str = "MAIN", default: bool = True) -> Warehouse:
    """Goods booked into a warehouse by Cem."""
    place, _made = Warehouse.objects.get_or_create(code=code, defaults={"name": code.title(), "default": default})
    receive_goods(warehouse_id=place.pk, items=[(product.pk, Decimal(n)) for product, n in goods], actor=cem)
    return place


def make_confirmed(ann: User, rows: list[tuple[Product, int | str]], **head: Any) -> Order:
    """An order of Ann's that was approved and has what is in stock set aside."""
    customer = head.pop("customer", None) or make_customer(ann)
    order = submit_order(make_draft(ann, customer, rows, **head).pk, actor=ann)
    if Order.objects.get(pk=order.pk).state == State.PENDING_APPROVAL:
        publish(ApprovalDecided(subject=order.stream, outcome="approved", opinion=""))
    order = Order.objects.get(pk=order.pk)
    assert order.state == State.CONFIRMED
    return order


def ready_order(ann: User, cem: User, wanted: int = 10, stocked: int = 10) -> tuple[Order, Product]:
    """One product on one confirmed order, with so many in stock."""
    product = make_product(barcode="2000000000017")
    make_stock(cem, (product, stocked))
    return make_confirmed(ann, [(product, wanted)]), product


def pick(shipment: Shipment, code: str, cem: User, quantity: int | str = 1, **more: Any) -> ScanResult:
    """One scan by Cem."""
    more.setdefault("uuid", uuid.uuid4())
    return scan(shipment.pk, code=code, quantity=Decimal(quantity), actor=cem, **more)


def at_the_door(shipment_id: int, reason: str = "The customer knows") -> DoorWord:
    """What somebody says who compared the address of a shipment and knows why it leaves today."""
    address = Shipment.objects.values_list("order__ship_to_text", flat=True).get(pk=shipment_id)
    return DoorWord(address=address, reason=reason)


def dispatch(shipment_id: int, *, carrier: str, waybill: str, actor: User) -> Shipment:
    """Sent off by somebody who checks it at the door in the same step."""
    word = at_the_door(shipment_id)
    return services.dispatch(shipment_id, carrier=carrier, waybill=waybill, actor=actor, checked=word)


def send_off(shipment: Shipment, cem: User) -> Shipment:
    """Picking finished and the goods gone."""
    finish_picking(shipment.pk, actor=cem)
    return dispatch(shipment.pk, carrier="顺丰速运", waybill="SF1000001", actor=cem)
