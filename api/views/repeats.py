"""Writes that arrive twice: the second gets the first answer and does nothing (F19, I32)."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import OperationalError
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from api.forms.wrong import Wrong
from api.views.door import Door
from core.once import ReusedKey, once
from core.service import BUSY

HEADER = "Idempotency-Key"
LONGEST = 255

Result = tuple[int, dict[str, Any]]


class Writing(Door):
    """An address that writes. Each call names itself; one that is refused leaves its name free for another try."""

    def do_once(self, act: Callable[[], Result]) -> HttpResponse:
        """Act, or give the answer this call got before; while the first still runs, 409."""
        ran: list[bool] = []

        def run() -> str:
            ran.append(True)
            return json.dumps(act())

        try:
            status, body = json.loads(once(self.user, self._name(), self._content(), run))
        except ReusedKey:
            raise Wrong(422, "reused_key", _("This Idempotency-Key came with another request before.")) from None
        except OperationalError as error:
            if not isinstance(error.__cause__, BUSY):
                raise
            wait = {"Retry-After": "1"}
            raise Wrong(409, "running", _("The same request is still running."), headers=wait) from error
        return JsonResponse(body, status=status, headers={} if ran else {"Idempotent-Replayed": "true"})

    def _name(self) -> str:
        sent = self.request.headers.get(HEADER, "")
        if not 0 < len(sent) <= LONGEST or not sent.isascii() or not sent.isprintable():
            message = _("Send an Idempotency-Key of your own with every write, at most 255 characters.")
            raise Wrong(400, "no_idempotency_key", message)
        return hashlib.sha256(f"api:{self.key.pk}:{sent}".encode()).hexdigest()

    def _content(self) -> str:
        return f"{self.request.path} {json.dumps(self.body, sort_keys=True)}"
