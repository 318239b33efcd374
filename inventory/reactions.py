"""What stock does when it hears something."""

from core.history import Posted
from inventory.events import GoodsFreed, GoodsReleased, StockArrived, WaitingServed
from inventory.services import release_goods, reserve_at_approval, reserve_goods, serve_waiting
from orders.events import (
    OrderApproved,
    OrderCancelled,
    OrderChanged,
    OrderConfirmed,
    OrderShortClosed,
    ReturnResolved,
)


def reserve(event: OrderConfirmed | OrderChanged, posted: Posted) -> None:
    """Set stock aside for an order the moment it binds, and for what a change adds to it."""
    reserve_goods(event.order_id)


def reserve_early(event: OrderApproved, posted: Posted) -> None:
    """Set stock aside for an order that waits to be confirmed, where the house reserves at approval."""
    reserve_at_approval(event.order_id)


def reserve_replacement(event: ReturnResolved, posted: Posted) -> None:
    """Set stock aside for pieces that are shipped again, even where the order itself is finished."""
    if event.replaced:
        reserve_goods(event.order_id)


def release(event: OrderCancelled | OrderShortClosed, posted: Posted) -> None:
    """Let go of what was set aside for an order that ends."""
    release_goods(event.order_id)


def serve(event: StockArrived | GoodsFreed | GoodsReleased | WaitingServed, posted: Posted) -> None:
    """Give goods that became free to the next order in turn."""
    serve_waiting(event.product_ids)
