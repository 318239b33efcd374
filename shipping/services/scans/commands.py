"""What a picker says by scanning a sheet: take back, go on, short, more of the same, finish."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from core import clock
from core.bus import attempt
from core.refusal import Refused
from core.service import service
from shipping.models import Scan, ShipmentLine
from shipping.models.words import Command, Result
from shipping.policies import may_pick
from shipping.services.picking.finishing import finish_picking, mark_short
from shipping.services.picking.walking import in_walk, line_in_hand, picks_for
from shipping.services.rows import lines_of, take
from shipping.services.scans.arrivals import Arrival, earlier
from shipping.services.scans.counting import ScanResult, scan_all
from shipping.services.scans.undoing import undo_scan
from shipping.services.waves.ending import finish_wave
from shipping.services.waves.rows import take_wave
from shipping.services.waves.scanning import WaveScan, scan_wave
from shipping.services.waves.stops import stop_in_hand, stops_of

R = TypeVar("R")
InHand = Callable[[Scan | None], Sequence[ShipmentLine]]


@dataclass(frozen=True)
class _Task:
    """The shipment or the wave a command is about."""

    document: dict[str, Any]
    lines: Sequence[ShipmentLine]
    in_hand: InHand
    count: Callable[[Arrival], Scan]
    finish: Callable[[], Any]


def command_of(code: str) -> Command | None:
    """The command a code says, or none: then it is goods."""
    return next((one for one in Command if one.value == code.strip().upper()), None)


def scan_or_obey(shipment_id: int, arrivals: Sequence[Arrival], *, actor: Any) -> list[ScanResult]:
    """Scans made on the page of one shipment, in the order they were made: goods are counted, commands are done.

    Either of them once. Goods between two commands are counted together; each command is a step of its own.
    """
    return _in_turn(
        arrivals,
        lambda goods: scan_all(shipment_id, goods, actor=actor),
        lambda said: obey(shipment_id, said, actor=actor),
    )


def scan_or_obey_wave(wave_id: int, arrivals: Sequence[Arrival], *, actor: Any) -> list[WaveScan]:
    """The same on the page of a wave: "short" is said of all totes of the stop, "finish" of the whole walk."""
    return _in_turn(
        arrivals,
        lambda goods: scan_wave(wave_id, goods, actor=actor),
        lambda said: obey_on_wave(wave_id, said, actor=actor),
    )


def _in_turn(
    arrivals: Sequence[Arrival], count: Callable[[list[Arrival]], list[R]], obeyed: Callable[[Arrival], R]
) -> list[R]:
    rows: list[R] = []
    for is_command, group in groupby(arrivals, key=lambda one: command_of(one.code) is not None):
        some = list(group)
        rows += [obeyed(one) for one in some] if is_command else count(some)
    return rows


@service
def obey(shipment_id: int, arrival: Arrival, *, actor: Any) -> ScanResult:
    """Do what a scanned command says about a shipment; what is not possible now is kept and said."""
    may_pick.demand(actor)
    shipment, lines = take(shipment_id)

    def in_hand(last: Scan | None) -> list[ShipmentLine]:
        line = line_in_hand(in_walk(lines, picks_for(shipment, lines)), last)
        return [line] if line else []

    task = _Task(
        {"shipment": shipment},
        lines,
        in_hand,
        lambda one: scan_all(shipment_id, [one], actor=actor)[0].scan,
        lambda: finish_picking(shipment_id, actor=actor),
    )
    row, repeated = _obey(task, arrival, actor)
    now = lines_of(shipment_id)
    now[0].shipment.order = shipment.order
    return ScanResult(scan=row, shipment=now[0].shipment, lines=now, repeated=repeated)


@service
def obey_on_wave(wave_id: int, arrival: Arrival, *, actor: Any) -> WaveScan:
    """The same about a wave."""
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
    now, rest = take_wave(wave_id)
    return WaveScan(scan=row, wave=now, lines=rest, repeated=repeated)


def _obey(task: _Task, arrival: Arrival, actor: Any) -> tuple[Scan, bool]:
    if before := earlier([arrival]):
        return before[0], True
    command = command_of(arrival.code)
    assert command is not None
    last = Scan.objects.filter(actor=actor, result=Result.OK, **task.document).order_by("-pk").first()
    if command.more and last is not None:
        return task.count(replace(arrival, code=last.code, quantity=Decimal(command.more))), False
    row = Scan(
        uuid=arrival.uuid,
        device=arrival.device,
        device_seq=arrival.device_seq,
        code=arrival.code,
        result=Result.DONE,
        actor=actor,
        scanned_at=arrival.scanned_at,
        at=clock.now(),
        skew=arrival.skew,
        told=arrival.told,
        **task.document,
    )
    refusal = attempt(lambda: _do(command, task, row, last, actor))
    if refusal is not None:
        row.result, row.label = Result.NOT_NOW, str(refusal)[:250]
    row.save(force_insert=True)
    return row, False


def _do(command: Command, task: _Task, row: Scan, last: Scan | None, actor: Any) -> None:
    """The act itself, by the service its button calls; the row remembers which line it was about."""
    if command == Command.FINISH:
        _finish(task)
    elif command in (Command.NEXT, Command.SHORT):
        here = _in_hand(task, actor)
        row.order_line_id = here[0].order_line_id
        if command == Command.SHORT:
            reason = _("not on the shelf")
            for line in here:
                mark_short(line.shipment_id, order_line_id=line.order_line_id, reason=reason, actor=actor)
    elif last is None:
        raise Refused(_("Nothing was scanned before this command."), code="nothing_before")
    else:
        row.order_line_id = undo_scan(last.pk, actor=actor).order_line_id


def _in_hand(task: _Task, actor: Any) -> Sequence[ShipmentLine]:
    last = Scan.objects.filter(actor=actor, **task.document).order_by("-pk").first()
    here = list({line.order_line_id: line for line in task.in_hand(last)}.values())
    if not here:
        raise Refused(_("Everything is picked."), code="nothing_left")
    return here


def _finish(task: _Task) -> None:
    """Only when each line is picked or short: a sheet scanned by mistake must not end a walk half way."""
    if not all(line.is_done for line in task.lines):
        raise Refused(
            _("Not everything is picked. Say what is short first, or press the button to finish."), code="not_done"
        )
    task.finish()
