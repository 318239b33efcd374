"""One invoice, on the screen and as a PDF."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django_fsm import can_proceed

from core.refusal import Refused
from core.views.guard import Guarded
from finance import policies
from finance.models import Invoice
from finance.pdf import invoice_pdf
from finance.views.finding import invoice_for


class InvoicePage(Guarded):
    """What is billed, what is paid of it, and what may be done with it now."""

    policy = policies.may_see_invoices

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        invoice = invoice_for(request.user, ref)
        context = {
            "invoice": invoice,
            "lines": list(invoice.lines.order_by("position")),
            "matched": list(invoice.allocations.select_related("payment", "by").order_by("-pk")),
            "may_see_payments": policies.may_see_payments(request.user),
            **acts_on(request.user, invoice),
        }
        return render(request, "finance/invoice.html", context)


def acts_on(user: Any, invoice: Invoice) -> dict[str, Any]:
    """The acts an invoice offers a person now."""
    may_pay = invoice.open_amount > 0 and policies.may_book(user)
    pay = f"{reverse('finance:new_payment')}?invoice={invoice.ref}"
    takes_back = can_proceed(invoice.reverse) and not invoice.is_credit_note and not invoice.credited_amount
    return {
        "may_issue": can_proceed(invoice.issue) and policies.may_issue(user),
        "may_correct": takes_back and policies.may_correct(user),
        "pay_url": pay if may_pay else "",
    }


class InvoicePdf(Guarded):
    """The issued document as the customer gets it."""

    policy = policies.may_see_invoices

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        invoice = invoice_for(request.user, ref)
        if invoice.number is None:
            raise Http404
        try:
            page = invoice_pdf(invoice, list(invoice.lines.order_by("position")))
        except Refused as refusal:
            return HttpResponse(str(refusal), status=503, content_type="text/plain; charset=utf-8")
        response = HttpResponse(page, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{invoice.number}.pdf"'
        return response
