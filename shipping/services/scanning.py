"""Picking by scan: each scan counts once, and what is wrong is said at once and kept."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.service import service
from core.setwise import write_columns
from orders.services import record_picked
from shipping.models import Scan, Shipment, ShipmentLine
from shipping.models.words import Result
from shipping.policies import may_pick
from shipping.services.arrivals import Arrival, earlier, first_of, read_as, refuse_nonsense
from shipping.services.codes import Meaning, meanings_of, split_command
from shipping.services.rows import ZERO, take
from shipping.services.tracing import Placed, Trace, is_traced, place_traced, trace_of


@dataclass(frozen=True, kw_only=True)
class ScanResult:
    """What became of a scan, and how its shipment stands now; `repeated` when it had arrived before."""

    scan: Scan
    shipment: Shipment
    lines: Sequence[ShipmentLine]
    repeated: bool = False


@dataclass
class _Desk:
    """One shipment on the picker's desk while scans are counted in memory."""

    shipment: Shipment
    lines: list[ShipmentLine]
    trace: Trace | None = None
    moved: dict[int, Decimal] = field(default_factory=dict)

    def count(self, placed: Placed, pieces: Decimal) -> None:
        line = placed.line
        assert line is not None
        if self.trace is not None:
            self.trace.count(placed, pieces)
        line.picked += pieces
        line.order_line.picked += pieces
        line.short_reason = ""
        self.moved[line.order_line_id] = self.moved.get(line.order_line_id, ZERO) + pieces

    def changed(self) -> list[ShipmentLine]:
        return [line for line in self.lines if line.order_line_id in self.moved]


def scan(
    shipment_id: int,
    *,
    code: str,
    uuid: UUID,
    actor: Any,
    device: str = "",
    device_seq: int | None = None,
    quantity: Decimal | int = 1,
    scanned_at: datetime.datetime | None = None,
) -> ScanResult:
    """Count what was scanned on a shipment being picked; the same scan counts once (S70, F25).

    A wrong item, an extra piece, a wrong lot or an unknown code changes nothing and is kept as a scan that says so.
    `-1 CODE` puts one piece back.
    """
    arrival = Arrival(
        code=code,
        uuid=uuid,
        device=device,
        device_seq=device_seq,
        quantity=Decimal(quantity),
        scanned_at=scanned_at,
    )
    return scan_all(shipment_id, [arrival], actor=actor)[0]


@service
def scan_all(shipment_id: int, arrivals: Sequence[Arrival], *, actor: Any) -> list[ScanResult]:
    """Count several scans of one shipment in the order they were made, together or not at all."""
    may_pick.demand(actor)
    for arrival in arrivals:
        refuse_nonsense(arrival)
    shipment, lines = take(shipment_id, for_scans=True)
    before = earlier(arrivals)
    codes = {split_command(arrival.code)[0] for arrival in arrivals}
    known = meanings_of(codes, lines, shipment.warehouse_id)
    desk = _Desk(shipment, lines, trace_of(shipment, lines))
    fresh: list[Scan] = []
    results: list[ScanResult] = []
    for arrival in arrivals:
        first = first_of(arrival, before, fresh)
        row = first or _judge(desk, arrival, known, actor)
        if first is None:
            fresh.append(row)
        results.append(ScanResult(scan=row, shipment=shipment, lines=lines, repeated=first is not None))
    _store(desk, fresh)
    return results


def _store(desk: _Desk, fresh: list[Scan]) -> None:
    if fresh:
        Scan.objects.bulk_create(fresh)
    if changed := desk.changed():
        write_columns(changed, ["picked", "short_reason"])
        record_picked(desk.shipment.order_id, quantities=desk.moved)


def _judge(desk: _Desk, arrival: Arrival, known: dict[str, Meaning], actor: Any) -> Scan:
    """Decide what a scan met and count it in memory where it is right."""
    row, meaning = read_as(arrival, known, actor, shipment=desk.shipment)
    if meaning is None:
        return row
    placed = _place(desk, meaning, row.quantity)
    row.result, row.lot_id, row.serial_id = placed.result, placed.lot_id, placed.serial_id
    if placed.line is not None:
        row.order_line_id = placed.line.order_line_id
        desk.count(placed, row.quantity)
    return row


def _place(desk: _Desk, meaning: Meaning, pieces: Decimal) -> Placed:
    """The line that takes the pieces, or why none does."""
    lines = [line for line in desk.lines if line.product_id == meaning.product_id]
    if not desk.shipment.is_being_picked:
        return Placed(Result.LATE)
    if not lines:
        return Placed(Result.WRONG)
    if desk.trace is not None and is_traced(lines[0]):
        return place_traced(lines, desk.trace, meaning, pieces)
    if pieces < ZERO:
        line = next((line for line in reversed(lines) if line.picked + pieces >= line.boxed), None)
        return Placed(Result.BACK, line) if line else Placed(Result.EXTRA)
    line = next((line for line in lines if line.room >= pieces), None)
    return Placed(Result.OK, line) if line else Placed(Result.EXTRA)
