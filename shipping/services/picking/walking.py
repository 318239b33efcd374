"""Where the picker goes next: bins and lots, in the order one walks past them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from inventory.services import Pick, Want, suggest_picks
from inventory.services.suggesting import Held
from shipping.models import Scan, Shipment, ShipmentLine
from shipping.models.words import Command
from shipping.services.scans.tracing import in_hand, is_traced


def picks_for(shipment: Shipment, lines: Sequence[ShipmentLine]) -> dict[int, list[Pick]]:
    """Where the rest of each line lies, by order line; asked only where goods lie in bins or lots."""
    placed = [line for line in lines if line.room and _is_placed(line)]
    if not placed:
        return {}
    taken: dict[Held, Decimal] = defaultdict(Decimal)
    traced = [line for line in placed if is_traced(line)]
    for row in in_hand(traced) if traced else ():
        taken[row.product, row.warehouse, row.lot] += row.pieces
    wants = [
        Want(
            order_line_id=line.order_line_id,
            product_id=line.product_id,
            warehouse_id=shipment.warehouse_id,
            quantity=line.room,
        )
        for line in placed
    ]
    return suggest_picks(wants, taken=taken)


def _is_placed(line: Any) -> bool:
    """Of a line taken for picking: whether its product lies in bins or lots there."""
    return bool(line.placed) or is_traced(line)


def in_walk(lines: Sequence[ShipmentLine], picks: Mapping[int, Sequence[Pick]]) -> list[ShipmentLine]:
    """The lines in the order their bins are walked past; the order's own where they lie open."""
    return sorted(lines, key=lambda line: _first_bin(picks.get(line.order_line_id, ())))


def _first_bin(picks: Sequence[Pick]) -> tuple[int, str]:
    return min(((pick.source.walk, pick.source.bin) for pick in picks), default=(0, ""))


def line_in_hand(walk: Sequence[ShipmentLine], last: Scan | None) -> ShipmentLine | None:
    """The line of the last scan if it is not finished, else the first on the walk that is not; None when all are.

    After the command to go on it is the one that follows on the walk, and after the last the first again.
    """
    waiting = [line for line in walk if not line.is_done]
    same = next((n for n, line in enumerate(walk) if last and line.order_line_id == last.order_line_id), None)
    if last is None or same is None:
        return waiting[0] if waiting else None
    if last.code == Command.NEXT:
        waiting = [line for line in [*walk[same + 1 :], *walk[: same + 1]] if not line.is_done]
    elif not walk[same].is_done:
        return walk[same]
    return waiting[0] if waiting else None
