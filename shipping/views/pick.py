"""Picking by scan: the page, each scan, and taking one back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from core.once import once_for
from core.refusal import Refused
from core.views.guard import Guarded
from shipping.models import Scan, Shipment
from shipping.policies import may_pick
from shipping.services import Arrival, scan_or_obey, undo_scan
from shipping.services.rows import lines_of
from shipping.tables.codes import codes_of
from shipping.tables.desk import Band, desk_of
from shipping.tables.scan_page import pick_page, unsolved_of
from shipping.views.finding import shipment_for
from shipping.views.plain_scan import PlainScan
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


class ScanHere(PlainScan):
    """One scan of the goods of a shipment."""

    policy = may_pick

    def found(self, number: str) -> Shipment:
        return shipment_for(self.request.user, number)

    def count(self, document: Shipment, arrival: Arrival) -> Any:
        return scan_or_obey(document.pk, [arrival], actor=self.request.user)

    def show(self, document: Shipment, *, band: Band, status: int) -> HttpResponse:
        return show_desk(self.request, document, band=band, status=status)

    def back(self, document: Shipment) -> str:
        return pick_url(document)


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
