"""The few statements that touch the books, each for any number of rows at once."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core import clock
from core.locks import locked
from core.refusal import Refused
from inventory.models import Place, SerialMove, StockItem, StockMove, Warehouse

SHELVES = """
INSERT INTO inventory_stockitem (product_id, warehouse_id, on_hand, reserved)
SELECT p, w, 0, 0 FROM unnest(%s) AS p CROSS JOIN unnest(%s) AS w ORDER BY p, w
ON CONFLICT (product_id, warehouse_id) DO NOTHING
"""

ADJUST = """
UPDATE inventory_stockitem AS i
SET on_hand = i.on_hand + d.on_hand, reserved = i.reserved + d.reserved, moved_at = COALESCE(d.at, i.moved_at),
    placed = i.placed + d.placed, blocked = i.blocked + d.blocked
FROM unnest(%s::bigint[], %s::numeric[], %s::numeric[], %s::numeric[], %s::numeric[], %s::timestamptz[])
AS d(id, on_hand, reserved, placed, blocked, at)
WHERE i.id = d.id
"""

Part = tuple[int, int | None, int | None]
"""Stock item, bin, lot: where pieces lie beyond the open area."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """One end of a move: a place of the books, the shelf and the bin there; `closed` where nothing is for sale."""

    place: int
    item: int | None = None
    bin: int | None = None
    closed: bool = False


@dataclass(frozen=True, kw_only=True)
class Move:
    """A movement to be written: which product, from where to where, how much, of which lot, for which line."""

    product_id: int
    source: Spot
    target: Spot
    quantity: Decimal
    lot_id: int | None = None
    lot_blocked: bool = False
    serials: tuple[int, ...] = ()
    order_line_id: int | None = None


@dataclass
class Effect:
    """What moves do to the shelves together, by stock item, and to their parts."""

    on_hand: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    placed: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    blocked: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    parts: dict[Part, Decimal] = field(default_factory=lambda: defaultdict(Decimal))


def effect_of(moves: Iterable[Move]) -> Effect:
    """Add up what moves take from and bring to each shelf, bin and lot."""
    effect = Effect()
    for move in moves:
        for spot, quantity in ((move.source, -move.quantity), (move.target, move.quantity)):
            if spot.item is None:
                continue
            effect.on_hand[spot.item] += quantity
            if spot.bin is not None or move.lot_id is not None:
                effect.placed[spot.item] += quantity
                effect.parts[spot.item, spot.bin, move.lot_id] += quantity
            if spot.closed or move.lot_blocked:
                effect.blocked[spot.item] += quantity
    return effect


def hold(product_ids: Collection[int]) -> list[StockItem]:
    """Every shelf of these products, in all warehouses, held in key order until the transaction ends.

    Those without free goods too: a newcomer and a receipt of the same product then never pass each other unseen.
    Each knows how its product is tracked.
    """
    shelves = StockItem.objects.select_related("warehouse").filter(product_id__in=product_ids)
    return list(locked(shelves.annotate(tracking=F("product__tracking"))))


def tracking_of(item: Any) -> str:
    """How the product of a held shelf is tracked."""
    return str(item.tracking)


def make_shelves(product_ids: Collection[int], warehouse_ids: Collection[int]) -> None:
    """A row for each product in each of these warehouses, where there is none yet."""
    with connection.cursor() as cursor:
        cursor.execute(SHELVES, [sorted(product_ids), sorted(warehouse_ids)])


def default_warehouse() -> Warehouse | None:
    """Where goods are looked for first."""
    return Warehouse.objects.active().in_turn().first()


def refuse_frozen(items: Iterable[StockItem]) -> None:
    """While a shelf is counted nothing moves on it (F20)."""
    for item in items:
        if item.count_id is not None:
            raise Refused(
                _("%(item)s is being counted; nothing moves there until the count is booked or cancelled.")
                % {"item": item.warehouse},
                code="counting",
            )


def adjust(
    *,
    on_hand: Mapping[int, Decimal] | None = None,
    reserved: Mapping[int, Decimal] | None = None,
    placed: Mapping[int, Decimal] | None = None,
    blocked: Mapping[int, Decimal] | None = None,
) -> None:
    """Change what lies on held shelves, what is set aside, placed and closed there, in one statement."""
    tables = (on_hand or {}, reserved or {}, placed or {}, blocked or {})
    ids = sorted({pk for table in tables for pk in table})
    at: list[datetime.datetime | None] = [clock.now() if pk in tables[0] else None for pk in ids]
    changes = [[table.get(pk, Decimal(0)) for pk in ids] for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(ADJUST, [ids, *changes, at])


def post(moves: Sequence[Move], *, source: str, actor: Any, reason: str = "") -> None:
    """Write movements into the ledger, all from one document, with the pieces that are known by number."""
    now, actor_id = clock.now(), actor.pk if actor is not None else None
    rows = StockMove.objects.bulk_create(
        [
            StockMove(
                product_id=move.product_id,
                from_place_id=move.source.place,
                to_place_id=move.target.place,
                from_bin_id=move.source.bin,
                to_bin_id=move.target.bin,
                lot_id=move.lot_id,
                quantity=move.quantity,
                order_line_id=move.order_line_id,
                reason=reason,
                source=source,
                actor_id=actor_id,
                at=now,
            )
            for move in moves
        ]
    )
    pieces = [
        SerialMove(move=row, serial_id=pk) for row, move in zip(rows, moves, strict=True) for pk in move.serials
    ]
    if pieces:
        SerialMove.objects.bulk_create(pieces)


def places(warehouse_ids: Iterable[int], *kinds: str) -> dict[int | str, int]:
    """The places of these warehouses and kinds, by warehouse key or kind; made when used for the first time."""
    wanted: set[int | str] = {*warehouse_ids, *kinds}
    known = _known_places()
    if missing := wanted - known.keys():
        fresh = [
            Place(kind=key) if isinstance(key, str) else Place(kind=Place.Kind.STOCK, warehouse_id=key)
            for key in sorted(missing, key=str)
        ]
        Place.objects.bulk_create(fresh, ignore_conflicts=True)
        known = _known_places()
    return known


def _known_places() -> dict[int | str, int]:
    return {warehouse or kind: pk for pk, kind, warehouse in Place.objects.values_list("pk", "kind", "warehouse_id")}
