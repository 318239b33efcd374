"""Goods that come in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.bus import publish
from core.numbering import next_number
from core.refusal import Refused
from core.service import service
from inventory.events import StockArrived
from inventory.models import Place, StockItem
from inventory.policies import may_receive
from inventory.services.posting import Move, adjust, default_warehouse, hold, make_shelves, places, post
from inventory.services.quantities import products_of

SERIES = "GR"


@service
def receive_goods(
    *,
    warehouse_id: int,
    items: Sequence[tuple[int, Decimal]],
    actor: Any,
    reason: str = "",
    source: str = "",
    origin: str = Place.Kind.SUPPLIER,
) -> str:
    """Book goods into a warehouse, product → base units, and serve who waits for them.

    They come from a supplier unless `origin` says customer (a return) or opening stock. Without a
    source document they get a receipt number. Returns the source they are booked under.
    """
    may_receive.demand(actor)
    arriving: dict[int, Decimal] = defaultdict(Decimal)
    for product_id, quantity in items:
        arriving[product_id] += quantity
    if not arriving:
        raise Refused(_("There is nothing to book."), code="empty")
    products_of(arriving)
    source = source or f"receipt:{next_number(SERIES)}"
    shelves = shelves_in(warehouse_id, arriving)
    known = places([warehouse_id], origin)
    moves = [
        Move(product_id=pk, from_place=known[origin], to_place=known[warehouse_id], quantity=quantity)
        for pk, quantity in arriving.items()
    ]
    adjust(on_hand={shelves[pk].pk: quantity for pk, quantity in arriving.items()})
    post(moves, source=source, actor=actor, reason=reason)
    tell_arrived(shelves, arriving, source, actor)
    return source


def shelves_in(warehouse_id: int, product_ids: Mapping[int, Any]) -> dict[int, StockItem]:
    """The shelf of each product in a warehouse, held; made when the product is new there.

    Each product's default shelf is made and held as well: there a newcomer that found no goods waits.
    """
    usual = default_warehouse()
    make_shelves(product_ids, {warehouse_id, usual.pk if usual else warehouse_id})
    return {item.product_id: item for item in hold(list(product_ids)) if item.warehouse_id == warehouse_id}


def tell_arrived(shelves: Mapping[int, StockItem], products: Mapping[int, Decimal], source: str, actor: Any) -> None:
    """Say that goods are here, on the history of the first shelf they reached."""
    first = min(shelves[pk].pk for pk in products)
    publish(StockArrived(item_id=first, product_ids=tuple(sorted(products)), source=source), actor=actor)
