"""A scan as the page's script sends it, and what comes back."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass
class Heard:
    """What became of one scan, and the parts of the page as the script gets them."""

    state: str
    tone: str
    parts: str
    codes: dict[str, Any] | None

    @property
    def content(self) -> bytes:
        return self.parts.encode()


def by_script(client: Any, task: str, code: str, **more: Any) -> Heard:
    """Scan a code on the open page of a task, by whoever is signed in; `user` says it without asking the session."""
    user = more.pop("user", None) or client.session["_auth_user_id"]
    scan = {"task": task, "user": user, "code": code, "uuid": str(uuid.uuid4())} | more
    body = {"task": task, "scans": [scan]}
    answer = client.post(reverse("shipping:scan_batch"), body, content_type="application/json").json()
    told = answer["answers"][scan["uuid"]]
    return Heard(told["state"], told.get("tone", ""), answer.get("parts", ""), answer.get("codes"))
