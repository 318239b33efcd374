"""Correcting the books by what was counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.numbering import next_number
from core.refusal import Refused
from core.service import service
from inventory.events import StockCounted
from inventory.models import Place, StockCount, StockCountLine, StockItem
from inventory.policies import may_count
from inventory.services.posting import Move, adjust, places, post
from inventory.services.quantities import products_of
from inventory.services.receiving import shelves_in, tell_arrived
from inventory.services.taking_back import hold_orders, take_back

SERIES = "SC"
ZERO = Decimal(0)


@dataclass(frozen=True)
class Counted:
    """What was found of one product, in base units; `book` is what the counter was told to be there."""

    product_id: int
    quantity: Decimal
    book: Decimal | None = None


@service
def count_stock(*, warehouse_id: int, counts: Sequence[Counted], reason: str, actor: Any) -> StockCount:
    """Correct the books of a warehouse to what was counted, with a reason.

    Differences are moves from or to the adjustment place. When less is found than is set aside, the orders
    last in turn lose it first and wait again; picked goods cannot be lost that way and refuse the count.
    """
    may_count.demand(actor)
    found = {count.product_id: count.quantity for count in counts}
    _refuse_nonsense(found, counts, reason)
    orders = hold_orders(warehouse_id, found)
    shelves = shelves_in(warehouse_id, found)
    _refuse_moved(shelves, counts)
    count = _write_count(warehouse_id, shelves, found, reason, actor)
    lost = {shelves[pk].pk: shelves[pk].reserved - quantity for pk, quantity in found.items()}
    take_back(count.number, orders, {pk: quantity for pk, quantity in lost.items() if quantity > 0})
    _correct(count, shelves, found, actor)
    return count


def _refuse_nonsense(found: Mapping[int, Decimal], counts: Sequence[Counted], reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
    if not found:
        raise Refused(_("There is nothing to book."), code="empty")
    if len(found) != len(counts):
        raise Refused(_("A product is on the count sheet twice."), code="twice")
    products_of(found, least=ZERO)


def _refuse_moved(shelves: Mapping[int, StockItem], counts: Sequence[Counted]) -> None:
    """What was counted before goods moved says nothing about what lies there now."""
    for count in counts:
        now = shelves[count.product_id].on_hand
        if count.book is not None and count.book != now:
            raise Refused(
                _("Goods moved while you counted: the books now say %(now)s. Please count again.")
                % {"now": f"{now.normalize():f}"},
                code="moved",
            )


def _write_count(
    warehouse_id: int, shelves: Mapping[int, StockItem], found: Mapping[int, Decimal], reason: str, actor: Any
) -> StockCount:
    count = StockCount.objects.create(
        number=next_number(SERIES), warehouse_id=warehouse_id, reason=reason, actor=actor, at=clock.now()
    )
    StockCountLine.objects.bulk_create(
        StockCountLine(count=count, product_id=pk, book=shelves[pk].on_hand, counted=quantity)
        for pk, quantity in found.items()
    )
    counted = StockCounted(count_id=count.pk, number=count.number, lines=len(found), reason=reason)
    publish(counted, actor=actor)
    return count


def _correct(count: StockCount, shelves: Mapping[int, StockItem], found: Mapping[int, Decimal], actor: Any) -> None:
    change = {pk: quantity - shelves[pk].on_hand for pk, quantity in found.items()}
    change = {pk: quantity for pk, quantity in change.items() if quantity}
    if not change:
        return
    known = places([count.warehouse_id], Place.Kind.ADJUSTMENT)
    here, outside = known[count.warehouse_id], known[Place.Kind.ADJUSTMENT]
    moves = [
        Move(product_id=pk, from_place=here, to_place=outside, quantity=-quantity)
        if quantity < 0
        else Move(product_id=pk, from_place=outside, to_place=here, quantity=quantity)
        for pk, quantity in change.items()
    ]
    adjust(on_hand={shelves[pk].pk: quantity for pk, quantity in change.items()})
    post(moves, source=count.source, actor=actor, reason=count.reason)
    if more := {pk: quantity for pk, quantity in change.items() if quantity > 0}:
        tell_arrived(shelves, more, count.source, actor)
