"""What finance shows on the order page and the customer page, and its number in the menu."""

from typing import Any

from django.db.models import Min, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core import clock
from core.paging import capped_count
from core.panel import Panel
from customers.models import Customer
from finance import policies
from finance.models import Allocation, CreditProfile, Invoice
from finance.services.billing import Billed, billed_of, to_bill
from orders.models import Order, OrderLine
from orders.models.words import Billing


def money_of(request: HttpRequest, order: Order) -> dict[str, Any] | None:
    """The invoices of an order, the receipts that paid them, and the credit; at most five queries."""
    user = request.user
    rows = Invoice.objects.filter(order=order).select_related("corrects").order_by("pk")
    invoices = [_with_acts(user, row) for row in rows]
    profile = _credit(user, order.customer_id)
    if not invoices and profile is None:
        return None
    return {
        "invoices": invoices,
        "payments": _receipts(user, order) if order.paid_amount else [],
        "may_draft": policies.may_draft(user) and _has_rest(order),
        "profile": profile,
    }


def _with_acts(user: Any, invoice: Invoice) -> dict[str, Any]:
    pays = invoice.open_amount > 0 and policies.may_book(user)
    return {
        "row": invoice,
        "may_issue": can_proceed(invoice.issue) and policies.may_issue(user),
        "pay_url": f"{reverse('finance:new_payment')}?invoice={invoice.ref}" if pays else "",
    }


def _credit(user: Any, customer_id: int) -> CreditProfile | None:
    if not policies.may_see_credit(user):
        return None
    return CreditProfile.objects.visible_to(user).filter(customer_id=customer_id).first()


def _receipts(user: Any, order: Order) -> list[Allocation]:
    if not policies.may_see_payments(user):
        return []
    return list(Allocation.objects.standing().filter(invoice__order=order).select_related("payment").order_by("pk"))


def _has_rest(order: Order) -> bool:
    """Whether something shipped that no invoice, not even a draft, covers."""
    if order.billing not in (Billing.TO_BILL, Billing.PARTLY_BILLED):
        return False
    billed = billed_of(order)
    return any(to_bill(line, billed.get(line.pk, Billed())) > 0 for line in OrderLine.objects.filter(order=order))


def debt_of(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """What a customer owes, and how late."""
    late = Invoice.objects.visible_to(request.user).overdue().filter(customer=customer)
    debt = late.aggregate(oldest=Min("due_date"), amount=Sum("open_amount"))
    days = (clock.today() - debt["oldest"]).days if debt["oldest"] else 0
    return {
        "profile": _credit(request.user, customer.pk),
        "overdue": {"days": days, "amount": debt["amount"]},
        "may_book": policies.may_book(request.user),
    }


def to_issue(user: Any) -> int | None:
    """How many invoices wait to be issued, for those who issue them."""
    return capped_count(Invoice.objects.visible_to(user).drafts()) if policies.may_issue(user) else None


def _may_look(user: Any, subject: Any = None) -> bool:
    return policies.may_see_invoices(user)


MONEY = Panel("finance", _("Money"), "finance/_panel.html", _may_look, money_of, place="side")
DEBT = Panel("finance", _("Money"), "finance/_customer_panel.html", _may_look, debt_of)
