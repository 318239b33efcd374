"""What arrived, examined before it reaches the books: quantities, lots, expiry dates, serial numbers."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from catalog.models import Product, Tracking
from core.refusal import Refused
from inventory.models import Lot, Serial
from inventory.models.serial import SerialState
from inventory.services.placing import write_serials
from inventory.services.quantities import products_of

LONGEST = 60


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """So many base units of a product arrived: of which lot, which pieces, and into which bin they go."""

    product_id: int
    quantity: Decimal
    lot: str = ""
    expires_on: datetime.date | None = None
    serials: tuple[str, ...] = ()
    bin_id: int | None = None


def examined(items: Iterable[Arrived | tuple[int, Decimal]]) -> list[Arrived]:
    """What arrived, rows of the same product, lot and bin together; what cannot be is refused."""
    rows: dict[tuple[int, str, int | None], Arrived] = {}
    totals: dict[int, Decimal] = defaultdict(Decimal)
    for item in items:
        one = item if isinstance(item, Arrived) else Arrived(product_id=item[0], quantity=item[1])
        key = (one.product_id, one.lot.strip(), one.bin_id)
        known = rows.get(key)
        total = one.quantity + (known.quantity if known else 0)
        serials = (known.serials if known else ()) + tuple(text.strip() for text in one.serials)
        rows[key] = replace(one, lot=key[1], quantity=total, serials=serials)
        totals[one.product_id] += one.quantity
    if not rows:
        raise Refused(_("There is nothing to book."), code="empty")
    products = products_of(totals)
    for one in rows.values():
        _refuse_untracked(products[one.product_id], one)
    return list(rows.values())


def _refuse_untracked(product: Product, one: Arrived) -> None:
    words = {"code": product.code}
    if product.tracking == Tracking.LOT and not one.lot:
        raise Refused(_("%(code)s is kept by lot: please give the lot number.") % words, code="needs_lot")
    if product.tracking == Tracking.NONE and (one.lot or one.serials):
        raise Refused(_("%(code)s is kept neither by lot nor by serial number.") % words, code="not_tracked")
    if len(one.lot) > LONGEST or any(not text or len(text) > LONGEST for text in one.serials):
        raise Refused(_("%(code)s: this lot or serial number is not possible.") % words, code="bad_number")
    if product.tracking == Tracking.SERIAL and len(set(one.serials)) != one.quantity:
        raise Refused(
            _("%(code)s is kept by serial number: %(quantity)s pieces need as many different numbers.")
            % (words | {"quantity": f"{one.quantity.normalize():f}"}),
            code="needs_serials",
        )


def numbered(
    arriving: Sequence[Arrived], lots: Mapping[tuple[int, str], Lot], *, warehouse_id: int, source: str
) -> dict[Arrived, list[Serial]]:
    """The pieces of each arrival: new ones made, those that come back taken back; who is here already is refused."""
    numbers = [number for one in arriving for number in one.serials]
    if not numbers:
        return {}
    rows = Serial.objects.filter(product_id__in={one.product_id for one in arriving}, number__in=numbers)
    known = {(row.product_id, row.number): row for row in rows}
    found: dict[Arrived, list[Serial]] = {}
    for one in arriving:
        lot = lots.get((one.product_id, one.lot))
        found[one] = [_piece(known.get((one.product_id, number)), one, number) for number in one.serials]
        for serial in found[one]:
            serial.lot, serial.order_line_id, serial.source = lot, None, source
            serial.lie(warehouse_id, one.bin_id)
    write_serials([serial for rows in found.values() for serial in rows if serial.pk])
    Serial.objects.bulk_create([serial for rows in found.values() for serial in rows if not serial.pk])
    return found


def _piece(known: Serial | None, one: Arrived, number: str) -> Serial:
    if known is None:
        return Serial(product_id=one.product_id, number=number)
    if known.state not in (SerialState.SHIPPED, SerialState.SCRAPPED):
        raise Refused(
            _("Serial number %(number)s is in the house already.") % {"number": number}, code="serial_here"
        )
    (known.take_back if known.state == SerialState.SHIPPED else known.find)()
    return known
