"""A quotation typed on the grid of the orders, checked while one types."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as say

from core.once import once_for
from core.refusal import Refused
from core.views.guard import Guarded
from orders.forms.quotation import QuoteSheet
from orders.forms.sheet import with_more_rows
from orders.models import Quotation
from orders.panels.findings import sections_of
from orders.policies import may_quote
from orders.services.entry.checking import Blocked
from orders.services.quotes import quoting
from orders.views.quotations.reading import quotation_for


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
