"""Picking by scan: the page, each scan, and taking one back."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.once import once_for
from core.refusal import Refused
from core.views.guard import Guarded
from shipping.forms import ScanForm
from shipping.models import Scan, Shipment
from shipping.policies import may_pick
from shipping.services import Arrival, scan_or_obey, undo_scan
from shipping.services.rows import lines_of
from shipping.tables.codes import codes_of
from shipping.tables.desk import Band, desk_of
from shipping.tables.scan_page import pick_page, unsolved_of
from shipping.views.finding import shipment_for, shipment_key
from shipping.views.shell import ScanShell


def pick_url(shipment: Shipment) -> str:
    return reverse("shipping:pick", args=[shipment.number])


class Pick(ScanShell):
    """The scan page of one shipment; one of a wave is picked on that, and one not being picked shows its own."""

    policy = may_pick

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        shipment = shipment_for(request.user, number)
        if not shipment.is_being_picked:
            return HttpResponseRedirect(shipment.get_absolute_url())
        if shipment.wave is not None and shipment.wave.is_open:
            return HttpResponseRedirect(shipment.wave.get_absolute_url())
        return show_desk(request, shipment)


class ScanHere(ScanShell):
    """One scan. The page's script gets the parts that changed, a plain form the whole page."""

    policy = may_pick

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        key, form = shipment_key(request.user, number), ScanForm(request.POST)
        if not form.is_valid():
            words = _("This scan cannot be read. Please scan again.")
            return refuse(request, shipment_for(request.user, number), words, 422)
        try:
            result = scan_or_obey(key, [arrival_of(form.cleaned_data)], actor=request.user)[0]
        except Refused as refusal:
            return refuse(request, shipment_for(request.user, number), str(refusal), 409)
        if not request.htmx:  # type: ignore[attr-defined]
            return HttpResponseRedirect(pick_url(result.shipment))
        context = desk_of(result.shipment, result.lines, said=result.scan) | pick_page(result.shipment).context()
        return render(request, "shipping/_scanned.html", context)


def arrival_of(data: dict[str, Any]) -> Arrival:
    """What a device sent, out of its form."""
    named = {name: data[name] for name in ("code", "uuid", "device", "scanned_at")}
    numbered = data["sequence"] if data["device"] else None
    return Arrival(**named, quantity=Decimal(data["quantity"]), device_seq=numbered)


def refuse(request: HttpRequest, shipment: Shipment, words: str, status: int) -> HttpResponse:
    """Say loudly that nothing was counted, and why."""
    band = Band("wrong", _("Not counted"), words)
    if not request.htmx:  # type: ignore[attr-defined]
        return show_desk(request, shipment, band=band, status=status)
    context = desk_of(shipment, lines_of(shipment.pk), band=band) | pick_page(shipment).context()
    return render(request, "shipping/_scanned.html", context, status=status)


def show_desk(
    request: HttpRequest, shipment: Shipment, *, band: Band | None = None, status: int = 200
) -> HttpResponse:
    lines = lines_of(shipment.pk)
    context = desk_of(shipment, lines, band=band) | pick_page(shipment).context()
    context |= {"codes": codes_of(lines), "unsolved": unsolved_of(shipment=shipment)}
    return render(request, "shipping/scan.html", context, status=status)


class UndoScan(Guarded):
    """Take one scan back."""

    policy = may_pick

    def post(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        shipment = shipment_for(request.user, number)
        row = get_object_or_404(Scan, pk=pk, shipment=shipment)
        try:
            once_for(request, lambda: str(undo_scan(row.pk, actor=request.user).pk))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(pick_url(shipment))
