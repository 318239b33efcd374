"""Packing by scan: the page, each scan, the box that is filled and closed, and the word that all is packed."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from core.once import once_for
from core.refusal import Refused
from core.views.guard import Guarded
from shipping import policies, services
from shipping.forms import BoxForm, ScanForm
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


class PackScan(ScanShell):
    """One scan into the open box. The page's script gets the parts that changed, a plain form the whole page."""

    policy = may_pack

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        shipment = shipment_for(request.user, number)
        form = ScanForm(request.POST)
        if not form.is_valid():
            return _refuse(request, shipment, say("This scan cannot be read. Please scan again."), 422)
        try:
            row = services.pack_scans(shipment.pk, [_arrival(form.cleaned_data)], actor=request.user)[0]
        except Refused as refusal:
            return _refuse(request, shipment, str(refusal), 409)
        if not request.htmx:  # type: ignore[attr-defined]
            return HttpResponseRedirect(pack_url(shipment))
        context = packing_desk(packing_of(shipment, lines_of(shipment.pk)), said=row)
        return render(request, "shipping/_scanned.html", context | pack_page(shipment).context())


def _arrival(data: dict[str, Any]) -> Arrival:
    named = {name: data[name] for name in ("code", "uuid", "device", "scanned_at")}
    numbered = data["sequence"] if data["device"] else None
    return Arrival(**named, quantity=Decimal(data["quantity"]), device_seq=numbered)


def _refuse(request: HttpRequest, shipment: Shipment, words: str, status: int) -> HttpResponse:
    """Say loudly that nothing was put into a box, and why."""
    band = Band("wrong", say("Not counted"), words)
    if not request.htmx:  # type: ignore[attr-defined]
        return show_packing(request, shipment, band=band, status=status)
    context = packing_desk(packing_of(shipment, lines_of(shipment.pk)), band=band)
    return render(request, "shipping/_scanned.html", context | pack_page(shipment).context(), status=status)


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
