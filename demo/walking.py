"""How a person scans along the shelves: some seconds to the next line and some for its pieces, now and then a slip."""

import datetime
from collections.abc import Sequence
from uuid import uuid4

from catalog.models import Product
from core import clock
from shipping.models import ShipmentLine
from shipping.services import Arrival

UNKNOWN = "6900000000001"
"""A code on a carton that is of no product."""


def scans_of(lines: Sequence[ShipmentLine], *, slip: int) -> list[Arrival]:
    """A scan for each line, from now on; the first of eleven picks begins with a code nobody knows, the second with
    goods that are not on the shipment."""
    at, scans = clock.now(), []
    if wrong := _slip(lines, slip % 11):
        scans.append(Arrival(code=wrong, uuid=uuid4(), scanned_at=at))
    for line in lines:
        at += datetime.timedelta(seconds=14 + min(90, int(line.quantity) // 2))
        code = line.product.barcode or line.product.code
        scans.append(Arrival(code=code, uuid=uuid4(), quantity=line.quantity, scanned_at=at))
    return scans


def _slip(lines: Sequence[ShipmentLine], turn: int) -> str:
    if turn == 0:
        return UNKNOWN
    if turn > 1:
        return ""
    others = Product.objects.active().exclude(pk__in=[line.product_id for line in lines]).exclude(barcode=None)
    return others.order_by("pk").values_list("barcode", flat=True).first() or ""
