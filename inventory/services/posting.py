"""The few statements that touch the books, each for any number of rows at once."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from core import clock
from core.locks import locked
from inventory.models import Place, StockItem, StockMove, Warehouse

SHELVES = """
INSERT INTO inventory_stockitem (product_id, warehouse_id, on_hand, reserved)
SELECT p, w, 0, 0 FROM unnest(%s) AS p CROSS JOIN unnest(%s) AS w ORDER BY p, w
ON CONFLICT (product_id, warehouse_id) DO NOTHING
"""

ADJUST = """
UPDATE inventory_stockitem AS i
SET on_hand = i.on_hand + d.on_hand, reserved = i.reserved + d.reserved, moved_at = COALESCE(d.at, i.moved_at)
FROM unnest(%s::bigint[], %s::numeric[], %s::numeric[], %s::timestamptz[]) AS d(id, on_hand, reserved, at)
WHERE i.id = d.id
"""


@dataclass(frozen=True, kw_only=True)
class Move:
    """A movement to be written: which product, from where to where, how much, for which line."""

    product_id: int
    from_place: int
    to_place: int
    quantity: Decimal
    order_line_id: int | None = None


def hold(product_ids: Collection[int]) -> list[StockItem]:
    """Every shelf of these products, in all warehouses, held in key order until the transaction ends.

    Those without free goods too: a newcomer and a receipt of the same product then never pass each other unseen.
    """
    shelves = StockItem.objects.select_related("warehouse").filter(product_id__in=product_ids)
    return list(locked(shelves))


def make_shelves(product_ids: Collection[int], warehouse_ids: Collection[int]) -> None:
    """A row for each product in each of these warehouses, where there is none yet."""
    with connection.cursor() as cursor:
        cursor.execute(SHELVES, [sorted(product_ids), sorted(warehouse_ids)])


def default_warehouse() -> Warehouse | None:
    """Where goods are looked for first."""
    return Warehouse.objects.active().in_turn().first()


def adjust(*, on_hand: Mapping[int, Decimal] | None = None, reserved: Mapping[int, Decimal] | None = None) -> None:
    """Change what lies on held shelves and what is set aside there, item → change, in one statement."""
    on_hand, reserved = on_hand or {}, reserved or {}
    ids = sorted({*on_hand, *reserved})
    at: list[datetime.datetime | None] = [clock.now() if pk in on_hand else None for pk in ids]
    changes = [[table.get(pk, Decimal(0)) for pk in ids] for table in (on_hand, reserved)]
    with connection.cursor() as cursor:
        cursor.execute(ADJUST, [ids, *changes, at])


def post(moves: Sequence[Move], *, source: str, actor: Any, reason: str = "") -> None:
    """Write movements into the ledger, all from one document."""
    now, actor_id = clock.now(), actor.pk if actor is not None else None
    StockMove.objects.bulk_create(
        [
            StockMove(
                product_id=move.product_id,
                from_place_id=move.from_place,
                to_place_id=move.to_place,
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
