"""Packing: what of the picked goods waits for a box, and a scan that puts it into the open one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.service import service
from core.setwise import write_columns
from shipping.models import Box, BoxContent, Scan, Shipment, ShipmentLine
from shipping.models.words import Result, State
from shipping.policies import may_pack
from shipping.services.rows import ZERO, take
from shipping.services.scans.arrivals import Arrival, earlier, first_of, read_as, refuse_nonsense
from shipping.services.scans.codes import Meaning, meanings_of, split_command
from shipping.services.scans.tracing import is_traced, picked_pieces

Named = tuple[int, int | None, int | None]
"""Shipment line, lot, serial."""


@dataclass
class Packing:
    """The packing desk: the lines, what of them waits for a box, by lot and piece, and the box that is open."""

    shipment: Shipment
    lines: list[ShipmentLine]
    box: Box | None = None
    waiting: dict[Named, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    inside: dict[Named, BoxContent] = field(default_factory=dict)

    def line(self, key: Named) -> ShipmentLine:
        return next(line for line in self.lines if line.pk == key[0])

    def move(self, key: Named, pieces: Decimal) -> None:
        """So many pieces into the open box, or out of it where they are below zero; in memory."""
        assert self.box is not None
        self.waiting[key] -= pieces
        self.line(key).boxed += pieces
        if key not in self.inside:
            line, lot, serial = key
            self.inside[key] = BoxContent(box=self.box, line_id=line, lot_id=lot, serial_id=serial, quantity=ZERO)
        self.inside[key].quantity += pieces

    @property
    def left(self) -> Decimal:
        """Picked pieces that are in no box yet."""
        return sum((line.unboxed for line in self.lines), ZERO)


def packing_of(shipment: Shipment, lines: list[ShipmentLine]) -> Packing:
    """The desk as it stands; three queries, and one more where goods are known by lot or by number."""
    desk = Packing(shipment, lines, Box.objects.filter(shipment=shipment, closed_at=None).first())
    named = picked_pieces(shipment) if any(is_traced(line) for line in lines) else {}
    for line in lines:
        parts = named.get(line.order_line_id, {})
        for (lot, serial), pieces in parts.items():
            desk.waiting[line.pk, lot, serial] = pieces
        desk.waiting[line.pk, None, None] += line.picked - sum(parts.values(), ZERO)
    for row in BoxContent.objects.filter(box__shipment=shipment):
        key = (row.line_id, row.lot_id, row.serial_id)
        desk.waiting[key] -= row.quantity
        if desk.box is not None and row.box_id == desk.box.pk:
            desk.inside[key] = row
    return desk


@service
def pack_scans(shipment_id: int, arrivals: Sequence[Arrival], *, actor: Any) -> list[Scan]:
    """Put scanned pieces into the open box, in the order they were scanned; the same scan counts once (S70, F25).

    A box is begun where none stands open and something is left to be packed. What was not picked for this shipment,
    or is in a box already, changes nothing and is kept as a scan that says so. `-1 CODE` takes one piece out again.
    """
    may_pack.demand(actor)
    for arrival in arrivals:
        refuse_nonsense(arrival)
    shipment, lines = take(shipment_id)
    desk, before = packing_of(shipment, lines), earlier(arrivals)
    known = meanings_of({split_command(arrival.code)[0] for arrival in arrivals}, lines, shipment.warehouse_id)
    fresh: list[Scan] = []
    results = []
    for arrival in arrivals:
        first = first_of(arrival, before, fresh)
        row = first or _judge(desk, arrival, known, actor)
        if first is None:
            fresh.append(row)
        results.append(row)
    store_contents(desk)
    Scan.objects.bulk_create(fresh)
    return results


def open_box(desk: Packing) -> Box:
    """The box that stands open; the next one where none does."""
    if desk.box is None:
        last = Box.objects.filter(shipment=desk.shipment).order_by("-position").first()
        position = last.position + 1 if last else 1
        code = f"{desk.shipment.number}-{position}"
        desk.box = Box.objects.create(shipment=desk.shipment, position=position, code=code)
    return desk.box


def store_contents(desk: Packing) -> None:
    """Write what was moved in memory: at most one statement for what is new, what grew or shrank, and what went."""
    rows = list(desk.inside.values())
    if gone := [row.pk for row in rows if row.pk and not row.quantity]:
        BoxContent.objects.filter(pk__in=gone).delete()
    if kept := [row for row in rows if row.pk and row.quantity]:
        write_columns(kept, ["quantity"])
    if new := [row for row in rows if not row.pk and row.quantity]:
        BoxContent.objects.bulk_create(new)


def _judge(desk: Packing, arrival: Arrival, known: dict[str, Meaning], actor: Any) -> Scan:
    """Decide what a scan met at the packing desk and count it in memory where it is right."""
    can_pack = desk.shipment.state == State.PICKED
    box = open_box(desk) if can_pack and (desk.box is not None or desk.left) else None
    row, meaning = read_as(arrival, known, actor, shipment=desk.shipment, box=box)
    if meaning is None:
        return row
    if not can_pack:
        row.result = Result.LATE
        return row
    row.result, key = _place(desk, meaning, row.quantity)
    if key is not None:
        row.order_line_id, (_line, row.lot_id, row.serial_id) = desk.line(key).order_line_id, key
        desk.move(key, row.quantity)
    return row


def _place(desk: Packing, meaning: Meaning, pieces: Decimal) -> tuple[Result, Named | None]:
    """The line, lot and piece a scan puts into the box, or why it puts none."""
    own = {line.pk: line for line in desk.lines if line.product_id == meaning.product_id and line.picked}
    if not own:
        return Result.WRONG, None
    if next(iter(own.values())).product.by_serial and meaning.serial_id is None and _has_numbers(desk, own):
        return Result.SERIAL, None
    named = [key for key in desk.waiting if key[0] in own and _is_meant(meaning, key)]
    if not named:
        return (Result.SERIAL if meaning.serial_id is not None else Result.LOT), None
    if pieces < ZERO:
        out = (key for key in reversed(desk.inside) if key in named and desk.inside[key].quantity + pieces >= ZERO)
        key = next(out, None)
        return (Result.UNBOXED, key) if key else (Result.EXTRA, None)
    key = next((key for key in named if desk.waiting[key] >= pieces), None)
    return (Result.BOXED, key) if key else (Result.EXTRA, None)


def _is_meant(meaning: Meaning, key: Named) -> bool:
    _line, lot, serial = key
    return meaning.lot_id in (None, lot) and meaning.serial_id in (None, serial)


def _has_numbers(desk: Packing, own: dict[int, ShipmentLine]) -> bool:
    """Whether pieces of these lines were picked by number; those kept before it was so have none."""
    return any(key[0] in own and key[2] is not None for key in desk.waiting)
