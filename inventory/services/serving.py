"""Giving goods that became free to the orders that wait for them, in turn."""

from collections.abc import Collection

from core.bus import publish
from core.people import HOUSE
from core.service import service
from inventory.events import WaitingServed
from inventory.models import Shortage
from inventory.services.reserving import reserve_goods


@service
def serve_waiting(product_ids: Collection[int]) -> int | None:
    """Serve the one waiting order whose turn it is, and see that the next one is served after it.

    Turn: the better tier, then the earlier first promise, then who confirmed earlier (S63); who is only approved
    comes last. Each order is served in a transaction of its own, so nobody holds two orders at once.
    Returns the order that got goods.
    """
    order_id = Shortage.objects.all().next_order(product_ids)
    if order_id is None or not reserve_goods(order_id):
        return None
    publish(WaitingServed(order_id=order_id, product_ids=tuple(sorted(set(product_ids)))), actor=HOUSE)
    return order_id


def serve_all() -> int | None:
    """Serve whoever waits for goods that lie free, whatever became of the message that should have done it."""
    products = list(Shortage.objects.order_by().values_list("product_id", flat=True).distinct())
    return serve_waiting(products) if products else None
