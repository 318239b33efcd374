"""A system that calls the API with somebody's key."""

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Permission
from django.test import Client

from api.services import make_key
from core.models import User

V1 = "/api/v1/"


def allow(person: User) -> User:
    """An administrator gives somebody the right to use the API."""
    person.user_permissions.add(Permission.objects.get(content_type__app_label="api", codename="use_api"))
    return User.objects.get(pk=person.pk)


def key_of(person: User, *, name: str = "shop", days: int = 90) -> str:
    """A key of somebody who may use the API."""
    return make_key(name=name, days=days, actor=allow(person))[1]


@dataclass
class Caller:
    """Sends JSON with a key; every write has a key of its own unless it names one."""

    token: str
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))

    def get(self, path: str, data: Any = None, **more: Any) -> Any:
        return self.client.get(at(path), data, headers=self.headers(**more))

    def post(self, path: str, body: Any = None, *, once: str | None = None, **more: Any) -> Any:
        sent = body if isinstance(body, str | bytes) else json.dumps({} if body is None else body)
        named = {"Idempotency-Key": str(uuid.uuid4()) if once is None else once}
        headers = self.headers(**more) | {name: value for name, value in named.items() if value}
        return self.client.post(at(path), sent, content_type=more.get("kind", "application/json"), headers=headers)

    def headers(self, **more: Any) -> dict[str, str]:
        known = {"Authorization": f"Bearer {self.token}", "Accept-Language": more.get("language", "en")}
        return {name: value for name, value in known.items() if value}


def at(path: str) -> str:
    return path if path.startswith("/") else V1 + path


def error(answer: Any) -> dict[str, Any]:
    """The one shape of errors."""
    found = answer.json()
    assert set(found) <= {"error", "findings"} and set(found["error"]) == {"code", "message", "fields"}, found
    return found["error"]
