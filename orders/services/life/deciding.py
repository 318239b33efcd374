"""The house's verbs after an approval: approved, returned, rejected. They have no address of their own."""

from core.bus import publish
from core.people import HOUSE
from core.service import service
from orders.events import OrderApproved, OrderRejected, OrderReturned
from orders.models import Order
from orders.services.life.settling import settle
from orders.services.rows import guard, lines_of, take


@service
def approve_order(order_id: int) -> Order:
    """All who had to be asked agreed, or nobody had to be asked."""
    order = take(order_id)
    guard(order, order.approve)
    source = order.state
    order.approve()
    settle(order, lines_of(order))
    publish(OrderApproved(order_id=order.pk, source=source, target=order.state), actor=HOUSE)
    return order


@service
def return_order(order_id: int, *, opinion: str) -> Order:
    """An approver wants changes: the order is a draft again, for another round."""
    order = take(order_id)
    guard(order, order.send_back)
    source = order.state
    order.send_back(opinion)
    settle(order, lines_of(order))
    moved = {"order_id": order.pk, "source": source, "target": order.state}
    publish(OrderReturned(**moved, opinion=opinion, owner_id=order.owner_id), actor=HOUSE)
    return order


@service
def reject_order(order_id: int, *, opinion: str) -> Order:
    """An approver ended the order."""
    order = take(order_id)
    guard(order, order.reject)
    source = order.state
    order.reject(opinion)
    settle(order, lines_of(order))
    moved = {"order_id": order.pk, "source": source, "target": order.state}
    publish(OrderRejected(**moved, opinion=opinion, owner_id=order.owner_id), actor=HOUSE)
    return order
