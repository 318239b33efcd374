"""Goods that come in."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from core.bus import publish
from core.numbering import next_number
from core.service import service
from inventory.events import StockArrived
from inventory.models import Bin, Lot, Place, StockItem
from inventory.policies import may_receive
from inventory.services.arriving import Arrived, examined, numbered
from inventory.services.placing import bins_of, lots_of, put, refuse_elsewhere
from inventory.services.posting import (
    Move,
    Spot,
    adjust,
    default_warehouse,
    effect_of,
    hold,
    make_shelves,
    places,
    post,
    refuse_frozen,
)

SERIES = "GR"


@service
def receive_goods(
    *,
    warehouse_id: int,
    items: Sequence[Arrived | tuple[int, Decimal]],
    actor: Any,
    reason: str = "",
    source: str = "",
    origin: str = Place.Kind.SUPPLIER,
) -> str:
    """Book goods into a warehouse, product → base units, and serve who waits for them.

    They come from a supplier unless `origin` says customer (a return) or opening stock. Without a
    source document they get a receipt number. Goods kept by lot name their lot, pieces kept by number
    their numbers, and all of them may name the bin they are put in. Returns the source they are booked under.
    """
    may_receive.demand(actor)
    arriving = examined(items)
    source = source or f"receipt:{next_number(SERIES)}"
    shelves = shelves_in(warehouse_id, {one.product_id for one in arriving})
    refuse_frozen(shelves.values())
    bins = bins_of([one.bin_id for one in arriving])
    lots = lots_of({(one.product_id, one.lot): one.expires_on for one in arriving if one.lot})
    moves = _moves(warehouse_id, arriving, shelves, bins, lots, origin=origin, source=source)
    effect = effect_of(moves)
    adjust(on_hand=effect.on_hand, placed=effect.placed, blocked=effect.blocked)
    put(effect.parts)
    post(moves, source=source, actor=actor, reason=reason)
    tell_arrived(shelves, shelves, source, actor)
    return source


def _moves(
    warehouse_id: int,
    arriving: Sequence[Arrived],
    shelves: Mapping[int, StockItem],
    bins: Mapping[int, Bin],
    lots: Mapping[tuple[int, str], Lot],
    *,
    origin: str,
    source: str,
) -> list[Move]:
    known = places([warehouse_id], origin)
    pieces = numbered(arriving, lots, warehouse_id=warehouse_id, source=source)
    moves = []
    for one in arriving:
        refuse_elsewhere(bins, one.bin_id, warehouse_id)
        lot = lots.get((one.product_id, one.lot))
        closed = one.bin_id is not None and bins[one.bin_id].is_closed
        moves.append(
            Move(
                product_id=one.product_id,
                source=Spot(place=known[origin]),
                target=Spot(
                    place=known[warehouse_id], item=shelves[one.product_id].pk, bin=one.bin_id, closed=closed
                ),
                quantity=one.quantity,
                lot_id=lot.pk if lot else None,
                lot_blocked=bool(lot and lot.blocked),
                serials=tuple(serial.pk for serial in pieces.get(one, [])),
            )
        )
    return moves


def shelves_in(warehouse_id: int, product_ids: Collection[int]) -> dict[int, StockItem]:
    """The shelf of each product in a warehouse, held; made when the product is new there.

    Each product's default shelf is made and held as well: there a newcomer that found no goods waits.
    """
    usual = default_warehouse()
    make_shelves(product_ids, {warehouse_id, usual.pk if usual else warehouse_id})
    return {item.product_id: item for item in hold(list(product_ids)) if item.warehouse_id == warehouse_id}


def tell_arrived(shelves: Mapping[int, StockItem], products: Collection[int], source: str, actor: Any) -> None:
    """Say that goods are here, on the history of the first shelf they reached."""
    first = min(shelves[pk].pk for pk in products)
    publish(StockArrived(item_id=first, product_ids=tuple(sorted(products)), source=source), actor=actor)
