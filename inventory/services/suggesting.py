"""From which bin and lot goods are taken: what expires first, then on the shortest walk."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from core import clock
from inventory.models import Serial

ZERO = Decimal(0)

SOURCES = """
SELECT * FROM (
    SELECT i.product_id, i.warehouse_id, i.id, b.bin_id, COALESCE(n.code, ''), COALESCE(n.sequence, 0) AS walk,
           b.lot_id, COALESCE(l.number, ''), l.expires_on, b.on_hand
    FROM inventory_binstock b JOIN inventory_stockitem i ON i.id = b.item_id
    LEFT JOIN inventory_bin n ON n.id = b.bin_id LEFT JOIN inventory_lot l ON l.id = b.lot_id
    WHERE i.product_id = ANY(%(products)s) AND b.on_hand > 0
      AND COALESCE(n.kind, 'storage') <> 'quarantine' AND n.count_id IS NULL
      AND NOT COALESCE(l.blocked, false) AND COALESCE(l.expires_on >= %(today)s, true)
    UNION ALL
    SELECT i.product_id, i.warehouse_id, i.id, NULL, '', 0, NULL, '', NULL, i.on_hand - i.placed
    FROM inventory_stockitem i WHERE i.product_id = ANY(%(products)s) AND i.on_hand > i.placed
) AS s ORDER BY s.expires_on NULLS LAST, s.walk, 5, s.lot_id NULLS LAST
"""


Where = tuple[int, int | None, int | None, int | None]
"""Product, warehouse, bin and lot: where a piece with a number lies."""
Held = tuple[int, int, int | None]
"""Product, warehouse and lot: what somebody has in hand that is still on the shelf's books."""


@dataclass(kw_only=True)
class Source:
    """So many sellable pieces in one bin and of one lot; without a bin they lie in the open area."""

    product_id: int
    warehouse_id: int
    item_id: int
    bin_id: int | None
    bin: str
    walk: int
    lot_id: int | None
    lot: str
    expires_on: datetime.date | None
    left: Decimal

    @property
    def spot(self) -> Where:
        return self.product_id, self.warehouse_id, self.bin_id, self.lot_id


@dataclass(frozen=True, kw_only=True)
class Want:
    """So many pieces of a product are to be taken from a warehouse for an order line."""

    order_line_id: int
    product_id: int
    warehouse_id: int
    quantity: Decimal


@dataclass(frozen=True, kw_only=True)
class Pick:
    """Take so many pieces for an order line from here."""

    order_line_id: int
    source: Source
    quantity: Decimal


def sources_of(product_ids: Collection[int]) -> dict[tuple[int, int], list[Source]]:
    """Where sellable goods of these products lie, (product, warehouse) → sources in the turn they are emptied.

    One query. What expires first comes first, then the walk past the bins. Expired lots, quarantine and what is
    being counted are left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(SOURCES, {"products": list(product_ids), "today": clock.today()})
        rows = cursor.fetchall()
    names = ("product_id", "warehouse_id", "item_id", "bin_id", "bin", "walk", "lot_id", "lot", "expires_on", "left")
    found: dict[tuple[int, int], list[Source]] = defaultdict(list)
    for row in rows:
        source = Source(**dict(zip(names, row, strict=True)))
        found[source.product_id, source.warehouse_id].append(source)
    return found


def suggest_picks(
    wants: Sequence[Want], *, taken: Mapping[Held, Decimal] | None = None
) -> dict[int, list[Pick]]:
    """What to take from where for each order line: nearest expiry first, and in walking order (S74).

    `taken` says what others have in hand already, (product, warehouse, lot) → pieces. A line gets what there is;
    what is missing is not in the answer.
    """
    sources = sources_of({want.product_id for want in wants})
    for rows in sources.values():
        _take_off(rows, dict(taken or {}))
    picks: dict[int, list[Pick]] = {want.order_line_id: [] for want in wants}
    for want in wants:
        picks[want.order_line_id] += draw(want, sources.get((want.product_id, want.warehouse_id), []))
    for found in picks.values():
        found.sort(key=lambda pick: (pick.source.walk, pick.source.bin))
    return picks


def draw(want: Want, sources: Iterable[Source]) -> list[Pick]:
    """Take what is wanted from these sources in their turn; each knows afterwards what is left of it."""
    missing, picks = want.quantity, []
    for source in sources:
        part = min(missing, source.left)
        if part > ZERO:
            source.left -= part
            missing -= part
            picks.append(Pick(order_line_id=want.order_line_id, source=source, quantity=part))
    return picks


def _take_off(sources: Iterable[Source], taken: dict[Held, Decimal]) -> None:
    for source in sources:
        key = (source.product_id, source.warehouse_id, source.lot_id)
        part = min(source.left, taken.get(key, ZERO))
        if part:
            source.left -= part
            taken[key] -= part


def pieces_in(sources: Iterable[Source]) -> dict[Where, list[Serial]]:
    """The numbered pieces of these sources by where they lie, the longest here first; one query."""
    rows = list(sources)
    if not rows:
        return {}
    serials = Serial.objects.here().filter(
        product_id__in={row.product_id for row in rows}, warehouse_id__in={row.warehouse_id for row in rows}
    )
    found: dict[Where, list[Serial]] = defaultdict(list)
    for serial in serials.order_by("pk"):
        found[serial.product_id, serial.warehouse_id, serial.bin_id, serial.lot_id].append(serial)
    return found
