"""Which lot and which numbered piece a scan means, on the lines whose goods are known that closely."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Max, Q, Sum

from catalog.models import Tracking
from inventory.services import Want, suggest_picks
from inventory.services.suggesting import Held
from shipping.models import BoxContent, Scan, Shipment, ShipmentLine
from shipping.models.words import OPEN, Result
from shipping.services.scans.codes import Meaning

ZERO = Decimal(0)
Key = tuple[int, int | None, int | None]
"""Order line, lot, serial."""


class InHand(NamedTuple):
    """What was picked for a line of a shipment, of one lot or one piece where it was named; keys, and pieces."""

    shipment: int
    line: int
    product: int
    warehouse: int
    lot: int | None
    serial: int | None
    pieces: Decimal


@dataclass(frozen=True)
class Placed:
    """Where a scan was counted, or why it was not."""

    result: Result
    line: ShipmentLine | None = None
    lot_id: int | None = None
    serial_id: int | None = None


@dataclass
class Trace:
    """What of each lot belongs on the lines of a shipment, and what is in the picker's hands already."""

    lots: dict[tuple[int, int | None], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    mine: dict[Key, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    elsewhere: set[int] = field(default_factory=set)
    boxed: dict[Key, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def count(self, placed: Placed, pieces: Decimal) -> None:
        if placed.line is not None:
            self.mine[placed.line.order_line_id, placed.lot_id, placed.serial_id] += pieces

    def room(self, line: ShipmentLine, lot_id: int | None) -> Decimal:
        """What of a lot may still be picked for a line."""
        key = (line.order_line_id, lot_id)
        taken = sum((pieces for (own, lot, _serial), pieces in self.mine.items() if (own, lot) == key), ZERO)
        return min(line.room, self.lots.get((line.order_line_id, lot_id), ZERO) - taken)


def is_traced(line: ShipmentLine) -> bool:
    """Whether the goods of a line are known by lot or by number."""
    return line.product.tracking != Tracking.NONE


def trace_of(lines: Sequence[ShipmentLine]) -> Trace | None:
    """Of the lines whose goods are known by lot or number; None where there is none, and nothing is asked then.

    The lines may be of several shipments that leave one warehouse.
    """
    desk = {line.shipment_id for line in lines}
    traced = [line for line in lines if is_traced(line)]
    if not traced:
        return None
    trace = Trace()
    others: dict[Held, Decimal] = defaultdict(Decimal)
    for row in in_hand(traced):
        if row.shipment in desk:
            trace.mine[row.line, row.lot, row.serial] = row.pieces
        else:
            others[row.product, row.warehouse, row.lot] += row.pieces
            if row.serial is not None:
                trace.elsewhere.add(row.serial)
    if any(line.boxed for line in traced):
        trace.boxed.update(in_boxes(desk))
    wants = [
        Want(
            order_line_id=line.order_line_id,
            product_id=line.product_id,
            warehouse_id=line.shipment.warehouse_id,
            quantity=line.quantity,
        )
        for line in traced
    ]
    for line_id, picks in suggest_picks(wants, taken=others).items():
        for pick in picks:
            trace.lots[line_id, pick.source.lot_id] += pick.quantity
    return trace


def in_boxes(shipment_ids: Collection[int]) -> dict[Key, Decimal]:
    """What lies in the boxes of these shipments, by order line, lot and piece."""
    names = ("line__order_line_id", "lot_id", "serial_id")
    rows = BoxContent.objects.filter(box__shipment_id__in=shipment_ids).order_by().values_list(*names)
    return {(line, lot, serial): sum for line, lot, serial, sum in rows.annotate(sum=Sum("quantity"))}


def in_hand(lines: Sequence[ShipmentLine]) -> list[InHand]:
    """What open shipments picked of the products of these lines."""
    rows = Scan.objects.counted().filter(
        shipment__state__in=OPEN, order_line__product__in={line.product_id for line in lines}
    )
    return _summed(rows)


def picked_pieces(shipment: Shipment) -> dict[int, dict[tuple[int | None, int | None], Decimal]]:
    """What a shipment's scans named, order line → (lot, serial) → pieces."""
    rows = Scan.objects.counted().filter(Q(lot__isnull=False) | Q(serial__isnull=False), shipment=shipment)
    found: dict[int, dict[tuple[int | None, int | None], Decimal]] = defaultdict(dict)
    for row in _summed(rows):
        found[row.line][row.lot, row.serial] = row.pieces
    return found


def _summed(rows: Any) -> list[InHand]:
    names = (
        "shipment_id",
        "order_line_id",
        "order_line__product_id",
        "shipment__warehouse_id",
        "lot_id",
        "serial_id",
    )
    sums = rows.order_by().values_list(*names).annotate(pieces=Sum("quantity"), last=Max("pk"))
    return [InHand(*row[:-1]) for row in sums.order_by("last") if row[-2] > ZERO]


def place_traced(lines: Sequence[ShipmentLine], trace: Trace, meaning: Meaning, pieces: Decimal) -> Placed:
    """The line, lot and piece a scan counts for; a wrong lot or a piece that is not here is refused (S70)."""
    if pieces < ZERO:
        return _put_back(lines, trace, meaning, pieces)
    if lines[0].product.by_serial:
        return _numbered(lines, trace, meaning, pieces)
    return _of_lot(lines, trace, meaning, pieces)


def _of_lot(lines: Sequence[ShipmentLine], trace: Trace, meaning: Meaning, pieces: Decimal) -> Placed:
    wanted = {lot for line_id, lot in trace.lots if line_id in {line.order_line_id for line in lines}}
    if meaning.lot_id is not None and meaning.lot_id not in wanted:
        return Placed(Result.LOT)
    lots = [meaning.lot_id] if meaning.lot_id is not None else [lot for _line, lot in trace.lots]
    for line in lines:
        for lot in lots:
            if trace.room(line, lot) >= pieces:
                return Placed(Result.OK, line, lot)
    # A handful over several lots: which of them leave is decided when it is sent off, what expires first first.
    roomy = next((line for line in lines if line.room >= pieces), None)
    if roomy is None or meaning.lot_id is not None:
        return Placed(Result.EXTRA)
    return Placed(Result.OK, roomy)


def _numbered(lines: Sequence[ShipmentLine], trace: Trace, meaning: Meaning, pieces: Decimal) -> Placed:
    if meaning.serial_id is None or meaning.serial_id in trace.elsewhere or not meaning.is_here:
        return Placed(Result.SERIAL)
    if any(serial == meaning.serial_id and held > ZERO for (_l, _lot, serial), held in trace.mine.items()):
        return Placed(Result.EXTRA)
    line = next((line for line in lines if line.room >= pieces), None)
    if line is None or pieces != 1:
        return Placed(Result.EXTRA)
    return Placed(Result.OK, line, meaning.lot_id, meaning.serial_id)


def _put_back(lines: Sequence[ShipmentLine], trace: Trace, meaning: Meaning, pieces: Decimal) -> Placed:
    """From what was picked last, of the lot or the piece that is named where one is."""
    known = {line.order_line_id: line for line in lines}
    for (line_id, lot, serial), held in reversed(list(trace.mine.items())):
        named = (meaning.serial_id in (None, serial)) and (meaning.lot_id in (None, lot))
        stays = trace.boxed[line_id, lot, serial]
        if line_id in known and named and held + pieces >= stays and (serial is None or pieces == -1):
            return Placed(Result.BACK, known[line_id], lot, serial)
    return Placed(Result.EXTRA)
