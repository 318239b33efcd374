"""An order's own steps, and what its goods lived through."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from orders.events.order import OrderEvent


@dataclass(frozen=True, kw_only=True)
class OrderMoved(OrderEvent):
    """A step of the lifecycle: from one state to another."""

    source: str
    target: str


@dataclass(frozen=True, kw_only=True)
class OrderDrafted(OrderEvent):
    """A draft was begun; it has no number yet."""

    name = "order.drafted"
    sentence = _("Draft begun")

    customer_id: int


@dataclass(frozen=True, kw_only=True)
class DraftSaved(OrderEvent):
    """A draft was written again; `version` rises with each save."""

    name = "order.draft_saved"
    sentence = _("Draft saved, %(lines)s lines")
    shown = False

    version: int
    lines: int
    total: Decimal


@dataclass(frozen=True, kw_only=True)
class OrderSubmitted(OrderMoved):
    """The order was handed in: it has a number, a frozen revision and the findings of the checks."""

    name = "order.submitted"
    sentence = _("Submitted, revision %(revision)s, round %(round)s, total %(total)s %(currency)s")

    number: str
    revision: int
    round: int
    total: Decimal
    currency: str
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class OrderRecalled(OrderMoved):
    """The owner took the order back before it was decided."""

    name = "order.recalled"
    sentence = _("Recalled for changes")


@dataclass(frozen=True, kw_only=True)
class OrderApproved(OrderMoved):
    """All approvals were given, or none was needed."""

    name = "order.approved"
    sentence = _("Approved")


@dataclass(frozen=True, kw_only=True)
class OrderReturned(OrderMoved):
    """An approver sent the order back to be changed and submitted again."""

    name = "order.returned"
    sentence = _("Returned for rework: %(opinion)s")

    opinion: str
    owner_id: int | None


@dataclass(frozen=True, kw_only=True)
class OrderRejected(OrderMoved):
    """An approver ended the order; it may be copied."""

    name = "order.rejected"
    sentence = _("Rejected: %(opinion)s")

    opinion: str
    owner_id: int | None


@dataclass(frozen=True, kw_only=True)
class ConfirmationWaits(OrderEvent):
    """The house could not confirm by itself; the owner decides."""

    name = "order.confirmation_waits"
    sentence = _("Not confirmed by itself: %(why)s")

    why: str


@dataclass(frozen=True, kw_only=True)
class OrderConfirmed(OrderMoved):
    """The order binds: credit is committed, stock is reserved, the customer is told."""

    name = "order.confirmed"
    sentence = _("Confirmed")

    number: str
    revision: int
    customer_id: int
    total: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(OrderMoved):
    """The order ends without anything shipped; all that was set aside for it is free again."""

    name = "order.cancelled"
    sentence = _("Cancelled: %(reason)s")

    reason: str
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class OrderShortClosed(OrderEvent):
    """What was not shipped is cancelled; the rest of the order goes on to its end.

    `cancelled` holds line → base units; `amount` is the value taken off the order incl. tax.
    """

    name = "order.short_closed"
    sentence = _("Closed short: %(reason)s")

    reason: str
    customer_id: int
    amount: Decimal
    cancelled: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OrderShipped(OrderEvent):
    """Goods of the order left the house; `source` is the shipment, `quantities` line → base units."""

    name = "order.shipped"
    sentence = _("Goods shipped")
    shown = False

    source: str
    customer_id: int
    quantities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OrderAccepted(OrderEvent):
    """Goods of the order are in the customer's hands."""

    name = "order.accepted"
    sentence = _("Goods accepted")
    shown = False

    source: str
    customer_id: int
    quantities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OrderCompleted(OrderMoved):
    """Shipped, accepted where asked, billed and paid: nothing is left to do."""

    name = "order.completed"
    sentence = _("Completed")


@dataclass(frozen=True, kw_only=True)
class OrderReopened(OrderMoved):
    """Something about a completed order is open again."""

    name = "order.reopened"
    sentence = _("Reopened: %(reason)s")

    reason: str


@dataclass(frozen=True, kw_only=True)
class PromiseMade(OrderEvent):
    """The day goods are promised for, with the first promise kept for ever."""

    name = "order.promised"
    sentence = _("Promised for %(promised_on)s")

    promised_on: datetime.date | None
    first_promise: datetime.date | None
