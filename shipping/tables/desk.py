"""What the picker sees: the band, the piece to take next, how far it is, and the last scans."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from catalog.models import ProductUnit
from core.templatetags.ui import qty
from inventory.models import Serial
from shipping.models import Scan, Shipment, ShipmentLine
from shipping.models.words import Command, Result
from shipping.services.tracing import is_traced
from shipping.services.walking import line_in_hand, picks_for

LAST_SCANS = 10
ANY = 1_000_000
MOST_NUMBERS = 300


@dataclass(frozen=True)
class Band:
    """The loud answer on top: its tone (ok, over, wrong, ask), a word, and what it is about."""

    tone: str
    word: str | Promise
    detail: str | Promise = ""

    @property
    def glyph(self) -> str:
        return {"ok": "●", "wrong": "✕"}.get(self.tone, "▲")


def desk_of(
    shipment: Shipment, lines: Sequence[ShipmentLine], *, said: Scan | None = None, band: Band | None = None
) -> dict[str, Any]:
    """The context of the scan page and of its parts; one query, for the last scans, and two where goods lie in bins.

    `said` is the scan the band speaks of; without one it is the last. `band` says something else.
    """
    scans = list(Scan.objects.filter(shipment=shipment).order_by("-pk")[:LAST_SCANS])
    last = said or (scans[0] if scans else None)
    picks = picks_for(shipment, lines)
    current = line_in_hand(lines, picks, last)
    return {
        "shipment": shipment,
        "order": shipment.order,
        "lines": lines,
        "current": current,
        "picks": picks.get(current.order_line_id, []) if current else [],
        "done": sum(line.is_done for line in lines),
        "scans": scans,
        "band": band or band_of(last),
        "uuid": uuid.uuid4(),
        "uuid_back": uuid.uuid4(),
    }


def band_of(scan: Scan | None) -> Band:
    """What a scan met, in words."""
    if scan is None:
        return Band("", _("Scan any item to begin"), _("Or type its code and press Enter."))
    return Band(scan.tone, _word(scan), _detail(scan))


def codes_of(lines: Sequence[ShipmentLine]) -> dict[str, dict[str, Any]]:
    """What each code on this shipment stands for, so that the page can answer before the server does."""
    codes: dict[str, dict[str, Any]] = {}
    for line in lines:
        product = line.product
        label = f"{product.code} {product.title}"
        left = float(line.room)
        for code in (product.code, product.code.lower(), product.barcode):
            if code and not product.by_serial:
                codes[code] = {"label": label, "left": left + codes.get(code, {}).get("left", 0)}
        codes[f"-1 {product.code}"] = {"label": label, "left": ANY}
    codes.update(_boxes(lines))
    codes.update(_numbers(lines))
    return codes


def _numbers(lines: Sequence[ShipmentLine]) -> dict[str, dict[str, Any]]:
    """Lots that belong on the lines and pieces that lie here; asked only where goods are known that closely."""
    traced = [line for line in lines if is_traced(line)]
    if not traced:
        return {}
    shipment = traced[0].shipment
    codes: dict[str, dict[str, Any]] = {}
    for picks in picks_for(shipment, traced).values():
        for pick in picks:
            if pick.source.lot:
                left = float(pick.quantity) + codes.get(pick.source.lot, {}).get("left", 0)
                codes[pick.source.lot] = {"label": pick.source.lot, "left": left}
    numbered = {line.product_id: line.product.code for line in traced if line.product.by_serial}
    pieces = Serial.objects.sellable().filter(product_id__in=numbered, warehouse_id=shipment.warehouse_id)
    for product_id, number in pieces.values_list("product_id", "number")[:MOST_NUMBERS]:
        codes[number] = {"label": f"{numbered[product_id]} · {number}", "left": 1}
    return codes


def _boxes(lines: Sequence[ShipmentLine]) -> dict[str, dict[str, Any]]:
    room = {line.product_id: line for line in lines}
    units = ProductUnit.objects.filter(product__in=room, barcode__isnull=False).select_related("unit")
    return {
        str(unit.barcode): {
            "label": f"{room[unit.product_id].product.code} × {qty(unit.factor)}",
            "left": float(room[unit.product_id].room // unit.factor),
        }
        for unit in units
    }


def _word(scan: Scan) -> str:
    if scan.result == Result.OK:
        return _("Right +%(n)s") % {"n": qty(scan.quantity)}
    if scan.result == Result.BACK:
        return _("Put back %(n)s") % {"n": qty(-scan.quantity)}
    if scan.result == Result.EXTRA and scan.quantity < 0:
        return _("Nothing to put back")
    if scan.result == Result.DONE:
        return str(Command(scan.code).label)
    return scan.get_result_display()


def _detail(scan: Scan) -> str:
    if scan.result == Result.TYPED:
        return _("%(product)s: a typed number counts nothing here.") % {"product": scan.label}
    if scan.result == Result.UNKNOWN:
        return scan.code
    if scan.result == Result.LOT:
        return _("%(product)s: another lot expires earlier or this one may not be sold.") % {"product": scan.label}
    if scan.result == Result.SERIAL:
        return _("%(product)s: scan the serial number of a piece that lies here.") % {"product": scan.label}
    if scan.result == Result.LATE:
        return _("This shipment is not being picked now; nothing was counted.")
    if scan.result == Result.EXTRA and scan.quantity > 0:
        return _("%(product)s: %(n)s is more than is still to be picked.") % {
            "product": scan.label,
            "n": qty(scan.quantity),
        }
    return scan.label
