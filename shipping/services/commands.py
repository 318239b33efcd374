"""What a picker says by scanning a sheet: take back, go on, short, more of the same, finish."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core import clock
from core.refusal import Refused
from core.service import service
from shipping.models import Scan, ShipmentLine
from shipping.models.words import Command, Result
from shipping.policies import may_pick
from shipping.services.arrivals import Arrival, earlier
from shipping.services.finishing import finish_picking, mark_short
from shipping.services.rows import lines_of, take
from shipping.services.scanning import ScanResult, scan_all
from shipping.services.stops import stop_in_hand, stops_of
from shipping.services.undoing import undo_scan
from shipping.services.walking import line_in_hand, picks_for
from shipping.services.wave_ending import finish_wave
from shipping.services.wave_rows import take_wave
from shipping.services.wave_scanning import WaveScan, scan_wave

In_hand = Callable[[Scan | None], Sequence[ShipmentLine]]


@dataclass(frozen=True)
class _Task:
    """The shipment or the wave a command is about."""

    document: dict[str, Any]
    lines: Sequence[ShipmentLine]
    in_hand: In_hand
    count: Callable[[Arrival], Scan]
    finish: Callable[[], Any]


def command_of(code: str) -> Command | None:
    """The command a code says, or none: then it is goods."""
    return next((one for one in Command if one.value == code.strip().upper()), None)


@service
def scan_or_obey(shipment_id: int, arrival: Arrival, *, actor: Any) -> ScanResult:
    """A scan made on the page of one shipment: goods are counted, a command is done; either of them once."""
    if command_of(arrival.code) is None:
        return scan_all(shipment_id, [arrival], actor=actor)[0]
    may_pick.demand(actor)
    shipment, lines = take(shipment_id)

    def in_hand(last: Scan | None) -> list[ShipmentLine]:
        line = line_in_hand(lines, picks_for(shipment, lines), last)
        return [line] if line else []

    task = _Task(
        {"shipment": shipment},
        lines,
        in_hand,
        lambda one: scan_all(shipment_id, [one], actor=actor)[0].scan,
        lambda: finish_picking(shipment_id, actor=actor),
    )
    row, repeated = _obey(task, arrival, actor)
    lines = lines_of(shipment_id)
    return ScanResult(scan=row, shipment=lines[0].shipment, lines=lines, repeated=repeated)


@service
def scan_or_obey_wave(wave_id: int, arrival: Arrival, *, actor: Any) -> WaveScan:
    """The same on the page of a wave: "short" is said of all totes of the stop, "finish" of the whole walk."""
    if command_of(arrival.code) is None:
        return scan_wave(wave_id, [arrival], actor=actor)[0]
    may_pick.demand(actor)
    wave, lines = take_wave(wave_id)

    def in_hand(last: Scan | None) -> list[ShipmentLine]:
        stops = stops_of(lines, picks_for(lines[0].shipment, lines)) if lines else []
        stop = stop_in_hand(stops, lines, last)
        return [part.line for part in stop.parts] if stop else []

    task = _Task(
        {"wave": wave},
        lines,
        in_hand,
        lambda one: scan_wave(wave_id, [one], actor=actor)[0].scan,
        lambda: finish_wave(wave_id, reason=_("nothing of it was on the shelf"), actor=actor),
    )
    row, repeated = _obey(task, arrival, actor)
    wave, lines = take_wave(wave_id)
    return WaveScan(scan=row, wave=wave, lines=lines, repeated=repeated)


def _obey(task: _Task, arrival: Arrival, actor: Any) -> tuple[Scan, bool]:
    if before := earlier([arrival]):
        return before[0], True
    command = command_of(arrival.code)
    assert command is not None
    if command.more:
        return task.count(replace(arrival, code=_last(task, actor).code, quantity=Decimal(command.more))), False
    about = {
        Command.UNDO: _undo,
        Command.NEXT: _go_on,
        Command.SHORT: _short,
        Command.FINISH: _finish,
    }[command](task, actor)
    row = Scan(
        uuid=arrival.uuid,
        device=arrival.device,
        device_seq=arrival.device_seq,
        code=command.value,
        result=Result.DONE,
        order_line_id=about,
        actor=actor,
        scanned_at=arrival.scanned_at,
        at=clock.now(),
        **task.document,
    )
    row.save(force_insert=True)
    return row, False


def _undo(task: _Task, actor: Any) -> int | None:
    return undo_scan(_last(task, actor).pk, actor=actor).order_line_id


def _go_on(task: _Task, actor: Any) -> int | None:
    last = Scan.objects.filter(actor=actor, **task.document).order_by("-pk").first()
    here = task.in_hand(last)
    if not here:
        raise Refused(_("Everything is picked."), code="nothing_left")
    return here[0].order_line_id


def _short(task: _Task, actor: Any) -> int | None:
    last = Scan.objects.filter(actor=actor, **task.document).order_by("-pk").first()
    here = {line.order_line_id: line for line in task.in_hand(last)}
    if not here:
        raise Refused(_("Everything is picked."), code="nothing_left")
    for line in here.values():
        mark_short(line.shipment_id, order_line_id=line.order_line_id, reason=_("not on the shelf"), actor=actor)
    return next(iter(here))


def _finish(task: _Task, actor: Any) -> None:
    """Only when each line is picked or short: a sheet scanned by mistake must not end a walk half way."""
    if not all(line.is_done for line in task.lines):
        raise Refused(
            _("Not everything is picked. Say what is short first, or press the button to finish."), code="not_done"
        )
    task.finish()


def _last(task: _Task, actor: Any) -> Scan:
    """What this person counted last here."""
    row = Scan.objects.filter(actor=actor, result=Result.OK, **task.document).order_by("-pk").first()
    if row is None:
        raise Refused(_("Nothing was scanned before this command."), code="nothing_before")
    return row
