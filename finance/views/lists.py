"""The lists of money: invoices and their export, what is to bill, receipts, credit."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from import_export.formats.base_formats import CSV, XLSX

from core import clock
from core.paging import capped_count, page_of
from core.views.guard import Guarded
from finance import policies
from finance.filters import InvoiceFilter, PaymentFilter
from finance.models import CreditProfile, Invoice, Payment
from finance.resources import InvoiceResource
from finance.tables import CREDITS, INVOICES, PAYMENTS, chips_of, drawn, orders_to_bill, sums_of, tab_of

FORMATS = {"csv": CSV, "xlsx": XLSX}
MOST_ROWS = 100_000


class Listed(Guarded):
    """A list with tabs and filters, newest first."""

    template = ""
    tabs: tuple[Any, ...] = ()
    filter_class: Any = None
    inline: tuple[str, ...] = ("q", "customer")
    summed = ""

    def everything(self) -> Any:
        raise NotImplementedError

    def get(self, request: HttpRequest) -> HttpResponse:
        tab = tab_of(self.tabs, request.GET)
        found = self.filter_class(request.GET, queryset=tab.narrow(self.everything()))
        rows, chips = found.qs, chips_of(request.GET, found.applied(), found.form)
        tabs, total = drawn(self.tabs, tab, self.everything(), rows)
        context = {
            "page": page_of(rows.for_list(), request.GET),
            "tabs": tabs,
            "filter_form": found.form,
            "inline": self.inline,
            "hidden": {"tab": tab.key} if tab.key else {},
            "chips": chips,
            "total_text": total,
            "sums": sums_of(rows, self.summed) if chips or tab.key else {},
            "narrowed": bool(chips or tab.key),
        }
        return render(request, self.template, context | self.rights())

    def rights(self) -> dict[str, bool]:
        return {}


class InvoiceList(Listed):
    """All invoices a person may see, by tab and filter."""

    policy = policies.may_see_invoices
    template = "finance/invoices.html"
    tabs, filter_class, summed = INVOICES, InvoiceFilter, "open_amount"

    def everything(self) -> Any:
        return Invoice.objects.visible_to(self.request.user)

    def rights(self) -> dict[str, bool]:
        user = self.request.user
        return {
            "may_export": policies.may_export(user),
            "may_book": policies.may_book(user),
            "may_issue": policies.may_issue(user),
        }


class PaymentList(Listed):
    """All receipts a person may see, by tab and filter."""

    policy = policies.may_see_payments
    template = "finance/payments.html"
    tabs, filter_class, summed = PAYMENTS, PaymentFilter, "unapplied"

    def everything(self) -> Any:
        return Payment.objects.visible_to(self.request.user)

    def rights(self) -> dict[str, bool]:
        return {"may_book": policies.may_book(self.request.user)}


class ExportInvoices(Guarded):
    """The invoice list as it stands, as a CSV or Excel file."""

    policy = policies.may_export

    def get(self, request: HttpRequest) -> HttpResponse:
        kind = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
        tab = tab_of(INVOICES, request.GET)
        rows = InvoiceFilter(request.GET, queryset=tab.narrow(Invoice.objects.visible_to(request.user))).qs
        keys = rows.order_by("-pk").values("pk")[:MOST_ROWS]
        chosen = Invoice.objects.filter(pk__in=keys).for_list().select_related("corrects", "customer", "order")
        form = FORMATS[kind]()
        body = form.export_data(InvoiceResource().export(chosen.order_by("-pk")))
        content = body.encode("utf-8-sig") if isinstance(body, str) else body
        response = HttpResponse(content, content_type=form.get_content_type())
        response["Content-Disposition"] = f'attachment; filename="invoices-{clock.today():%Y%m%d}.{kind}"'
        return response


class ToBill(Guarded):
    """Orders of which something shipped and is not invoiced (S88)."""

    policy = policies.may_draft

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = orders_to_bill(request.user)
        context = {
            "page": page_of(rows.for_list(), request.GET),
            "count": capped_count(rows),
            "may_issue": policies.may_issue(request.user),
        }
        return render(request, "finance/to_bill.html", context)


class CreditList(Guarded):
    """What each customer may owe and owes."""

    policy = policies.may_see_credit

    def get(self, request: HttpRequest) -> HttpResponse:
        everything = CreditProfile.objects.visible_to(request.user)
        tab = tab_of(CREDITS, request.GET)
        rows = tab.narrow(everything)
        tabs, total = drawn(CREDITS, tab, everything, rows)
        page = page_of(rows.select_related("customer").defer("customer__search"), request.GET)
        context = {"page": page, "tabs": tabs, "total_text": total, "narrowed": bool(tab.key)}
        return render(request, "finance/credits.html", context)
