"""Shipments on their way from the picker's cart to the door."""

import uuid
from decimal import Decimal
from typing import Any

from core.models import User
from shipping.models import Scan, Shipment
from shipping.services import (
    Arrival,
    close_box,
    fill_box,
    finish_picking,
    open_shipment,
    pack_scans,
    pack_shipment,
    verify_shipment,
)
from tests.shipping.builders import at_the_door, pick, ready_order


def picked_shipment(ann: User, cem: User, pieces: int = 10) -> Shipment:
    """Ten of one product, picked by Cem."""
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, pieces)
    finish_picking(shipment.pk, actor=cem)
    return Shipment.objects.get(pk=shipment.pk)


def put(shipment: Shipment, code: str, cem: User, quantity: int | str = 1, **more: Any) -> Scan:
    """One scan at the packing desk."""
    more.setdefault("uuid", uuid.uuid4())
    return pack_scans(shipment.pk, [Arrival(code=code, quantity=Decimal(quantity), **more)], actor=cem)[0]


def pack_all(shipment: Shipment, cem: User, weight: str = "4.5") -> Shipment:
    """Everything in one box, weighed."""
    fill_box(shipment.pk, actor=cem)
    close_box(shipment.pk, weight=Decimal(weight), size="60×40×40", actor=cem)
    return pack_shipment(shipment.pk, actor=cem)


def check(shipment: Shipment, by: User) -> Shipment:
    """Somebody compared the address."""
    return verify_shipment(shipment.pk, word=at_the_door(shipment.pk, ""), actor=by)
