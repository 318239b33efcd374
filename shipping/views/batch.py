"""Scans from a device arrive: judged task by task, answered one by one."""

import json
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core import clock
from core.access import SIGNED_IN
from core.views.guard import Guarded
from shipping.services import scan_batch
from shipping.services.scans.batches import Answer
from shipping.services.scans.sent import Sent, read_batch
from shipping.views.task_desks import NoTask, TaskDesk, desk_of_task


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
        arrivals = [row.arrival for row in rows]
        try:
            desk = desk_of_task(self.request.user, task)
            found = scan_batch(arrivals, desk.count, actor=self.request.user, document=desk.document)
        except NoTask:
            answers |= {str(arrival.uuid): _lost(_("There is no such task.")) for arrival in arrivals}
            return {}
        told = {str(arrival.uuid): _told(desk, one) for arrival, one in zip(arrivals, found, strict=True)}
        answers |= told
        last = next((answer.scan for answer in reversed(found) if answer.scan is not None), None)
        if not is_open or last is None:
            return {}
        # What is put back or commanded frees room the device does not know of: it learns the task anew.
        as_guessed = len(rows) == 1 and last.quantity > 0 and _is_right(told[str(arrivals[0].uuid)], rows[0])
        context = desk.after(last) if as_guessed else desk.page(last)
        parts = render_to_string("shipping/_scanned.html", context, request=self.request)
        return {"parts": parts} | {name: context[name] for name in ("codes",) if name in context}


def _is_right(told: dict[str, Any], sent: Sent) -> bool:
    """Whether one scan was right and its device did not think otherwise: what it knows of the task still holds."""
    return told.get("tone") == "ok" and sent.guess in ("ok", "")


def _told(desk: TaskDesk, answer: Answer) -> dict[str, Any]:
    if answer.scan is None:
        return _held(answer.held)
    band = desk.band(answer.scan)
    return {"state": "taken", "tone": band.tone, "word": str(band.word), "detail": str(band.detail)}


def _held(words: str) -> dict[str, Any]:
    """Not taken: the device keeps it and sends it again."""
    return {"state": "held", "word": words}


def _lost(words: str) -> dict[str, Any]:
    """Nothing it could be kept with: the device keeps it and shows it, for a supervisor."""
    return {"state": "refused", "tone": "wrong", "word": words}

