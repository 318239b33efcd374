"""The after-sales cases on the page of an order and of a customer."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from core.panel import Panel
from customers.models import Customer
from orders.models import Case, Order
from orders.policies import may_handle_case, may_see_cases

LATEST = 5


def cases_on(request: HttpRequest, order: Order) -> dict[str, Any] | None:
    """The cases about an order; one query, none for one that does not bind yet."""
    if not order.binds:
        return None
    rows = list(Case.objects.filter(order=order).select_related("owner").order_by("-pk")[:LATEST])
    url = _new(order=order.ref, customer=order.customer.code) if may_handle_case(request.user) else ""
    return {"cases": rows, "new_url": url} if rows or url else None


def cases_of(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """The latest cases of a customer; one query."""
    rows = list(Case.objects.filter(customer=customer).select_related("owner").order_by("-pk")[:LATEST])
    return {"cases": rows, "new_url": _new(customer=customer.code) if may_handle_case(request.user) else ""}


def _new(**named: str) -> str:
    return f"{reverse('orders:case-new')}?{urlencode(named)}"


def _may_look(user: Any, subject: Any = None) -> bool:
    return may_see_cases(user)


CASES = Panel("cases", _("After-sales cases"), "orders/_cases_panel.html", _may_look, cases_on, place="side")
CUSTOMER_CASES = Panel("cases", _("After-sales cases"), "orders/_cases_panel.html", _may_look, cases_of)
