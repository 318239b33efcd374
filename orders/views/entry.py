"""Typing an order: the page, the live check, and what the fields find."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.once import once_for
from core.refusal import Refused
from core.views.guard import Guarded
from customers.models import Customer
from orders import services
from orders.forms.beginning import again, from_template, templates_for
from orders.forms.differences import differences, taking
from orders.forms.pasted import chosen_columns, paste_context, picked, with_pasted, without_pasted
from orders.forms.sheet import Sheet, as_left, with_more_rows, with_rest
from orders.models import EntryTemplate, Order
from orders.panels.findings import needs_reason, sections_of
from orders.panels.prices import PriceRow, price_rows
from orders.policies import may_enter, may_submit
from orders.services.entry.checking import Blocked
from orders.services.entry.drafting import Stale
from orders.services.entry.pasting import read_pasted
from orders.views.finding import order_for


class NewOrder(Guarded):
    """A blank page, and everything it can be sent for: more rows, a check, a save, a submit."""

    policy = may_enter

    def order(self) -> Order | None:
        return None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        order = self.order()
        if order is not None and not order.is_editable:
            messages.warning(request, _("Order %(ref)s is no longer a draft.") % {"ref": order.ref})
            return HttpResponseRedirect(order.get_absolute_url())
        return show(request, _opened(request, order))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        order, data = self.order(), request.POST
        if "more" in data:
            return show(request, Sheet(request.user, order, with_more_rows(data)))
        if "pick" in data:
            data = picked(data)
        if "paste" in data:
            return self.paste(request, order, data)
        sheet = Sheet(request.user, order, data)
        if "merge" in data and order is not None:
            sheet.is_valid()
            sheet = Sheet(request.user, order, taking(data, sheet, order))
            sheet.examine()
            return show(request, sheet)
        if {"check", "pick", "enter"} & data.keys():
            # Without script Enter in a field presses the page's first button, which only looks.
            sheet.examine()
            return show(request, sheet)
        return self.keep(request, sheet)

    def keep(self, request: HttpRequest, sheet: Sheet) -> HttpResponse:
        """Save, or save and submit; whatever is refused comes back with everything as typed."""
        if not sheet.is_valid():
            sheet.examine()
            return show(request, sheet, status=422)
        try:
            target = once_for(request, lambda: _write(request, sheet, submit="submit" in request.POST))
        except Stale as stale:
            sheet = Sheet(request.user, sheet.order, with_rest(request.POST, stale.order, set()))
            sheet.version = stale.order.version
            sheet.examine()
            return show(request, sheet, status=409, stale=stale, differing=differences(sheet, stale.order))
        except Blocked as blocked:
            sheet.examine()
            return show(request, sheet, status=422, blocked=blocked)
        except Refused as refusal:
            sheet.head.add_error(NON_FIELD_ERRORS, str(refusal))
            return show(request, sheet, status=409)
        answer = HttpResponseRedirect(target)
        # What the browser kept of this page as a net is not needed any more; page.js takes it away.
        answer.set_cookie("draft-done", sheet.page, max_age=600, samesite="Lax", secure=request.is_secure())
        return answer

    def paste(self, request: HttpRequest, order: Order | None, data: QueryDict) -> HttpResponse:
        """The pasted rows below what is typed; without script the page comes back with them."""
        sheet = Sheet(request.user, order, without_pasted(data))
        sheet.head.is_valid()
        try:
            pasted = read_pasted(data.get("pasted", ""), sheet.head.found, chosen_columns(data))
        except Refused as refusal:
            sheet.head.add_error(NON_FIELD_ERRORS, str(refusal))
            return show(request, sheet, status=422)
        sheet = Sheet(request.user, order, with_pasted(without_pasted(data), pasted))
        sheet.examine()
        return show(request, sheet, **paste_context(pasted, data.get("pasted", "")))


class EditOrder(NewOrder):
    """A saved draft on the same page."""

    def order(self) -> Order:
        order = order_for(self.request.user, self.kwargs["ref"])
        self.policy.demand(self.request.user, order)
        return order


def _opened(request: HttpRequest, order: Order | None) -> Sheet:
    if order is None:
        return _begun(request)
    if not order.draft_rest:
        return Sheet(request.user, order)
    sheet = Sheet(request.user, order, as_left(order))
    sheet.examine()
    return sheet


def _begun(request: HttpRequest) -> Sheet:
    """A new page: blank, or filled from another order or a template that the person may see."""
    customer, data = _named(request), None
    if ref := request.GET.get("again", "")[:40]:
        data = again(order_for(request.user, ref))
    elif (key := request.GET.get("template", "")[:18]).isascii() and key.isdigit():
        data = from_template(get_object_or_404(EntryTemplate.objects.offered_to(request.user), pk=key), customer)
    if data is None:
        return Sheet(request.user, None, customer=customer)
    sheet = Sheet(request.user, None, data)
    sheet.examine()
    return sheet


def _named(request: HttpRequest) -> Customer | None:
    """The customer whose page offered a new order, if the person may see them."""
    code = request.GET.get("customer", "")[:40].replace("\x00", "")
    rows = Customer.objects.visible_to(request.user).select_related("terms").defer("search")
    return rows.filter(code=code).first() if code else None


def _write(request: HttpRequest, sheet: Sheet, *, submit: bool) -> str:
    order_id = sheet.order.pk if sheet.order else None
    order = services.save_draft(
        order_id,
        head=sheet.head.as_head(),
        rows=sheet.rows,
        version=sheet.version,
        actor=request.user,
        page=sheet.page,
    )
    if not submit:
        messages.success(request, _("The draft is saved."))
        return reverse("orders:edit", args=[order.ref])
    order = services.submit_order(order.pk, actor=request.user, reason=sheet.reason)
    messages.success(request, _("Order %(ref)s was submitted.") % {"ref": order.ref})
    return order.get_absolute_url()


class CheckOrder(Guarded):
    """The live panel: what was typed so far, priced and examined; nothing is written."""

    policy = may_enter

    def post(self, request: HttpRequest) -> HttpResponse:
        ref = request.POST.get("ref", "")
        order = order_for(request.user, ref) if ref else None
        sheet = Sheet(request.user, order, request.POST)
        sheet.examine()
        for line in sheet.lines.forms:
            line.quiet = True
        return render(request, "orders/_checked.html", context_of(sheet))


def show(request: HttpRequest, sheet: Sheet, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page with everything as typed."""
    more["templates"] = templates_for(request.user, sheet.head.found) if sheet.order is None else []
    return render(request, "orders/entry.html", context_of(sheet) | more, status=status)


