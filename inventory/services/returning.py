"""Goods a customer sends back: into the house, onto a shelf, to repair, to scrap, or back to them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.refusal import Refused
from core.service import service
from inventory.models import Lot
from inventory.services.placing import put
from inventory.services.posting import Move, Spot, adjust, effect_of, hold, places, post, refuse_frozen
from inventory.services.receiving import shelves_in, tell_arrived
from inventory.services.walking_back import Passage, walk_back
from orders.services import lines_of, take


@service
def move_returned(order_id: int, *, passages: Sequence[Passage], source: str, actor: Any) -> None:
    """Move returned pieces in double entry, one movement per line, lot and spot; a shelf they reach serves who waits.

    What is known by lot or number keeps it: a lot past its last good day is on hand again and not for sale, and
    a numbered piece is where its return says. Nothing here touches a price or an invoice. The caller holds the order.
    """
    going = [passage for passage in passages if passage.quantity]
    if not going:
        return
    products = {line.pk: line.product_id for line in lines_of(take(order_id))}
    arriving = _arriving(going, products)
    if any(passage.is_traced for passage in going):
        # Lots and pieces are written only while their shelves are held.
        hold({products[passage.order_line_id] for passage in going})
    items: dict[tuple[int, int], int] = {}
    for warehouse_id, goods in arriving.items():
        shelves = shelves_in(warehouse_id, goods)
        refuse_frozen(shelves.values())
        items |= {(warehouse_id, pk): shelf.pk for pk, shelf in shelves.items()}
        tell_arrived(shelves, goods, source, actor)
    moves = _moves(going, products, items)
    effect = effect_of(moves)
    adjust(on_hand=effect.on_hand, placed=effect.placed, blocked=effect.blocked)
    put(effect.parts)
    walk_back(going, source)
    post(moves, source=source, actor=actor)


def _arriving(going: Sequence[Passage], products: Mapping[int, int]) -> dict[int, dict[int, Decimal]]:
    """What reaches the shelves: warehouse → product → base units."""
    found: dict[int, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for passage in going:
        if passage.order_line_id not in products:
            raise Refused(_("This line does not belong to the order."), code="unknown_line")
        if isinstance(passage.end, int):
            found[passage.end][products[passage.order_line_id]] += passage.quantity
    return found


def _moves(
    going: Sequence[Passage], products: Mapping[int, int], items: Mapping[tuple[int, int], int]
) -> list[Move]:
    ends = {spot for passage in going for spot in (passage.start, passage.end)}
    known = places([spot for spot in ends if isinstance(spot, int)], *(spot for spot in ends if isinstance(spot, str)))
    closed = _closed({passage.lot_id for passage in going})
    return [
        Move(
            product_id=products[passage.order_line_id],
            source=Spot(place=known[passage.start]),
            target=Spot(place=known[passage.end], item=_shelf(passage, products, items)),
            quantity=passage.quantity,
            lot_id=passage.lot_id,
            lot_blocked=passage.lot_id in closed,
            serials=passage.serials,
            order_line_id=passage.order_line_id,
        )
        for passage in going
    ]


def _closed(lot_ids: Collection[int | None]) -> set[int]:
    """Those of the lots that may not be sold."""
    named = {pk for pk in lot_ids if pk is not None}
    return set(Lot.objects.filter(pk__in=named, blocked=True).values_list("pk", flat=True)) if named else set()


def _shelf(passage: Passage, products: Mapping[int, int], items: Mapping[tuple[int, int], int]) -> int | None:
    return items[passage.end, products[passage.order_line_id]] if isinstance(passage.end, int) else None
