"""What the picker sees: the band, the piece to take next, how far it is, and the last scans."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from catalog.models import ProductUnit
from core.templatetags.ui import qty
from shipping.models import Scan, Shipment, ShipmentLine
from shipping.models.words import Result

LAST_SCANS = 10
ANY = 1_000_000


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
    """The context of the scan page and of its parts; one query, for the last scans.

    `said` is the scan the band speaks of; without one it is the last. `band` says something else.
    """
    scans = list(Scan.objects.filter(shipment=shipment).order_by("-pk")[:LAST_SCANS])
    last = said or (scans[0] if scans else None)
    return {
        "shipment": shipment,
        "order": shipment.order,
        "lines": lines,
        "current": _current(lines, last),
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
            if code:
                codes[code] = {"label": label, "left": left + codes.get(code, {}).get("left", 0)}
        codes[f"-1 {product.code}"] = {"label": label, "left": ANY}
    codes.update(_boxes(lines))
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


def _current(lines: Sequence[ShipmentLine], last: Scan | None) -> ShipmentLine | None:
    """The line in hand if it is not finished, else the first that is not."""
    open_lines = [line for line in lines if not line.is_done]
    same = (line for line in open_lines if last is not None and line.order_line_id == last.order_line_id)
    return next(same, open_lines[0] if open_lines else None)


def _word(scan: Scan) -> str:
    if scan.result == Result.OK:
        return _("Right +%(n)s") % {"n": qty(scan.quantity)}
    if scan.result == Result.BACK:
        return _("Put back %(n)s") % {"n": qty(-scan.quantity)}
    if scan.result == Result.EXTRA and scan.quantity < 0:
        return _("Nothing to put back")
    return scan.get_result_display()


def _detail(scan: Scan) -> str:
    if scan.result == Result.UNKNOWN:
        return scan.code
    if scan.result == Result.LATE:
        return _("This shipment is not being picked now; nothing was counted.")
    if scan.result == Result.EXTRA and scan.quantity > 0:
        return _("%(product)s: %(n)s is more than is still to be picked.") % {
            "product": scan.label,
            "n": qty(scan.quantity),
        }
    return scan.label
