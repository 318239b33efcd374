"""Packing by scan: the page, each scan, the box that is filled and closed, and the word that all is packed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.once import once_for
from core.refusal import Refused
from core.views.guard import Guarded
from shipping import policies, services
from shipping.forms import BoxForm
from shipping.models import Shipment
from shipping.models.words import State
from shipping.policies import may_pack
from shipping.services.packing.desk import packing_of
from shipping.services.rows import lines_of
from shipping.services.scans.arrivals import Arrival
from shipping.tables.desk import Band
from shipping.tables.packing import packing_codes, packing_desk
from shipping.tables.scan_page import pack_page, unsolved_of
from shipping.views.finding import shipment_for
from shipping.views.plain_scan import PlainScan
from shipping.views.shell import ScanShell
from shipping.views.verbs import ShipmentVerb


def pack_url(shipment: Shipment) -> str:
    return reverse("shipping:pack", args=[shipment.number])


class PackPage(ScanShell):
    """The packing desk of one shipment; one that is not to be packed shows its own page instead."""

    policy = may_pack

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        shipment = shipment_for(request.user, number)
        if shipment.state != State.PICKED:
            return HttpResponseRedirect(shipment.get_absolute_url())
        return show_packing(request, shipment)


class PackScan(PlainScan):
    """One scan into the open box."""

    policy = may_pack

    def found(self, number: str) -> Shipment:
        return shipment_for(self.request.user, number)

    def count(self, document: Shipment, arrival: Arrival) -> Any:
        return services.pack_scans(document.pk, [arrival], actor=self.request.user)

    def show(self, document: Shipment, *, band: Band, status: int) -> HttpResponse:
        return show_packing(self.request, document, band=band, status=status)

    def back(self, document: Shipment) -> str:
        return pack_url(document)


def show_packing(
    request: HttpRequest,
    shipment: Shipment,
    *,
    band: Band | None = None,
    form: BoxForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole packing page."""
    desk = packing_of(shipment, lines_of(shipment.pk))
    context = packing_desk(desk, band=band) | pack_page(shipment).context()
    context |= {"codes": packing_codes(desk), "unsolved": unsolved_of(shipment=shipment), "form": form}
    return render(request, "shipping/scan.html", context, status=status)


class PackStep(Guarded):
    """A button of the packing desk; afterwards the desk is there again."""

    policy = may_pack

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        shipment = shipment_for(request.user, number)
        return self.run(shipment, lambda: str(self.act(shipment)))

    def act(self, shipment: Shipment) -> Any:
        raise NotImplementedError

    def run(self, shipment: Shipment, act: Callable[[], str]) -> HttpResponse:
        try:
            once_for(self.request, act)
        except Refused as refusal:
            messages.error(self.request, str(refusal))
        return HttpResponseRedirect(pack_url(shipment))

    def key(self, name: str) -> int:
        """A key that came with the form; nonsense is one that nothing has."""
        given = self.request.POST.get(name, "")
        return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0


class FillBox(PackStep):
    """All that is left into the open box."""

    def act(self, shipment: Shipment) -> Any:
        return services.fill_box(shipment.pk, actor=self.request.user)


class TakeOut(PackStep):
    """Pieces out of the open box."""

    def act(self, shipment: Shipment) -> Any:
        return services.take_out(shipment.pk, content_id=self.key("content"), actor=self.request.user)


class ReopenBox(PackStep):
    """A closed box again."""

    def act(self, shipment: Shipment) -> Any:
        return services.reopen_box(shipment.pk, box_id=self.key("box"), actor=self.request.user)


class CloseBox(PackStep):
    """Weigh the open box and close it."""

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        shipment, form = shipment_for(request.user, number), BoxForm(request.POST)
        if not form.is_valid():
            return show_packing(request, shipment, form=form, status=422)
        data = form.cleaned_data
        return self.run(shipment, lambda: str(services.close_box(shipment.pk, **data, actor=request.user)))


class Pack(ShipmentVerb):
    """Say that everything is packed."""

    policy = policies.may_pack
    move = "pack"
    title = _("Packing is done")
    consequence = _("Every picked piece lies in a weighed box. The shipment waits to be checked at the door.")
    button = _("Packing is done")
    done = _("The shipment is packed.")

    def act(self, subject: Shipment, data: dict[str, Any]) -> Shipment:
        return services.pack_shipment(subject.pk, actor=self.request.user)

    def extra_context(self, subject: Shipment) -> dict[str, Any]:
        return self.listed(subject)


class Unpack(ShipmentVerb):
    """Pack further."""

    policy = policies.may_pack
    move = "unpack"
    title = _("Open for packing again")
    consequence = _("The boxes keep what is in them. The shipment is checked at the door anew once it is packed.")
    button = _("Open again")
    done = _("The shipment can be packed further.")

    def act(self, subject: Shipment, data: dict[str, Any]) -> Shipment:
        return services.unpack_shipment(subject.pk, actor=self.request.user)

    def done_url(self, subject: Shipment, result: Any) -> str:
        return pack_url(subject)

    def extra_context(self, subject: Shipment) -> dict[str, Any]:
        return self.listed(subject)
