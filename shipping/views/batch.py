"""Scans that waited on a device arrive: judged task by task, answered one by one."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core import clock
from core.access import SIGNED_IN
from core.views.guard import Guarded
from orders.models import Return
from orders.services.returns.rows import return_lines
from shipping.models import Scan, Shipment, Wave
from shipping.services import pack_scans, scan_batch, scan_or_obey, scan_or_obey_wave, scan_return
from shipping.services.packing.desk import packing_of
from shipping.services.returns.receiving import desk_for
from shipping.services.rows import lines_of
from shipping.services.scans.arrivals import Arrival
from shipping.services.scans.batches import Answer
from shipping.services.scans.sent import Sent, read_batch
from shipping.tables.codes import codes_of
from shipping.tables.desk import Band, band_of, desk_of
from shipping.tables.packing import band_of_packing, packing_codes, packing_desk
from shipping.tables.receiving import band_of_return, desk_context, return_codes
from shipping.tables.scan_page import pack_page, pick_page, receive_page, unsolved_of
from shipping.tables.wave import wave_band, wave_codes, wave_desk, wave_lines, wave_page


@dataclass(frozen=True)
class Kind:
    """A kind of task scans may wait for: how its document is found, its scans counted and its page drawn anew."""

    found: Callable[[Any, int], Any]
    count: Callable[[Any, Sequence[Arrival], Any], Sequence[Scan]]
    field: str
    band: Callable[[Scan | None], Band]
    page: Callable[[Any, Scan], dict[str, Any]]


def _shipment(user: Any, pk: int) -> Shipment | None:
    return Shipment.objects.visible_to(user).select_related("order__customer").filter(pk=pk).first()


def _picking(shipment: Shipment, said: Scan) -> dict[str, Any]:
    lines = lines_of(shipment.pk)
    context = desk_of(shipment, lines, said=said) | pick_page(shipment).context()
    return context | {"codes": codes_of(lines), "unsolved": unsolved_of(shipment=shipment)}


def _packing(shipment: Shipment, said: Scan) -> dict[str, Any]:
    desk = packing_of(shipment, lines_of(shipment.pk))
    context = packing_desk(desk, said=said) | pack_page(shipment).context()
    return context | {"codes": packing_codes(desk), "unsolved": unsolved_of(shipment=shipment)}


def _receiving(returned: Return, said: Scan) -> dict[str, Any]:
    desk = desk_for(returned, return_lines(returned))
    context = desk_context(desk, said=said) | receive_page(returned).context()
    return context | {"codes": return_codes(desk), "unsolved": unsolved_of(returned=returned)}


def _waving(wave: Wave, said: Scan) -> dict[str, Any]:
    wave, lines = Wave.objects.select_related("warehouse").get(pk=wave.pk), wave_lines(wave)
    context = wave_desk(wave, lines, said=said) | wave_page(wave).context()
    return context | {"codes": wave_codes(lines), "unsolved": unsolved_of(wave=wave)}


KINDS = {
    "shipment": Kind(
        _shipment,
        lambda one, arrivals, actor: [each.scan for each in scan_or_obey(one.pk, arrivals, actor=actor)],
        "shipment",
        band_of,
        _picking,
    ),
    "packing": Kind(
        _shipment,
        lambda one, arrivals, actor: pack_scans(one.pk, arrivals, actor=actor),
        "shipment",
        band_of_packing,
        _packing,
    ),
    "return": Kind(
        lambda user, pk: Return.objects.visible_to(user).select_related("order", "customer").filter(pk=pk).first(),
        lambda one, arrivals, actor: scan_return(one.pk, arrivals, actor=actor),
        "returned",
        band_of_return,
        _receiving,
    ),
    "wave": Kind(
        lambda user, pk: Wave.objects.visible_to(user).select_related("warehouse").filter(pk=pk).first(),
        lambda one, arrivals, actor: [each.scan for each in scan_or_obey_wave(one.pk, arrivals, actor=actor)],
        "wave",
        wave_band,
        _waving,
    ),
}


class ScanBatch(Guarded):
    """Many scans in one message, in the order their device made them; every one is answered by its own key.

    Whoever is signed in sends only what they scanned: what somebody else scanned on the device is not taken.
    """

    policy = SIGNED_IN

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            body = json.loads(request.body)
            sent, lost = read_batch(body)
        except ValueError:
            return JsonResponse({"error": _("This scan cannot be read. Please scan again.")}, status=400)
        mine = [one for one in sent if one.person == request.user.pk]
        answers = {str(one.arrival.uuid): _held(_("Scanned by somebody else")) for one in sent if one not in mine}
        answers |= {key: _lost(_("This scan cannot be read. Please scan again.")) for key in lost}
        told: dict[str, Any] = {"now": clock.now(), "answers": answers}
        for task, rows in groupby(sorted(mine, key=lambda one: one.task), key=lambda one: one.task):
            told |= self._count(task, list(rows), answers, is_open=task == body.get("task"))
        return JsonResponse(told)

    def _count(self, task: str, rows: list[Sent], answers: dict[str, Any], *, is_open: bool) -> dict[str, Any]:
        """Count the scans of one task; of the one whose page is open, its parts come back as well."""
        kind, document = _document(self.request.user, task)
        if kind is None or document is None:
            answers |= {str(row.arrival.uuid): _lost(_("There is no such task.")) for row in rows}
            return {}
        actor, arrivals = self.request.user, [row.arrival for row in rows]
        found = scan_batch(
            arrivals, lambda some: kind.count(document, some, actor), actor=actor, **{kind.field: document}
        )
        for arrival, answer in zip(arrivals, found, strict=True):
            answers[str(arrival.uuid)] = _told(kind, answer)
        last = next((answer.scan for answer in reversed(found) if answer.scan is not None), None)
        if not is_open or last is None:
            return {}
        context = kind.page(document, last)
        parts = render_to_string("shipping/_scanned.html", context, request=self.request)
        return {"parts": parts, "codes": context["codes"]}


def _document(user: Any, task: str) -> tuple[Kind | None, Any]:
    name, _colon, key = task.partition(":")
    kind = KINDS.get(name)
    known = kind is not None and key.isascii() and key.isdecimal() and len(key) < 19
    return kind, kind.found(user, int(key)) if kind is not None and known else None


def _told(kind: Kind, answer: Answer) -> dict[str, Any]:
    if answer.scan is None:
        return _held(answer.held)
    band = kind.band(answer.scan)
    return {"state": "taken", "tone": band.tone, "word": str(band.word), "detail": str(band.detail)}


def _held(words: str) -> dict[str, Any]:
    """Not taken: the device keeps it and sends it again."""
    return {"state": "held", "word": words}


def _lost(words: str) -> dict[str, Any]:
    """Nothing it could be kept with: the device keeps it and shows it, for a supervisor."""
    return {"state": "refused", "tone": "wrong", "word": words}

