"""Picking by scan: each scan counts once, and what is wrong is said at once and kept."""

import datetime
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.people import HOUSE
from core.service import service
from core.setwise import beside_update, write_columns
from orders.services import record_picked
from shipping.models import Scan, Shipment, ShipmentLine
from shipping.models.words import Result
from shipping.policies import may_pick, may_type
from shipping.services.rows import ZERO
from shipping.services.scans.arrivals import Arrival, earlier, first_of, read_as, refuse_nonsense
from shipping.services.scans.codes import Meaning, meanings_of, split_command
from shipping.services.scans.naming import Walk, take_named
from shipping.services.scans.tracing import Placed, Trace, is_traced, place_traced, trace_of


@dataclass(frozen=True, kw_only=True)
class ScanResult:
    """What became of a scan, and how its shipment stands now; `repeated` when it had arrived before.

    With a `walk` the lines are those its code names and the walk tells of the others, else they are all.
    """

    scan: Scan
    shipment: Shipment
    lines: Sequence[ShipmentLine]
    walk: Walk | None = None
    repeated: bool = False


@dataclass
class Desk:
    """What is on the picker's desk while scans are counted in memory: one shipment, or all of a wave.

    `document` is what a scan belongs to before it is known which shipment it counts for.
    """

    document: dict[str, Any]
    lines: list[ShipmentLine]
    is_open: bool
    may_type: Callable[[], bool]
    trace: Trace | None = None
    moved: dict[int, dict[int, Decimal]] = field(default_factory=dict)
    """Order → order line → pieces."""
    fresh: list[Scan] = field(default_factory=list)

    def count(self, placed: Placed, pieces: Decimal) -> None:
        line = placed.line
        assert line is not None
        if self.trace is not None:
            self.trace.count(placed, pieces)
        line.picked += pieces
        line.order_line.picked += pieces
        line.short_reason = ""
        moved = self.moved.setdefault(line.shipment.order_id, {})
        moved[line.order_line_id] = moved.get(line.order_line_id, ZERO) + pieces

    def changed(self) -> list[ShipmentLine]:
        return [line for line in self.lines if line.order_line_id in self.moved.get(line.shipment.order_id, ())]


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
    `-1 CODE` puts one piece back. Where each piece is to be scanned a typed number counts nothing, except for who may
    count without scanning each piece.
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
    shipment, lines, walk = take_named(shipment_id, codes_in(arrivals))
    desk = desk_for(lines, shipment.is_being_picked, actor, shipment=shipment)
    met = count_all(desk, arrivals, actor)
    walk.note(desk.changed())
    return [
        ScanResult(scan=row, shipment=shipment, lines=lines, walk=walk, repeated=repeated) for row, repeated in met
    ]


def codes_in(arrivals: Sequence[Arrival]) -> set[str]:
    """What was scanned, without the command to put it back."""
    return {split_command(arrival.code)[0] for arrival in arrivals}


def desk_for(lines: list[ShipmentLine], is_open: bool, actor: Any, **document: Any) -> Desk:
    """A desk with these lines on it; who may type a number is asked when one is typed."""
    return Desk(document, lines, is_open, lambda: actor is HOUSE or may_type(actor), trace_of(lines))


def count_all(desk: Desk, arrivals: Sequence[Arrival], actor: Any) -> list[tuple[Scan, bool]]:
    """Each scan as it was judged, and whether it had arrived before; its orders are held by the caller."""
    before = earlier(arrivals)
    warehouse = desk.lines[0].shipment.warehouse_id if desk.lines else None
    known = meanings_of(codes_in(arrivals), desk.lines, warehouse)
    met: list[tuple[Scan, bool]] = []
    for arrival in arrivals:
        first = first_of(arrival, before, desk.fresh)
        row = first or _judge(desk, arrival, known, actor)
        if first is None:
            desk.fresh.append(row)
        met.append((row, first is not None))
    _store(desk)
    return met


def _store(desk: Desk) -> None:
    changed = desk.changed()
    with _kept(desk.fresh, beside=changed):
        write_columns(changed, ["picked", "short_reason"])
    for order_id, quantities in sorted(desk.moved.items()):
        record_picked(order_id, quantities=quantities)


def _kept(fresh: Sequence[Scan], *, beside: Sequence[ShipmentLine]) -> AbstractContextManager[None]:
    """Keep scans; the one that counts, which comes every second, in the statement that counts it."""
    if len(fresh) == 1 and beside:
        return beside_update(fresh[0])
    Scan.objects.bulk_create(fresh)
    return nullcontext()


def _judge(desk: Desk, arrival: Arrival, known: dict[str, Meaning], actor: Any) -> Scan:
    """Decide what a scan met and count it in memory where it is right."""
    row, meaning = read_as(arrival, known, actor, **desk.document)
    if meaning is None:
        return row
    placed = _place(desk, meaning, row)
    row.result, row.lot_id, row.serial_id = placed.result, placed.lot_id, placed.serial_id
    if placed.line is not None:
        row.shipment, row.order_line_id = placed.line.shipment, placed.line.order_line_id
        desk.count(placed, row.quantity)
    return row


def _place(desk: Desk, meaning: Meaning, row: Scan) -> Placed:
    """The line that takes the pieces, or why none does."""
    lines, pieces = [line for line in desk.lines if line.product_id == meaning.product_id], row.quantity
    if not desk.is_open:
        return Placed(Result.LATE)
    if not lines:
        return Placed(Result.WRONG)
    if _is_typed(lines[0], meaning, row) and not desk.may_type():
        return Placed(Result.TYPED)
    if desk.trace is not None and is_traced(lines[0]):
        return place_traced(lines, desk.trace, meaning, pieces)
    if pieces < ZERO:
        line = next((line for line in reversed(lines) if line.picked + pieces >= line.boxed), None)
        return Placed(Result.BACK, line) if line else Placed(Result.EXTRA)
    line = next((line for line in lines if line.room >= pieces), None)
    return Placed(Result.OK, line) if line else Placed(Result.EXTRA)


def _is_typed(line: Any, meaning: Meaning, row: Scan) -> bool:
    """Whether a number stands for pieces that each should be scanned; goods that are measured are always typed."""
    return line.strict and row.quantity > ZERO and row.times > 1 and not meaning.step % 1
