"""What the picker of a wave sees: which tote, where to stop next, the totes, and the last scans."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.templatetags.ui import qty
from inventory.services import Pick
from shipping.models import Scan, Shipment, ShipmentLine, Wave
from shipping.models.words import COUNTED, Result
from shipping.services.picking.walking import in_walk, picks_for
from shipping.services.rows import lines_where
from shipping.services.waves.scanning import WaveScan
from shipping.services.waves.stops import Stop, stop_in_hand, stops_of
from shipping.tables.codes import codes_of
from shipping.tables.desk import LAST_SCANS, Band, Row, band_of, row_of
from shipping.tables.scan_page import Back, ScanPage

NEXT_STOPS = 12


def wave_page(wave: Wave) -> ScanPage:
    """Picking several orders on one walk."""
    return ScanPage(
        task=wave.stream,
        scan_url=reverse("shipping:scan_wave", args=[wave.number]),
        title=f"{_('Wave')} {wave.number}",
        heading=_("Pick wave %(number)s") % {"number": wave.number},
        wrong=_("Not on this wave"),
        task_template="shipping/_wave_task.html",
        log_template="shipping/_wave_log.html",
        back=(Back(reverse("shipping:list"), _("Shipping")),),
    )


def wave_lines(wave: Wave) -> list[ShipmentLine]:
    """The lines of the shipments that are being picked on it, tote by tote; one query."""
    return lines_where(shipment__wave=wave, shipment__state="picking")


def wave_desk(
    wave: Wave, lines: Sequence[ShipmentLine], user: Any = None, *, said: Scan | None = None, band: Band | None = None
) -> dict[str, Any]:
    """The context of the page of a wave and of its parts; two queries, and two more where goods lie in bins or lots.

    `said` is the scan the band speaks of; without one it is the last of this person.
    """
    scans = list(Scan.objects.filter(wave=wave).select_related("shipment").order_by("-pk")[:LAST_SCANS])
    last = said or next((scan for scan in scans if user and scan.actor_id == user.pk), None)
    picks = picks_for(lines[0].shipment, lines) if lines else {}
    stops = stops_of(lines, picks)
    stop = stop_in_hand(stops, lines, last)
    totes = totes_of(wave)
    return {
        "wave": wave,
        "totes": totes,
        "changed": [one for one in totes if _changed(one)],
        "gone": [one for one in totes if one.state == "cancelled"],
        "lines": lines,
        "rows": [_row(line, picks) for line in in_walk(lines, picks)],
        "done": sum(line.is_done for line in lines),
        "stop": stop,
        "following": following(stops, stop),
        "scans": scans,
        "band": band or wave_band(last, lines),
        "uuid": uuid.uuid4(),
        "uuid_back": uuid.uuid4(),
        "uuid_next": uuid.uuid4(),
    }


def wave_after(met: WaveScan) -> dict[str, Any]:
    """The context of the parts that a scan changes: of the lines those of its goods, of the scans itself."""
    context = wave_desk(met.wave, met.lines, said=met.scan)
    rows, context["scans"] = context.pop("rows"), [met.scan]
    return context | {"changed": [row for row in rows if row.code == met.scan.goods]}


def totes_of(wave: Wave) -> list[Shipment]:
    """Every shipment of a wave by its tote, with what is in it; one query."""
    rows: QuerySet[Shipment] = Shipment.objects.filter(wave=wave).with_pieces().order_by("tote")
    return list(rows.select_related("order__customer").defer("order__search", "order__customer__search"))


def following(stops: Sequence[Stop], now: Stop | None) -> list[Stop]:
    """The stops after this one on the walk, round to those before it."""
    here = next((n for n, stop in enumerate(stops) if stop is now), 0)
    return [*stops[here + 1 :], *stops[:here]][:NEXT_STOPS]


def _row(line: ShipmentLine, picks: Mapping[int, Sequence[Pick]]) -> Row:
    """A line among all others, with its tote."""
    row = row_of(line, picks.get(line.order_line_id, []))
    return replace(row, title=f"{_('tote %(n)s') % {'n': line.shipment.tote}} · {row.title}")


def wave_band(scan: Scan | None, lines: Sequence[ShipmentLine] = ()) -> Band:
    """What a scan met: which tote the piece goes into, or what the totes still take."""
    if scan is None or scan.result not in (*COUNTED, Result.WRONG, Result.EXTRA, Result.LATE):
        return band_of(scan)
    if scan.result in COUNTED:
        return _into(scan, scan.shipment.tote if scan.shipment else None)
    if scan.result == Result.WRONG:
        return Band(scan.tone, _("Not on this wave"), scan.label)
    if scan.result == Result.LATE:
        return Band(scan.tone, scan.get_result_display(), _("This wave is not being picked now; nothing was counted."))
    return _too_many(scan, lines)


def wave_codes(lines: Sequence[ShipmentLine]) -> dict[str, dict[str, Any]]:
    """What each code on this wave stands for, and into which totes it goes, for the answer before the server's."""
    codes = codes_of(lines)
    totes: dict[str, list[str]] = {}
    for line in lines:
        if line.room:
            totes.setdefault(line.product.code, []).append(_for_tote(line))
    for known in codes.values():
        code = known["label"].split(" ")[0]
        if code in totes:
            known["label"] = f"{known['label']} → {' · '.join(totes[code])}"
    return codes


def _for_tote(line: ShipmentLine) -> str:
    return _("tote %(n)s × %(pieces)s") % {"n": line.shipment.tote, "pieces": qty(line.room)}


def _into(scan: Scan, tote: int | None) -> Band:
    if tote is None:
        return band_of(scan)
    words = {"n": tote, "pieces": qty(abs(scan.quantity))}
    word = _("Tote %(n)s: +%(pieces)s") if scan.result == Result.OK else _("Tote %(n)s: take %(pieces)s back")
    return Band(scan.tone, word % words, scan.label)


def _too_many(scan: Scan, lines: Sequence[ShipmentLine]) -> Band:
    """A number no single tote takes is more often a number over several totes than a piece too many."""
    code = scan.label.split(" ")[0]
    open_lines = [line for line in lines if line.room and line.product.code == code and scan.quantity > 1]
    if not open_lines:
        return band_of(scan)
    parts = ", ".join(_for_tote(line) for line in open_lines)
    return Band(scan.tone, _("Too many for one tote"), _("%(product)s: %(parts)s") % {"product": code, "parts": parts})


def _changed(shipment: Shipment) -> bool:
    changed = shipment.order.changed_at
    return shipment.is_open and changed is not None and changed > shipment.opened_at
