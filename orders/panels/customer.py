"""What orders show on a customer's page: the latest ones, and the way to a new one."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.panel import Panel
from customers.models import Customer
from orders.models import Order
from orders.policies import may_enter, may_see

LATEST = 10


def _latest(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    rows = list(Order.objects.visible_to(request.user).filter(customer=customer).for_list().order_by("-pk")[:LATEST])
    return {"orders": rows, "may_enter": may_enter(request.user) and customer.active}


recent_orders = Panel("orders", _("Orders"), "orders/_customer_panel.html", may_see, _latest)
