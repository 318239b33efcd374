"""The receiving desk: returns to receive by scan, to look at, and to send back or put on the shelf."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from core.once import once_for
from core.paging import page_of
from core.refusal import Refused
from core.views.guard import Guarded
from core.views.verb import VerbView
from orders.models import Return
from orders.services.returns.facts import Found
from orders.services.returns.rows import guard, return_lines
from shipping import services
from shipping.forms import InspectForm, ReceiptForm, SendBackForm
from shipping.models import Scan
from shipping.policies import may_receive, may_see
from shipping.services.returns.expecting import Coming
from shipping.services.returns.pieces import pieces_of_return
from shipping.services.returns.receiving import desk_for
from shipping.services.rows import plain
from shipping.services.scans.arrivals import Arrival
from shipping.tables.desk import Band
from shipping.tables.receiving import TABS, desk_context, drawn_tabs, return_codes, returns_at
from shipping.tables.scan_page import receive_page, unsolved_of
from shipping.views.plain_scan import PlainScan
from shipping.views.shell import ScanShell


def return_here(user: Any, number: str) -> Return:
    """The return with this number; what the person may not see does not exist."""
    rows = Return.objects.visible_to(user).called(number).select_related("order", "customer")
    return get_object_or_404(rows.defer("order__search", "customer__search"))


class ReturnDesk(Guarded):
    """Returns that wait for the warehouse, by what is to be done, the oldest first."""

    policy = may_see

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("tab", "")
        tab = next((one for one in TABS if one.key == asked), TABS[0])
        context = {
            "tab": tab,
            "tabs": drawn_tabs(request.user, tab),
            "page": page_of(returns_at(request.user, tab).for_list(), request.GET),
            "may_receive": may_receive(request.user),
        }
        return render(request, "shipping/returns.html", context)


class Receive(ScanShell):
    """The scan page of one return; one that is not expected shows its own page instead."""

    policy = may_receive

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        returned = return_here(request.user, number)
        if not returned.is_expected:
            return HttpResponseRedirect(returned.get_absolute_url())
        return show_desk(request, returned)


class ScanReturn(PlainScan):
    """One scan of goods that came back."""

    policy = may_receive

    def found(self, number: str) -> Return:
        return return_here(self.request.user, number)

    def count(self, document: Return, arrival: Arrival) -> Any:
        return services.scan_return(document.pk, [arrival], actor=self.request.user)

    def show(self, document: Return, *, band: Band, status: int) -> HttpResponse:
        return show_desk(self.request, document, band=band, status=status)

    def back(self, document: Return) -> str:
        return reverse("shipping:receive", args=[document.number])


class UndoReturnScan(Guarded):
    """Take one scan of the receiving desk back."""

    policy = may_receive

    def post(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        returned = return_here(request.user, number)
        row = get_object_or_404(Scan, pk=pk, returned=returned)
        try:
            once_for(request, lambda: str(services.undo_return_scan(row.pk, actor=request.user).pk))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("shipping:receive", args=[returned.number]))


def show_desk(request: HttpRequest, returned: Return, *, band: Band | None = None, status: int = 200) -> HttpResponse:
    """The whole receiving page."""
    desk = desk_for(returned, return_lines(returned))
    context = desk_context(desk, band=band) | receive_page(returned).context()
    context |= {"codes": return_codes(desk), "unsolved": unsolved_of(returned=returned)}
    return render(request, "shipping/scan.html", context, status=status)


class ReturnAct(VerbView):
    """What the warehouse does with the return the address names."""

    policy = may_receive
    move = ""

    def get_subject(self) -> Return:
        return return_here(self.request.user, self.kwargs["number"])

    def examine(self, subject: Return) -> None:
        if self.move:
            guard(subject, getattr(subject, self.move))


class FinishReceipt(ReturnAct):
    """All that came is counted."""

    move = "receive"
    title = _("Finish receiving")
    consequence = _(
        "What was scanned counts as received and waits to be inspected."
        " What did not come stays with the customer and may be returned another time."
    )
    button = _("Finish receiving")
    done = _("The goods are received; inspect them next.")
    form_class = ReceiptForm

    def act(self, subject: Return, data: dict[str, Any]) -> Return:
        services.finish_receipt(subject.pk, warehouse_id=data["warehouse"].pk, actor=self.request.user)
        return Return.objects.get(pk=subject.pk)

    def extra_context(self, subject: Return) -> dict[str, Any]:
        coming = desk_for(subject, return_lines(subject)).coming
        return {"facts": [_told(one) for one in coming]}


def _told(one: Coming) -> dict[str, str]:
    words = say("%(n)s of %(all)s came") % {"n": plain(one.counted), "all": plain(one.line.quantity)}
    return {"label": f"{one.line.order_line.position} {one.product.code}", "value": words}


class Inspect(ReturnAct):
    """Say of each piece what it is."""

    move = "inspect"
    title = _("Inspect returned goods")
    consequence = _(
        "Say of each piece whether it is as good as new, to be repaired, or scrap."
        " It moves once the return is settled."
    )
    button = _("Inspected")
    done = _("The goods are inspected; sales settles the return.")
    template_name = "shipping/inspect.html"

    def get_form(self, subject: Return, data: Any = None) -> forms.Form:
        lines = [line for line in return_lines(subject) if line.received]
        files = self.request.FILES if data is not None else None
        return InspectForm(lines, data, files, pieces=pieces_of_return(subject.pk, lines))

    def act(self, subject: Return, data: dict[str, Any]) -> Return:
        photo, (found, pieces) = data.pop("photo"), _found(data)
        return services.inspect_return(subject.pk, found=found, pieces=pieces, photo=photo, actor=self.request.user)


def _found(data: dict[str, Any]) -> tuple[dict[int, Found], dict[int, Found]]:
    """What was found of each line, and of each lot and numbered piece (their keys begin with p)."""
    told: dict[str, dict[str, Any]] = defaultdict(dict)
    for name, value in data.items():
        kind, _dash, key = name.partition("-")
        told[key] |= {value: Decimal(1)} if kind == "kind" else {kind: value}
    found = {key: Found(**values) for key, values in told.items()}
    lines = {int(key): one for key, one in found.items() if key.isdecimal()}
    return lines, {int(key[1:]): one for key, one in found.items() if key.startswith("p")}


class SendBack(ReturnAct):
    """Repaired and not accepted goods leave for the customer."""

    title = _("Send goods back")
    consequence = _("Repaired and not accepted goods go back to the customer. This is no sale and nothing is billed.")
    button = _("Send back")
    done = _("The goods are on their way back to the customer.")
    form_class = SendBackForm

    def act(self, subject: Return, data: dict[str, Any]) -> Return:
        return services.send_back(subject.pk, **data, actor=self.request.user)


class Shelve(ReturnAct):
    """Repaired pieces of ours go to the shelf."""

    title = _("Put repaired goods on the shelf")
    consequence = _("The repaired pieces are on hand again, and orders that wait for them are served in their turn.")
    button = _("Put on the shelf")
    done = _("The repaired goods are on the shelf.")

    def act(self, subject: Return, data: dict[str, Any]) -> Return:
        return services.shelve_repaired(subject.pk, actor=self.request.user)
