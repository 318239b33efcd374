"""What happens to customers' links, and through them."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from customers.events import CustomerEvent
from orders.events import OrderEvent


@dataclass(frozen=True, kw_only=True)
class LinkMade(CustomerEvent):
    """The customer was given a link by which they enter orders themselves, until a day."""

    name = "portal.link_made"
    sentence = _("Order link no. %(link_id)s made, good until %(until)s")

    link_id: int
    until: datetime.date


@dataclass(frozen=True, kw_only=True)
class LinkRevoked(CustomerEvent):
    """A link opens nothing any more."""

    name = "portal.link_revoked"
    sentence = _("Order link no. %(link_id)s revoked")

    link_id: int


@dataclass(frozen=True, kw_only=True)
class OrderEntered(OrderEvent):
    """The customer entered the draft through their link; `unread` rows are kept as they wrote them."""

    name = "portal.order_entered"
    sentence = _("Entered by the customer through order link no. %(link_id)s: %(lines)s lines, %(unread)s to read")

    link_id: int
    lines: int
    unread: int
