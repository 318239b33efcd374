"""Goods a customer sends back: into the house, onto a shelf, to repair, to scrap, or back to them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.refusal import Refused
from core.service import service
from inventory.services.posting import Move, Spot, adjust, effect_of, places, post, refuse_frozen
from inventory.services.receiving import shelves_in, tell_arrived
from orders.services import lines_of, take

End = int | str
"""A warehouse by its key, or a place by its kind."""


@dataclass(frozen=True, kw_only=True)
class Passage:
    """So many base units of one order line go from one spot to another."""

    order_line_id: int
    quantity: Decimal
    start: End
    end: End


@service
def move_returned(order_id: int, *, passages: Sequence[Passage], source: str, actor: Any) -> None:
    """Move returned pieces in double entry, one movement per line and spot; a shelf they reach serves who waits.

    Nothing here touches a price or an invoice. The caller holds the order.
    """
    going = [passage for passage in passages if passage.quantity]
    if not going:
        return
    products = {line.pk: line.product_id for line in lines_of(take(order_id))}
    items: dict[tuple[int, int], int] = {}
    for warehouse_id, arriving in _arriving(going, products).items():
        shelves = shelves_in(warehouse_id, arriving)
        refuse_frozen(shelves.values())
        items |= {(warehouse_id, pk): shelf.pk for pk, shelf in shelves.items()}
        tell_arrived(shelves, arriving, source, actor)
    moves = _moves(going, products, items)
    adjust(on_hand=effect_of(moves).on_hand)
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
    return [
        Move(
            product_id=products[passage.order_line_id],
            source=Spot(place=known[passage.start]),
            target=Spot(place=known[passage.end], item=_shelf(passage, products, items)),
            quantity=passage.quantity,
            order_line_id=passage.order_line_id,
        )
        for passage in going
    ]


def _shelf(passage: Passage, products: Mapping[int, int], items: Mapping[tuple[int, int], int]) -> int | None:
    return items[passage.end, products[passage.order_line_id]] if isinstance(passage.end, int) else None
