"""Quotations: the list, one quotation, typing it, and what becomes of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.once import once_for
from core.refusal import Refused
from core.views.guard import Guarded
from core.views.verb import VerbView
from customers.models import Contact
from orders.forms.quotation import AcceptForm, QuoteSheet, SendForm
from orders.forms.sheet import with_more_rows
from orders.forms.verbs import ReasonForm
from orders.models import Order, Quotation
from orders.models.quotation import QuoteState
from orders.panels.findings import sections_of
from orders.pdf import quotation_pdf
from orders.policies import may_quote, may_see_quotes, may_send_quote
from orders.services.entry.checking import Blocked
from orders.services.quotes import answers as quote_answers
from orders.services.quotes import quoting
from orders.views.papers import Offer, PaperList, Tab, buttons_of, paper_for, told

S = QuoteState
OFFERS = (
    Offer("submit", _("Hand in"), may_quote, "submit", leads=True),
    Offer("send", _("Send by e-mail"), may_send_quote, "send", leads=True),
    Offer("accept", _("Accepted: make the order"), may_send_quote, "accept", leads=True),
    Offer("edit", _("Edit"), may_quote, key="e"),
    Offer("decline", _("Declined"), may_send_quote, "decline"),
    Offer("recall", _("Recall"), may_quote, "recall"),
    Offer("withdraw", _("Withdraw"), may_send_quote, "withdraw", danger=True),
)


def quotation_for(user: Any, number: str) -> Quotation:
    """The quotation an address names, among those the person sees."""
    rows = Quotation.objects.visible_to(user).select_related(
        "customer__owner", "customer__terms", "owner", "contact", "terms", "clause", "requirement", "order"
    )
    return paper_for(rows.defer("customer__search", "order__search"), number)


class QuotationList(PaperList):
    """All quotations to the customers a person sees, by tab and search."""

    policy, may_begin = may_see_quotes, may_quote
    template, model = "orders/quotations.html", Quotation
    tabs = (
        Tab("", pgettext_lazy("quotations", "All"), lambda rows: rows),
        Tab("drafts", _("Drafts"), lambda rows: rows.filter(state=S.DRAFT)),
        Tab(
            "house",
            pgettext_lazy("quotations", "In the house"),
            lambda rows: rows.filter(state__in=[S.PENDING_APPROVAL, S.APPROVED]),
        ),
        Tab("sent", _("With the customer"), lambda rows: rows.filter(state=S.SENT)),
        Tab("accepted", pgettext_lazy("quotations", "Accepted"), lambda rows: rows.filter(state=S.ACCEPTED)),
        Tab(
            "closed",
            _("Without an order"),
            lambda rows: rows.filter(state__in=[S.DECLINED, S.EXPIRED, S.WITHDRAWN, S.REJECTED]),
        ),
    )

    def more(self) -> dict[str, Any]:
        return {"today": clock.today()}


class QuotationPage(Guarded):
    """What is offered, until when, what the checks said, and where it stands."""

    policy = may_see_quotes

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        quotation = quotation_for(request.user, number)
        rows = quotation.lines.order_by("position").select_related("product", "unit").defer("product__search")
        order = quotation.order
        sees_order = order is not None and Order.objects.visible_to(request.user).filter(pk=order.pk).exists()
        context = {
            "quotation": quotation,
            "lines": list(rows),
            "order": order if sees_order else None,
            "passed": quotation.has_passed(clock.today()),
            "sections": sections_of(quotation.findings)[0] if quotation.findings else [],
            "buttons": buttons_of(request.user, quotation, "quotation", OFFERS),
            **told(request, quotation),
        }
        return render(request, "orders/quotation.html", context)


class NewQuotation(Guarded):
    """A quotation typed on the same grid as an order."""

    policy = may_quote

    def quotation(self) -> Quotation | None:
        return None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        quotation = self.quotation()
        if quotation is not None and not quotation.is_editable:
            words = say("Quotation %(number)s is no longer a draft.")
            messages.warning(request, words % {"number": quotation.number})
            return HttpResponseRedirect(quotation.get_absolute_url())
        code = request.GET.get("customer", "")[:40].replace("\x00", "")
        return show(request, QuoteSheet(request.user, quotation, customer=code))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        quotation, data = self.quotation(), request.POST
        if "more" in data:
            return show(request, QuoteSheet(request.user, quotation, with_more_rows(data)))
        sheet = QuoteSheet(request.user, quotation, data)
        if "check" in data or not sheet.is_valid():
            sheet.examine()
            return show(request, sheet, status=200 if "check" in data else 422)
        try:
            target = once_for(request, lambda: _write(request, sheet))
        except Blocked as blocked:
            sheet.examine()
            return show(request, sheet, status=422, blocked=blocked)
        except Refused as refusal:
            sheet.head.add_error(None, str(refusal))
            return show(request, sheet, status=409)
        return HttpResponseRedirect(target)


class EditQuotation(NewQuotation):
    """A saved quotation on the same page."""

    def quotation(self) -> Quotation:
        quotation = quotation_for(self.request.user, self.kwargs["number"])
        self.policy.demand(self.request.user, quotation)
        return quotation


def _write(request: HttpRequest, sheet: QuoteSheet) -> str:
    quotation = sheet.quotation
    assert sheet.head.found is not None
    kept = quotation.contact if quotation and quotation.customer_id == sheet.head.found.pk else None
    saved = quoting.save_quotation(
        quotation.pk if quotation else None,
        head=sheet.head.as_head(kept),
        rows=sheet.rows,
        valid_until=sheet.head.cleaned_data["valid_until"],
        version=sheet.version,
        actor=request.user,
    )
    if "submit" in request.POST:
        quoting.submit_quotation(saved.pk, actor=request.user)
    messages.success(request, say("The quotation is saved."))
    return saved.get_absolute_url()


class CheckQuotation(Guarded):
    """The live panel: what was typed so far, priced and examined; nothing is written."""

    policy = may_quote

    def post(self, request: HttpRequest) -> HttpResponse:
        sheet = QuoteSheet(request.user, None, request.POST)
        sheet.examine()
        for line in sheet.lines.forms:
            line.quiet = True
        return render(request, "orders/_quote_checked.html", context_of(sheet))


def show(request: HttpRequest, sheet: QuoteSheet, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page with everything as typed."""
    return render(request, "orders/quotation_form.html", context_of(sheet) | more, status=status)


def context_of(sheet: QuoteSheet) -> dict[str, Any]:
    """What the page and its live fragments are drawn from."""
    shown, silent = sections_of(sheet.findings)
    own = [one for one in shown if one.findings or one.key == "price"]
    return {
        "sheet": sheet,
        "head": sheet.head,
        "lines": sheet.lines,
        "quotation": sheet.quotation,
        "priced": sheet.priced,
        "customer": sheet.head.found,
        "sections": own if sheet.checked_at else [],
        "silent": [],
    }


class QuotationPdf(Guarded):
    """The offer as the customer gets it."""

    policy = may_see_quotes

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        quotation = quotation_for(request.user, number)
        lines = list(quotation.lines.select_related("unit").order_by("position"))
        try:
            page = quotation_pdf(quotation, lines)
        except Refused as refusal:
            return HttpResponse(str(refusal), status=503, content_type="text/plain; charset=utf-8")
        response = HttpResponse(page, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{quotation.number}.pdf"'
        return response


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
