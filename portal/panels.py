"""What the portal shows: a customer's links on their page, and on an order what the customer wrote."""

from typing import Any

from django.db.models import Count, Max
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import clock
from core.panel import Panel
from customers.models import Customer
from orders.models import Order
from orders.models.words import Channel
from orders.policies import may_see as may_see_orders
from portal.models import LinkEntry, OrderLink
from portal.policies import may_make_link

LATEST = 5


def _links(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    rows = OrderLink.objects.filter(customer=customer).select_related("made_by").order_by("-pk")
    return {"links": rows.annotate(used=Count("entries"), used_at=Max("entries__at"))[:LATEST], "now": clock.now()}


def _entry(request: HttpRequest, order: Order) -> dict[str, Any] | None:
    """Only orders from the web can have come this way; the others are not asked for."""
    if order.channel != Channel.WEB:
        return None
    entry = LinkEntry.objects.filter(order=order).first()
    return {"entry": entry} if entry is not None else None


LINKS = Panel("order-links", _("Order links"), "portal/_links.html", may_make_link, _links)
ENTERED = Panel("entered", _("Entered by the customer"), "portal/_entered.html", may_see_orders, _entry)
