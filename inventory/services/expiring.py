"""Lots past their last good day: on hand, promised to nobody."""

from collections.abc import Collection
from decimal import Decimal

from core import clock
from core.event import DomainEvent
from core.service import service
from inventory.events import ReservationExpired
from inventory.models import BinStock, Lot, StockItem
from inventory.services.closing import close_expired
from inventory.services.posting import hold
from inventory.services.taking_back import hold_orders, take_back, tell_lost


def retire_expired() -> int:
    """Close every lot whose last good day is over, and let the orders last in turn wait for good goods.

    Run each night; running it again changes nothing. One transaction per product. Returns how many it looked at.
    """
    due = set(Lot.objects.due(clock.today()).values_list("product_id", flat=True))
    due |= set(StockItem.objects.oversold().values_list("product_id", flat=True))
    for product_id in sorted(due):
        retire(product_id)
    return len(due)


@service
def retire(product_id: int) -> None:
    """The same for one product."""
    orders = hold_orders(_left_on({product_id}))
    items = hold([product_id])
    close_expired(items)
    lost = {item.pk: -item.available for item in items if item.available < 0}
    take_back(orders, lost, tell=_expired)
    tell_lost([item for item in items if item.pk in lost], "expiry")


def _left_on(product_ids: Collection[int]) -> dict[int, Decimal]:
    """What the shelves of these products will have for orders once their expired lots are closed."""
    left = {item.pk: item.on_hand - item.blocked for item in StockItem.objects.filter(product_id__in=product_ids)}
    due = BinStock.objects.here().filter(item__in=left, lot__in=Lot.objects.due(clock.today()))
    for part in due.exclude(bin__kind="quarantine"):
        left[part.item_id] -= part.on_hand
    return left


def _expired(order_id: int, lost: dict[str, str]) -> DomainEvent:
    return ReservationExpired(order_id=order_id, quantities=lost)
