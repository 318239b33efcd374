"""Correcting the books by what was counted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from core import clock
from core.bus import publish
from core.numbering import next_number
from core.refusal import Refused
from core.service import service
from inventory.events import StockCounted
from inventory.models import StockCount, StockCountLine, StockItem
from inventory.policies import may_count
from inventory.services.correcting import Difference, Paper, book_differences, refuse_too_much
from inventory.services.cutting import is_plain
from inventory.services.posting import refuse_frozen
from inventory.services.quantities import products_of
from inventory.services.receiving import shelves_in, tell_arrived
from inventory.services.taking_back import hold_orders, lost_in

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
    Goods in bins or lots, and pieces with numbers, are counted on a count sheet.
    """
    may_count.demand(actor)
    found = {count.product_id: count.quantity for count in counts}
    products = _refuse_nonsense(found, counts, reason)
    orders = hold_orders(_left(warehouse_id, found))
    shelves = shelves_in(warehouse_id, found)
    refuse_frozen(shelves.values())
    _refuse_placed(shelves.values(), products)
    _refuse_moved(shelves, counts)
    worth = {pk: abs(quantity - shelves[pk].on_hand) * products[pk].cost for pk, quantity in found.items()}
    refuse_too_much(worth, actor)
    count = _write_count(warehouse_id, shelves, found, reason, actor)
    differences = [Difference(item=shelves[pk], change=number - shelves[pk].on_hand) for pk, number in found.items()]
    paper = Paper(source=count.source, reason=reason, actor=actor, tell=lost_in(count.number))
    book_differences(differences, orders=orders, paper=paper)
    if more := [one.item.product_id for one in differences if one.change > 0]:
        tell_arrived(shelves, more, count.source, actor)
    return count


def _left(warehouse_id: int, found: Mapping[int, Decimal]) -> dict[int, Decimal]:
    items = StockItem.objects.filter(warehouse_id=warehouse_id, product_id__in=list(found))
    return {pk: found[product] for pk, product in items.values_list("pk", "product_id")}


def _refuse_placed(items: Iterable[StockItem], products: Mapping[int, Product]) -> None:
    for item in items:
        if not is_plain(item):
            raise Refused(
                _("%(code)s lies in bins or lots; count it on a count sheet.")
                % {"code": products[item.product_id].code},
                code="placed",
            )


def _refuse_nonsense(found: Mapping[int, Decimal], counts: Sequence[Counted], reason: str) -> dict[int, Product]:
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
    if not found:
        raise Refused(_("There is nothing to book."), code="empty")
    if len(found) != len(counts):
        raise Refused(_("A product is on the count sheet twice."), code="twice")
    return products_of(found, least=ZERO)


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
