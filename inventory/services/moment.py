"""The moment from which an order's goods are set aside: when it is confirmed, or when it is approved (S60)."""

from collections.abc import Sequence

from django.conf import settings

from inventory.models import Shortage
from orders.models import Order, OrderLine
from orders.models.words import Origin, State


def at_approval() -> bool:
    """Whether the house sets goods aside as soon as an order is approved."""
    return settings.GENDAN_RESERVE_AT == "approval"


def holds_goods(order: Order, lines: Sequence[OrderLine]) -> bool:
    """Whether goods are set aside for an order as it stands: one that is confirmed, or approved and under the rule.

    An approved order that has goods or waits for some keeps doing so after the house has changed its rule.
    For a finished one only replacements of returned pieces are set aside.
    """
    if order.origin != Origin.LIVE:
        return False
    if order.state == State.APPROVED:
        return at_approval() or began(order, lines)
    if order.state == State.COMPLETED:
        return any(line.replacing for line in lines)
    return order.state == State.CONFIRMED


def began(order: Order, lines: Sequence[OrderLine]) -> bool:
    """Whether goods were asked of stock for the order already."""
    return any(line.reserved for line in lines) or Shortage.objects.filter(order_id=order.pk).exists()
