"""Picking several orders on one walk: opening it, its page, each scan, and how it ends."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from core.once import once_for
from core.refusal import Refused
from core.views.guard import Guarded
from core.views.verb import VerbView
from orders.models import Order
from shipping import services
from shipping.forms import WaveEndForm
from shipping.models import Shipment, Wave
from shipping.policies import may_pick
from shipping.tables.desk import Band
from shipping.tables.scan_page import unsolved_of
from shipping.tables.wave import totes_of, wave_codes, wave_desk, wave_lines, wave_page
from shipping.views.finding import shipment_for
from shipping.views.plain_scan import PlainScan
from shipping.views.shell import ScanShell


def wave_for(user: Any, number: str) -> Wave:
    """The wave with this number; what holds an order the person may not see does not exist."""
    rows = Wave.objects.visible_to(user).select_related("warehouse", "picker")
    return get_object_or_404(rows, number=number)


class OpenWave(Guarded):
    """Pick the ticked orders of the queue together."""

    policy = may_pick

    def post(self, request: HttpRequest) -> HttpResponse:
        ticked = [int(pk) for pk in request.POST.getlist("selected") if pk.isascii() and pk.isdigit() and len(pk) < 19]
        seen = Order.objects.visible_to(request.user).filter(pk__in=ticked[:500]).values_list("pk", flat=True)
        known = set(seen)
        try:
            url = once_for(request, lambda: self._open([pk for pk in ticked if pk in known]))
        except Refused as refusal:
            messages.error(request, str(refusal))
            url = reverse("shipping:list")
        return HttpResponseRedirect(url)

    def _open(self, order_ids: list[int]) -> str:
        opened = services.open_wave(order_ids, actor=self.request.user)
        for one in opened.left_out:
            words = say("%(ref)s is not on this wave: %(reason)s") % {"ref": one.order.ref, "reason": one.reason}
            messages.warning(self.request, words)
        return opened.wave.get_absolute_url()


class WavePage(ScanShell):
    """The walk of a wave; one that has ended shows what became of it."""

    policy = may_pick

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        wave = wave_for(request.user, number)
        if wave.is_open:
            return show_wave(request, wave)
        return render(request, "shipping/wave_ended.html", {"wave": wave, "totes": totes_of(wave)})


class ScanWave(PlainScan):
    """One scan on the walk."""

    policy = may_pick

    def found(self, number: str) -> Wave:
        return wave_for(self.request.user, number)

    def count(self, document: Wave, arrival: services.Arrival) -> Any:
        return services.scan_or_obey_wave(document.pk, [arrival], actor=self.request.user)

    def show(self, document: Wave, *, band: Band, status: int) -> HttpResponse:
        return show_wave(self.request, document, band=band, status=status)

    def back(self, document: Wave) -> str:
        return document.get_absolute_url()


def show_wave(request: HttpRequest, wave: Wave, *, band: Band | None = None, status: int = 200) -> HttpResponse:
    lines = wave_lines(wave)
    context = wave_desk(wave, lines, request.user, band=band)
    context |= {"codes": wave_codes(lines), "unsolved": unsolved_of(wave=wave)}
    return render(request, "shipping/scan.html", context | wave_page(wave).context(), status=status)


class WaveVerb(VerbView):
    """A verb on the wave the address names."""

    policy = may_pick

    def get_subject(self) -> Wave:
        return wave_for(self.request.user, self.kwargs["number"])


class FinishWave(WaveVerb):
    """End the walk."""

    title = _("Finish the wave")
    consequence = _(
        "Each shipment with pieces in its tote is picked. Each empty one is cancelled with your reason; its goods"
        " stay reserved for the order."
    )
    button = _("Finish the wave")
    done = _("The wave is done.")

    def get_form(self, subject: Wave, data: Any = None) -> forms.Form:
        return WaveEndForm(data, empty=any(not one.taken for one in self._picking(subject)))

    def act(self, subject: Wave, data: dict[str, Any]) -> Wave:
        return services.finish_wave(subject.pk, reason=data.get("reason", ""), actor=self.request.user)

    def extra_context(self, subject: Wave) -> dict[str, Any]:
        return {"extra": "shipping/_wave_ends.html", "totes": self._picking(subject)}

    def _picking(self, subject: Wave) -> list[Any]:
        return [one for one in totes_of(subject) if one.is_being_picked]


class TakeWaveApart(WaveVerb):
    """End the walk and pick each shipment alone."""

    title = _("Pick each shipment alone")
    consequence = _("The walk ends. Each shipment keeps what is in its tote and is picked on by itself.")
    button = _("Take the wave apart")
    done = _("Each shipment is picked alone now.")

    def act(self, subject: Wave, data: dict[str, Any]) -> Wave:
        return services.take_wave_apart(subject.pk, actor=self.request.user)


class LeaveWave(VerbView):
    """Pick one shipment of a wave alone."""

    policy = may_pick
    title = _("Take it out of the wave")
    consequence = _("The shipment keeps what is in its tote and is picked on alone.")
    button = _("Take it out")
    done = _("The shipment is picked alone now.")

    def get_subject(self) -> Shipment:
        return shipment_for(self.request.user, self.kwargs["number"])

    def act(self, subject: Shipment, data: dict[str, Any]) -> Shipment:
        return services.leave_wave(subject.pk, actor=self.request.user)

    def done_url(self, subject: Shipment, result: Any) -> str:
        return reverse("shipping:pick", args=[subject.number])
