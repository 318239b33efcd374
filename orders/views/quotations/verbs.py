"""What becomes of a quotation: handed in, sent, and the customer's answer."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.views.verb import VerbView
from customers.models import Contact
from orders.forms.quotation import AcceptForm, SendForm
from orders.forms.verbs import ReasonForm
from orders.models import Order, Quotation
from orders.policies import may_quote, may_send_quote
from orders.services.quotes import answers as quote_answers
from orders.services.quotes import quoting
from orders.views.quotations.reading import quotation_for


class QuotationVerb(VerbView):
    """A verb on the quotation the address names."""

    policy = may_send_quote

    def get_subject(self) -> Quotation:
        return quotation_for(self.request.user, self.kwargs["number"])


class SubmitQuotation(QuotationVerb):
    """Hand a quotation in."""

    policy = may_quote
    title = _("Hand the quotation in")
    consequence = _("It is checked; prices or terms that deviate are agreed to in the house before it can be sent.")
    button = _("Hand in")
    done = _("The quotation was handed in.")

    def act(self, subject: Quotation, data: dict[str, Any]) -> Quotation:
        return quoting.submit_quotation(subject.pk, actor=self.request.user)


class RecallQuotation(QuotationVerb):
    """Take a quotation back before the customer has seen it."""

    policy = may_quote
    title = _("Recall the quotation")
    consequence = _("It becomes a draft again; its approval ends without a decision.")
    button = _("Recall quotation")
    done = _("The quotation is a draft again.")

    def act(self, subject: Quotation, data: dict[str, Any]) -> Quotation:
        return quoting.recall_quotation(subject.pk, actor=self.request.user)


class SendQuotation(QuotationVerb):
    """Send it to the customer."""

    title = _("Send the quotation")
    consequence = _("The customer gets it by e-mail as a PDF. It can be withdrawn, but not changed any more.")
    button = _("Send quotation")
    done = _("The quotation is on its way.")

    def get_form(self, subject: Quotation, data: Any = None) -> forms.Form:
        return SendForm(data, initial={"address": _address_of(subject)})

    def act(self, subject: Quotation, data: dict[str, Any]) -> Quotation:
        return quote_answers.send_quotation(subject.pk, **data, actor=self.request.user)


class AcceptQuotation(QuotationVerb):
    """The customer's word: the offer becomes an order draft."""

    title = _("The customer accepted")
    consequence = _("An order draft is made of it at the offered prices; submit it as any other order.")
    button = _("Make the order")
    done = _("Here is the order; check it and submit it.")
    form_class = AcceptForm

    def act(self, subject: Quotation, data: dict[str, Any]) -> Order:
        return quote_answers.accept_quotation(subject.pk, **data, actor=self.request.user)

    def done_url(self, subject: Quotation, result: Any) -> str:
        return reverse("orders:edit", args=[result.ref])


class DeclineQuotation(QuotationVerb):
    """The customer said no."""

    title = _("The customer declined")
    consequence = _("The quotation is closed without an order.")
    button = _("Close as declined")
    done = _("The quotation is closed.")
    form_class = ReasonForm

    def act(self, subject: Quotation, data: dict[str, Any]) -> Quotation:
        return quote_answers.decline_quotation(subject.pk, actor=self.request.user, reason=data["reason"])


class WithdrawQuotation(QuotationVerb):
    """Take the offer back."""

    title = _("Withdraw the quotation")
    consequence = _("The offer holds no longer and can never become an order.")
    button = _("Withdraw quotation")
    done = _("The quotation is withdrawn.")
    danger = True
    form_class = ReasonForm

    def act(self, subject: Quotation, data: dict[str, Any]) -> Quotation:
        return quoting.withdraw_quotation(subject.pk, actor=self.request.user, reason=data["reason"])


def _address_of(quotation: Quotation) -> str:
    """The contact's e-mail, else the main contact's with one."""
    if quotation.contact is not None and quotation.contact.email:
        return quotation.contact.email
    people = Contact.objects.filter(customer_id=quotation.customer_id).exclude(email="").order_by("-main", "pk")
    return people.values_list("email", flat=True).first() or ""
