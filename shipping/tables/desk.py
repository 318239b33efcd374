"""What the picker sees: the band, the piece to take next, how far it is, and the last scans."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.prepared import prepared_models
from core.templatetags.ui import qty
from inventory.services import Pick
from shipping.models import Scan, Shipment, ShipmentLine
from shipping.models.words import Command, Result
from shipping.services import ScanResult
from shipping.services.picking.walking import in_walk, line_in_hand, picks_for
from shipping.services.rows import lines_of, lines_where
from shipping.services.scans.naming import Walk, lies_in_bins

LAST_SCANS = 10


@dataclass(frozen=True)
class Band:
    """The loud answer on top: its tone (ok, over, wrong, ask), a word, and what it is about."""

    tone: str
    word: str | Promise
    detail: str | Promise = ""

    @property
    def glyph(self) -> str:
        return {"ok": "●", "wrong": "✕"}.get(self.tone, "▲")


@dataclass(frozen=True)
class Row:
    """One line of the task, so that all of it can be walked while nothing answers."""

    key: int
    code: str
    title: str
    place: str
    done: Decimal
    wanted: Decimal
    unit: str

    @property
    def left(self) -> Decimal:
        return self.wanted - self.done


def desk_of(
    shipment: Shipment, lines: Sequence[ShipmentLine], *, said: Scan | None = None, band: Band | None = None
) -> dict[str, Any]:
    """The context of the scan page and of its parts; one query, for the last scans, and two where goods lie in bins.

    `said` is the scan the band speaks of; without one it is the last. `band` says something else.
    """
    scans = _last_scans(shipment.pk)
    last = said or (scans[0] if scans else None)
    picks = picks_for(shipment, lines)
    walk = in_walk(lines, picks)
    current = line_in_hand(walk, last)
    return {
        "shipment": shipment,
        "order": shipment.order,
        "number_of_lines": len(lines),
        "current": current,
        "picks": picks.get(current.order_line_id, []) if current else [],
        "rows": [row_of(line, picks.get(line.order_line_id, [])) for line in walk],
        "done": sum(line.is_done for line in lines),
        "scans": scans,
        "band": band or band_of(last),
        "uuid": uuid.uuid4(),
        "uuid_back": uuid.uuid4(),
    }


def desk_after(met: ScanResult) -> dict[str, Any]:
    """The context of the parts that a scan changes: of the lines only those its code names, of the scans itself.

    No query while its line is not done. After that two, whether goods lie in bins or lots and for the line that comes
    next; where they do what desk_of asks, for next is what lies next on the walk.
    """
    walk, said = met.walk, met.scan
    if walk is None:
        return desk_of(met.shipment, met.lines, said=said)
    current, picks = _next(met, walk)
    return {
        "shipment": met.shipment,
        "order": met.shipment.order,
        "number_of_lines": walk.lines,
        "current": current,
        "picks": picks.get(current.order_line_id, []) if current else [],
        "changed": [row_of(line, picks.get(line.order_line_id, [])) for line in met.lines],
        "done": walk.done,
        "scans": [said],
        "band": band_of(said),
        "uuid_back": uuid.uuid4(),
    }


def _next(met: ScanResult, walk: Walk) -> tuple[ShipmentLine | None, Mapping[int, Sequence[Pick]]]:
    """The line in hand after a scan, and where the goods lie of those that are drawn."""
    same = next((line for line in met.lines if line.order_line_id == met.scan.order_line_id), None)
    if same is not None and not same.is_done:
        return same, picks_for(met.shipment, met.lines)
    if walk.waiting and lies_in_bins(met.shipment):
        lines = lines_of(met.shipment.pk)
        picks = picks_for(met.shipment, lines)
        return line_in_hand(in_walk(lines, picks), met.scan), picks
    place = min(walk.waiting, default=None)
    named = next((line for line in met.lines if line.order_line.position == place), None)
    if place is None or named is not None:
        return named, {}
    return lines_where(shipment_id=met.shipment.pk, order_line__position=place)[0], {}


def row_of(line: ShipmentLine, picks: Sequence[Pick]) -> Row:
    """A line among all others of its task."""
    product, places = line.product, dict.fromkeys(pick.source.bin for pick in picks if pick.source.bin)
    wanted = line.picked if line.is_done else line.quantity
    return Row(
        line.order_line_id, product.code, product.title, " ".join(places), line.picked, wanted, str(product.unit)
    )


@prepared_models(int)
def _last_scans(shipment_id: int) -> QuerySet[Scan]:
    return Scan.objects.filter(shipment=shipment_id, box=None).order_by("-pk")[:LAST_SCANS]


def band_of(scan: Scan | None) -> Band:
    """What a scan met, in words."""
    if scan is None:
        return Band("", _("Scan any item to begin"), _("Or type its code and press Enter."))
    return Band(scan.tone, _word(scan), _detail(scan))




def _word(scan: Scan) -> str:
    if scan.result == Result.OK:
        return _("Right +%(n)s") % {"n": qty(scan.quantity)}
    if scan.result == Result.BACK:
        return _("Put back %(n)s") % {"n": qty(-scan.quantity)}
    if scan.result == Result.EXTRA and scan.quantity < 0:
        return _("Nothing to put back")
    if scan.result == Result.DONE:
        return str(Command(scan.code.upper()).label)
    return scan.get_result_display()


def _detail(scan: Scan) -> str:
    if scan.result in (Result.DONE, Result.NOT_NOW):
        return scan.label
    if scan.result == Result.TYPED:
        return _("%(product)s: a typed number counts nothing here.") % {"product": scan.label}
    if scan.result == Result.UNKNOWN:
        return scan.code
    if scan.result == Result.REFUSED:
        return f"{scan.code} · {scan.label}"
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
