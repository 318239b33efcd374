"""Which shelf goods are set aside on first: over all warehouses, one warehouse, or what expires first (S60)."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from inventory.models import Bin, BinStock, StockItem

ZERO = Decimal(0)
SINGLE, EXPIRY = "single", "expiry"


@dataclass
class Portion:
    """So much of a shelf may still be set aside; `expires` is the last good day of its lot, if it has one."""

    item: StockItem
    left: Decimal
    expires: datetime.date | None = None


class Choice:
    """In which turn the shelves of each product give, by the rule of the house.

    `split`: the default warehouse first, then the others. `single`: one warehouse that has the whole order, else
    one that has the whole line, before goods are taken from several. `expiry`: what expires first, wherever it lies.
    """

    def __init__(self, shelves: Mapping[int, Sequence[StockItem]], needs: Mapping[int, Decimal]) -> None:
        self.rule: str = settings.GENDAN_RESERVE_BY
        self.portions = _by_expiry(shelves) if self.rule == EXPIRY else _by_warehouse(shelves)
        self.whole = _serves_all(self.portions, needs) if self.rule == SINGLE else None

    def turn(self, product_id: int, need: Decimal) -> Sequence[Portion]:
        """The portions of a product in the turn in which a line that needs so much takes them."""
        portions = self.portions.get(product_id, [])
        if self.rule != SINGLE:
            return portions
        return sorted(portions, key=lambda one: (one.item.warehouse_id != self.whole, one.left < need))


def _by_warehouse(shelves: Mapping[int, Sequence[StockItem]]) -> dict[int, list[Portion]]:
    return {product: [Portion(item, item.available) for item in items] for product, items in shelves.items()}


def _serves_all(portions: Mapping[int, Sequence[Portion]], needs: Mapping[int, Decimal]) -> int | None:
    """The first warehouse that has all that is needed of each product."""
    there = {(one.item.warehouse_id, product): one.left for product, some in portions.items() for one in some}
    in_turn = dict.fromkeys(one.item.warehouse_id for some in portions.values() for one in some)
    can = (place for place in in_turn if all(there.get((place, pk), ZERO) >= need for pk, need in needs.items()))
    return next(can, None)


def _by_expiry(shelves: Mapping[int, Sequence[StockItem]]) -> dict[int, list[Portion]]:
    """Each shelf cut by the day its lots expire; what is set aside already takes the nearest ones."""
    kept = _lots_on([item.pk for items in shelves.values() for item in items if item.placed])
    found = {}
    for product, items in shelves.items():
        portions = [one for item in items for one in _cut(item, kept.get(item.pk, []))]
        found[product] = sorted(portions, key=lambda one: one.expires or datetime.date.max)
    return found


def _lots_on(item_ids: Collection[int]) -> dict[int, list[tuple[datetime.date, Decimal]]]:
    """What of each shelf is for sale and expires one day, the nearest day first."""
    found: dict[int, list[tuple[datetime.date, Decimal]]] = defaultdict(list)
    if item_ids:
        rows = BinStock.objects.here().filter(item__in=item_ids, lot__blocked=False, lot__expires_on__isnull=False)
        rows = rows.exclude(bin__kind=Bin.Kind.QUARANTINE).order_by("lot__expires_on", "pk")
        for item, day, quantity in rows.values_list("item_id", "lot__expires_on", "on_hand"):
            found[item].append((day or datetime.date.max, quantity))
    return found


def _cut(item: StockItem, lots: Sequence[tuple[datetime.date, Decimal]]) -> list[Portion]:
    taken, free, portions = item.reserved, item.available, []
    for day, quantity in lots:
        skipped = min(taken, quantity)
        taken -= skipped
        part = min(free, quantity - skipped)
        if part > 0:
            portions.append(Portion(item, part, day))
            free -= part
    return [*portions, Portion(item, free)] if free > 0 else portions
