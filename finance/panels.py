"""What finance shows on the order page and the customer page, and its number in the menu."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Min, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core import clock
from core.joint import Result, Say
from core.paging import capped_count
from core.panel import Panel
from core.refusal import Refused
from core.roles import FINANCE
from customers.models import Customer
from finance import policies
from finance.models import Allocation, CreditCheck, CreditOverride, CreditProfile, Invoice
from finance.models.override import OverrideState
from finance.models.words import Basis
from finance.services.billing import Billed, billed_of, to_bill
from finance.services.credit import credit_now
from orders.models import Order, OrderLine, OrderRevision, Return
from orders.models.words import Billing, State


def money_of(request: HttpRequest, order: Order) -> dict[str, Any] | None:
    """The invoices of an order, the receipts that paid them, and the credit; at most five queries."""
    user = request.user
    rows = Invoice.objects.filter(order=order).select_related("corrects", "credits").order_by("pk")
    invoices = [_with_acts(user, row) for row in rows]
    profile = _credit(user, order.customer_id)
    release = _release(user, order)
    if not invoices and profile is None and not release:
        return None
    return {
        "invoices": invoices,
        "payments": _receipts(user, order) if order.paid_amount else [],
        "may_draft": policies.may_draft(user) and _has_rest(order),
        "profile": profile,
        **release,
    }


def _release(user: Any, order: Order) -> dict[str, Any]:
    """What became of asking to let an approved order pass the limit, and the acts a person has; one query."""
    may_ask = policies.may_ask_release(user, order)
    if order.state != State.APPROVED or not (may_ask or policies.may_see_credit(user)):
        return {}
    rows = CreditOverride.objects.filter(order=order).select_related("asked_by").order_by("-pk")
    last = rows.first()
    grown = last is not None and last.is_open and last.amount < order.total
    return {
        "release": last,
        "release_grown": grown,
        "may_withdraw_release": may_ask and last is not None and last.is_open,
        "may_ask_release": may_ask and (last is None or not last.is_open or grown),
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


def may_ask_now(user: Any, order: Order) -> bool:
    """Whether a person may ask to release an order about which nobody is asked yet."""
    asked = CreditOverride.objects.filter(order=order, state=OverrideState.ASKED, amount__gte=order.total)
    return policies.may_ask_release(user, order) and not asked.exists()


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


# No amounts: whoever sees the order reads this, also without the right to see limits.
COVERED = {
    Basis.WITHIN: _("The credit covers it."),
    Basis.PREPAID: _("Cash before delivery; no credit is needed."),
    Basis.OVERRIDE: _("Over the credit limit, and approved all the same."),
    Basis.LOWERED: _("Over the credit limit, but changed to less."),
}
NOT_COVERED = _("The customer's credit does not cover it now: collect money, raise the limit, or let it be approved.")


def credit_answer(order: Order, revision: OrderRevision) -> Iterable[Say]:
    """Finance: whether the credit covers the order, as committed or as it stands (S41)."""
    if order.state == State.CONFIRMED:
        checks = CreditCheck.objects.filter(order=order).select_related("override_by").order_by("-pk")
        for check in checks[:1]:
            yield _passed(Basis(check.basis), who=str(check.override_by or ""), at=check.at)
    elif order.state == State.PENDING_APPROVAL and any(one["code"] == "credit_over" for one in revision.findings):
        yield Say(role=FINANCE, result=Result.WAITS, words=_("Over the credit limit; it goes on only with approval."))
    elif isinstance(found := credit_now(order), Refused):
        yield Say(role=FINANCE, result=Result.FAILED, words=NOT_COVERED, at=clock.now())
    elif found is not None:
        yield _passed(found, at=clock.now())


def _passed(basis: Basis, *, who: str = "", at: Any = None) -> Say:
    return Say(role=FINANCE, result=Result.PASSED, words=COVERED[basis], who=who, at=at)


def to_issue(user: Any) -> int | None:
    """How many invoices wait to be issued, for those who issue them."""
    return capped_count(Invoice.objects.visible_to(user).drafts()) if policies.may_issue(user) else None


def _may_look(user: Any, subject: Any = None) -> bool:
    return policies.may_see_invoices(user)


MONEY = Panel("finance", _("Money"), "finance/_panel.html", _may_look, money_of, place="side")
DEBT = Panel("finance", _("Money"), "finance/_customer_panel.html", _may_look, debt_of)


def notes_of(request: HttpRequest, returned: Return) -> dict[str, Any] | None:
    """The red letters drafted or issued for a return; one query."""
    rows = Invoice.objects.filter(order_id=returned.order_id, source__startswith=f"return:{returned.pk}:")
    invoices = [_with_acts(request.user, row) for row in rows.select_related("credits").order_by("pk")]
    return {"invoices": invoices} if invoices else None


def _may_see_notes(user: Any, returned: Any = None) -> bool:
    return policies.may_see_invoices(user)


RETURN_MONEY = Panel("finance", _("Money"), "finance/_panel.html", _may_see_notes, notes_of, place="side")
