"""Quotations read: the list, one quotation, and the paper the customer gets."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.refusal import Refused
from core.views.guard import Guarded
from orders.models import Order, Quotation
from orders.models.quotation import QuoteState
from orders.panels.findings import sections_of
from orders.pdf import quotation_pdf
from orders.policies import may_quote, may_see_quotes, may_send_quote
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
