"""A person's verbs on invoices, receipts and credit, one page each."""

from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.templatetags.ui import day, money
from core.views.verb import VerbView
from finance import policies, services
from finance.forms import LimitForm, ReasonForm
from finance.models import CreditProfile, Invoice, LimitChange, Payment
from finance.models.limit import LimitState
from finance.views.finding import credit_for, invoice_for, order_for, payment_for
from orders.models import Order


class Bill(VerbView):
    """Draft an invoice over what shipped and is on none."""

    policy = policies.may_draft
    title = _("Draft an invoice")
    consequence = _(
        "An invoice is drafted over everything that shipped and is on no invoice. It is issued afterwards."
    )
    button = _("Draft invoice")
    done = _("The invoice is drafted.")

    def get_subject(self) -> Order:
        return order_for(self.request.user, self.kwargs["ref"])

    def act(self, subject: Order, data: dict[str, Any]) -> Invoice:
        return services.bill_order(subject.pk, actor=self.request.user)


class Issue(VerbView):
    """Issue a drafted invoice."""

    policy = policies.may_issue
    title = _("Issue the invoice")
    consequence = _(
        "The invoice gets its number and can no longer be changed. The customer owes it, and the payment days begin."
    )
    button = _("Issue invoice")
    done = _("The invoice is issued.")

    def get_subject(self) -> Invoice:
        return invoice_for(self.request.user, self.kwargs["ref"])

    def extra_context(self, subject: Invoice) -> dict[str, Any]:
        customer = subject.customer
        return {
            "facts": [
                {"label": gettext("Order"), "value": subject.order.ref},
                {"label": gettext("Invoice title"), "value": customer.invoice_title or "--"},
                {"label": gettext("Tax ID"), "value": customer.tax_number or "--"},
                {"label": gettext("Total incl. tax"), "value": money(subject.total, subject.currency)},
            ]
        }

    def act(self, subject: Invoice, data: dict[str, Any]) -> Invoice:
        issue = services.issue_note if subject.is_credit_note else services.issue_invoice
        return issue(subject.pk, actor=self.request.user)


class Correct(VerbView):
    """Take an issued invoice back by a red-letter invoice."""

    policy = policies.may_correct
    title = _("Reverse by red letter")
    consequence = _(
        "A red-letter invoice over the whole amount is issued at once and linked to this one. Money that had "
        "paid it becomes unmatched money of the customer, and what shipped can be billed again. "
        "This cannot be taken back."
    )
    button = _("Reverse invoice")
    done = _("The red-letter invoice is issued; what shipped can be billed again.")
    danger = True
    form_class = ReasonForm

    def get_subject(self) -> Invoice:
        return invoice_for(self.request.user, self.kwargs["ref"])

    def extra_context(self, subject: Invoice) -> dict[str, Any]:
        return {
            "facts": [
                {"label": gettext("Total incl. tax"), "value": money(subject.total, subject.currency)},
                {"label": gettext("Paid"), "value": money(subject.paid, subject.currency)},
            ]
        }

    def act(self, subject: Invoice, data: dict[str, Any]) -> Invoice:
        return services.correct_invoice(subject.pk, reason=data["reason"], actor=self.request.user)


class Reverse(VerbView):
    """Undo a mistyped receipt."""

    policy = policies.may_reverse
    title = _("Reverse the receipt")
    consequence = _(
        "A counter-entry is booked and linked to this receipt. The invoices it had paid are open again; "
        "nothing is deleted."
    )
    button = _("Reverse receipt")
    done = _("The receipt is reversed.")
    danger = True
    form_class = ReasonForm

    def get_subject(self) -> Payment:
        return payment_for(self.request.user, self.kwargs["number"])

    def extra_context(self, subject: Payment) -> dict[str, Any]:
        return {
            "facts": [
                {"label": gettext("Customer"), "value": subject.customer.title},
                {"label": gettext("Amount"), "value": money(subject.amount, subject.currency)},
                {"label": gettext("Received on"), "value": day(subject.received_on)},
            ]
        }

    def act(self, subject: Payment, data: dict[str, Any]) -> Payment:
        return services.reverse_payment(subject.pk, reason=data["reason"], actor=self.request.user)


class SetLimit(VerbView):
    """Change what a customer may owe at most."""

    policy = policies.may_set_limit
    title = _("Set the credit limit")
    consequence = _(
        "New orders are asked against the new limit from now on; orders already confirmed stay confirmed. A limit "
        "higher than you may set alone is asked for first."
    )
    button = _("Set limit")
    done = _("The credit limit is set.")
    form_class = LimitForm

    def get_subject(self) -> CreditProfile:
        return credit_for(self.request.user, self.kwargs["pk"])

    def get_form(self, subject: CreditProfile, data: Any = None) -> forms.Form:
        return LimitForm(data, initial={"limit": subject.limit})

    def extra_context(self, subject: CreditProfile) -> dict[str, Any]:
        return {
            "facts": [
                {"label": gettext("Limit until now"), "value": money(subject.limit, subject.currency)},
                {"label": gettext("Used"), "value": money(subject.exposure, subject.currency)},
            ]
        }

    def act(self, subject: CreditProfile, data: dict[str, Any]) -> CreditProfile | LimitChange:
        user, limit = self.request.user, data["limit"]
        found = services.change_limit(subject.customer_id, limit, reason=data["reason"], actor=user)
        if isinstance(found, LimitChange):
            self.done = _("The limit is asked for; until it is agreed to the old one holds.")
        return found

    def success_url(self, subject: Any) -> str:
        return reverse("finance:credit", args=[self.kwargs["pk"]])


class WithdrawLimit(VerbView):
    """Ask no more for a higher limit."""

    policy = policies.may_set_limit
    title = _("Take the question back")
    consequence = _("Nobody is asked any more about a higher limit; it stays what it is.")
    button = _("Take the question back")
    done = _("The question is taken back.")

    def get_subject(self) -> CreditProfile:
        return credit_for(self.request.user, self.kwargs["pk"])

    def act(self, subject: CreditProfile, data: dict[str, Any]) -> CreditProfile:
        change = LimitChange.objects.filter(customer=subject.customer_id, state=LimitState.ASKED).first()
        if change is None:
            raise Http404
        services.withdraw_limit(change.pk, actor=self.request.user)
        return subject
