"""What stock does when it hears something."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.events import ApprovalDecided
from core.history import Posted
from inventory.events import (
    GoodsFreed,
    GoodsReleased,
    GoodsTakenAway,
    ReallocationApplied,
    ReallocationEnded,
    StockArrived,
    WaitingServed,
)
from inventory.services import (
    apply_reallocation,
    refuse_reallocation,
    release_goods,
    reserve_at_approval,
    reserve_goods,
    serve_waiting,
)
from notifications.models import Kind
from notifications.services import tell
from orders.events import (
    OrderApproved,
    OrderCancelled,
    OrderChanged,
    OrderConfirmed,
    OrderShortClosed,
    ReturnResolved,
)
from orders.models import Order


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


def take_reallocation_decision(event: ApprovalDecided, posted: Posted) -> None:
    """Take the verb that a decision about scarce goods calls for."""
    kind, _colon, key = event.subject.partition(":")
    if kind != "reallocation":
        return
    if event.outcome == "approved":
        apply_reallocation(int(key), by=event.by)
    else:
        refuse_reallocation(int(key), opinion=event.opinion)


def tell_taken_away(event: GoodsTakenAway, posted: Posted) -> None:
    """Whoever owns an order that lost goods hears how much, to whom and why; the customer must be told."""
    if event.owner_id == posted.actor_id:
        return
    order = Order.objects.get(pk=event.order_id)
    tell(
        posted.id,
        [event.owner_id],
        subject=_("Order %(ref)s lost %(quantity)s of %(code)s to %(refs)s"),
        body=_("%(reason)s Promised now: %(day)s"),
        url=order.get_absolute_url(),
        kind=Kind.TO_DO,
        values={
            "ref": order.ref,
            "quantity": event.quantity,
            "code": event.code,
            "refs": event.refs,
            "reason": event.reason,
            "day": event.promised_on or "--",
        },
    )


def tell_shared_out(event: ReallocationApplied, posted: Posted) -> None:
    """Whoever asked hears that the goods moved as proposed."""
    tell(
        posted.id,
        [event.asked_by_id] if event.was_asked else [],
        subject=_("Proposal %(number)s is agreed to; the goods are shared out so"),
        url=reverse("inventory:scarce-product", args=[event.product_id]),
        values={"number": event.number},
    )


def tell_not_shared_out(event: ReallocationEnded, posted: Posted) -> None:
    """Whoever asked hears that nothing moved, and why."""
    tell(
        posted.id,
        [event.asked_by_id] if event.outcome != "withdrawn" else [],
        subject=_("Proposal %(number)s was not carried out: %(opinion)s"),
        url=reverse("inventory:scarce-product", args=[event.product_id]),
        kind=Kind.TO_DO,
        values={"number": event.number, "opinion": event.opinion},
    )
