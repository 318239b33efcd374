"""What happens to the keys of the API."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ApiKeyEvent(DomainEvent):
    """Something about one person's keys, on that person's stream."""

    user_id: int
    label: str

    @property
    def stream(self) -> str:
        return f"user:{self.user_id}"


@dataclass(frozen=True, kw_only=True)
class ApiKeyMade(ApiKeyEvent):
    """A person made a key by which a system acts in their name, until a day."""

    name = "api.key_made"
    sentence = _("API key %(label)s made, good until %(until)s")

    until: datetime.date


@dataclass(frozen=True, kw_only=True)
class ApiKeyRevoked(ApiKeyEvent):
    """A key opens nothing any more."""

    name = "api.key_revoked"
    sentence = _("API key %(label)s revoked")
