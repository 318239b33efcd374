"""Making a key to the API, and revoking it."""

import datetime
import secrets
from typing import Any

from django.utils.translation import gettext_lazy as _

from api.events import ApiKeyMade, ApiKeyRevoked
from api.models import MARK, SHOWN, ApiKey, digest_of
from api.policies import may_use_api
from core import clock
from core.bus import publish
from core.locks import locked
from core.models import User
from core.refusal import Refused
from core.service import service

BYTES = 32
"""Twice what nobody can guess."""
MOST_KEYS = 20


@service
def make_key(*, name: str, days: int, actor: Any) -> tuple[ApiKey, str]:
    """Give oneself a key by which a system acts in one's name for some days; returns it with its token.

    The token is told this once: the house keeps its first letters and its fingerprint, and cannot show it again.
    """
    person = _take(actor.pk)
    may_use_api.demand(actor)
    now = clock.now()
    if ApiKey.objects.filter(user=person).good(now).count() >= MOST_KEYS:  # type: ignore[attr-defined]
        raise Refused(_("You have many API keys. Revoke one that is not needed any more."), code="many")
    token, lasts = MARK + secrets.token_urlsafe(BYTES), datetime.timedelta(days=days)
    key = ApiKey.objects.create(
        user=person,
        name=name,
        prefix=token[:SHOWN],
        digest=digest_of(token),
        made_at=now,
        expires_at=now + lasts,
    )
    made = ApiKeyMade(user_id=person.pk, label=str(key), until=clock.today() + lasts)
    publish(made, actor=actor)
    return key, token


@service
def revoke_key(key_id: int, *, actor: Any) -> ApiKey:
    """Let a key of one's own open nothing any more, at once; what was done with it stays."""
    _take(actor.pk)
    key = locked(ApiKey.objects.visible_to(actor).filter(pk=key_id)).get()
    if key.revoked_at is not None:
        raise Refused(_("This API key was revoked before."), code="revoked")
    key.revoked_at = clock.now()
    key.save(update_fields=["revoked_at"])
    publish(ApiKeyRevoked(user_id=key.user_id, label=str(key)), actor=actor)
    return key


def _take(user_id: int) -> User:
    """The person, held: their history is written only by who holds them."""
    return locked(User.objects.filter(pk=user_id)).get()