ELSEWHERE = {"invoice_title": "customers:edit", "tax_number": "customers:edit", "ship_to": "customers:new_address"}
"""What an order misses and only the customer's own page can give (S7)."""


def _place(finding: dict[str, Any], sheet: Sheet, customer: Customer | None) -> str:
    """Where a person goes to mend it: the row, the field of this page, or the customer's page."""
    if finding["line"] is not None:
        index = sheet.index_of(finding["line"])
        return f"#id_lines-{index}-product" if index is not None else ""
    if finding["heading"] == "duplicates":
        return reverse("orders:order", args=[finding["facts"]["order"]])
    name = finding["field"]
    if customer is not None and name in ELSEWHERE and not (name == "ship_to" and sheet.head.addresses):
        return f"{reverse(ELSEWHERE[name], args=[customer.pk])}#id_{name}"
    return f"#id_{name}" if name in sheet.head.fields else ""


def context_of(sheet: Sheet) -> dict[str, Any]:
    """What the page and its live fragments are drawn from."""
    shown, silent = sections_of(sheet.findings)
    customer = sheet.head.found
    for section in shown:
        for finding in section.findings:
            finding["place"] = _place(finding, sheet, customer)
    changed = sheet.data is not None and (customer.code if customer else "") != sheet.data.get("shown_for", "")
    return {
        "sheet": sheet,
        "head": sheet.head,
        "lines": sheet.lines,
        "order": sheet.order,
        "priced": sheet.priced,
        "customer": customer,
        "customer_changed": changed,
        "sections": shown if sheet.checked_at else [],
        "silent": silent,
        "prices": _prices(sheet),
        "asks_reason": needs_reason(sheet.findings) or bool(sheet.reason),
        "may_submit": may_submit(sheet.user),
    }


def _prices(sheet: Sheet) -> list[PriceRow]:
    """Where each price comes from, once the checks have looked at the sheet."""
    if sheet.checked_at is None or sheet.priced is None:
        return []
    return price_rows(sheet.user, sheet.priced, sheet.priced_lines, sheet.products)
