"""The walk of a wave: where to stop, what to take there, and into which tote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from inventory.services import Pick
from inventory.services.suggesting import Source
from shipping.models import Scan, ShipmentLine
from shipping.models.words import Command
from shipping.services.rows import ZERO

LAST = 10**9
Key = tuple[int, str, str, str]
"""Where on the walk, bin, product code, lot: what is taken in one go, and in which turn."""


@dataclass(frozen=True)
class Part:
    """So many pieces for one tote."""

    line: ShipmentLine
    quantity: Decimal

    @property
    def tote(self) -> int | None:
        return self.line.shipment.tote


@dataclass
class Stop:
    """One product, of one lot where it has lots, in one bin; for all totes that need it."""

    key: Key
    source: Source | None
    parts: list[Part] = field(default_factory=list)

    @property
    def product(self) -> object:
        return self.parts[0].line.product

    @property
    def quantity(self) -> Decimal:
        return sum((part.quantity for part in self.parts), ZERO)

    @property
    def is_lost(self) -> bool:
        """Whether more is asked for than lies anywhere that may be sold from."""
        return self.key[0] == LAST


def stops_of(lines: Sequence[ShipmentLine], picks: Mapping[int, Sequence[Pick]]) -> list[Stop]:
    """What is left to take, in the order one walks past it; each stop names its totes by number."""
    stops: dict[Key, Stop] = {}
    for line in lines:
        if line.is_done:
            continue
        for key, source, quantity in _places(line, picks.get(line.order_line_id)):
            stops.setdefault(key, Stop(key, source)).parts.append(Part(line, quantity))
    return [stops[key] for key in sorted(stops)]


def _places(line: ShipmentLine, picks: Sequence[Pick] | None) -> list[tuple[Key, Source | None, Decimal]]:
    code = line.product.code
    if picks is None:
        return [((0, "", code, ""), None, line.room)]
    found: list[tuple[Key, Source | None, Decimal]] = [
        ((pick.source.walk, pick.source.bin, code, pick.source.lot), pick.source, pick.quantity) for pick in picks
    ]
    rest = line.room - sum((pick.quantity for pick in picks), ZERO)
    return [*found, ((LAST, "", code, ""), None, rest)] if rest > ZERO else found


def stop_in_hand(stops: Sequence[Stop], lines: Sequence[ShipmentLine], last: Scan | None) -> Stop | None:
    """The stop of the product scanned last while there is one, else the first; after "go on" the one that follows."""
    if not stops:
        return None
    product = next((line.product_id for line in lines if last and line.order_line_id == last.order_line_id), None)
    here = [n for n, stop in enumerate(stops) if stop.parts[0].line.product_id == product]
    if not here:
        return stops[0]
    going_on = last is not None and last.code == Command.NEXT
    return stops[(here[-1] + 1) % len(stops)] if going_on else stops[here[0]]
