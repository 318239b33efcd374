"""What orders do when they hear something."""

from core.events import ApprovalDecided
from core.history import Posted
from orders.events import OrderApproved
from orders.services import approve_order, reject_order, return_order
from orders.services.confirming import confirm_by_house


def take_decision(event: ApprovalDecided, posted: Posted) -> None:
    """Take the verb that a decision about an order calls for."""
    kind, _colon, key = event.subject.partition(":")
    if kind != "order":
        return
    if event.outcome == "approved":
        approve_order(int(key))
    elif event.outcome == "returned":
        return_order(int(key), opinion=event.opinion)
    else:
        reject_order(int(key), opinion=event.opinion)


def confirm_by_itself(event: OrderApproved, posted: Posted) -> None:
    """Confirm an approved order at once when nothing speaks against it."""
    confirm_by_house(event.order_id)
