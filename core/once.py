"""The second arrival of the same form, call or reminder changes nothing.

A form carries a one-time key. The first arrival claims it in the transaction of its own
write; a twin waits for that transaction and gets the first result.
"""

import datetime
import hashlib
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import OnceKey
from core.refusal import Refused

CLAIM = """
INSERT INTO core_oncekey (user_id, key, fingerprint, result, at) VALUES (%s, %s, %s, '', %s)
ON CONFLICT (user_id, key) DO NOTHING RETURNING id
"""


KEPT = datetime.timedelta(days=7)


class ReusedKey(Refused):
    """The same one-time key came with other content."""


def once(user: Any, key: str, content: str, act: Callable[[], str]) -> str:
    """Do an act once per person and key, and give its result to every later arrival (F19, F20).

    `content` is what was sent; the same key with other content is refused. The act returns
    a short text, the address of what it made. Without a key the act just runs.
    """
    key = key.replace("\x00", "")[:64]
    if not key:
        return act()
    fingerprint = hashlib.sha256(content.encode()).hexdigest()
    with transaction.atomic():
        claim = _claim(user, key, fingerprint)
        if claim is not None:
            result = act()
            OnceKey.objects.filter(pk=claim).update(result=result)
            return result
    first = OnceKey.objects.get(user=user, key=key)
    if first.fingerprint != fingerprint:
        raise ReusedKey(
            _("This form was already sent with other content. Please open it again."),
            code="reused_key",
        )
    return first.result


def once_for(request: HttpRequest, act: Callable[[], str], *, user: Any = None) -> str:
    """The same for a posted form, whose key is its hidden field `once`; `user` where nobody signed in for it."""
    content = {name: request.POST.getlist(name) for name in sorted(request.POST) if name != "csrfmiddlewaretoken"}
    return once(user or request.user, request.POST.get("once", ""), f"{request.path} {content}", act)


def forget_keys() -> int:
    """Forget keys and their answers after a week: whoever was to send one again has done so."""
    return OnceKey.objects.filter(at__lt=clock.now() - KEPT).delete()[0]


def claim_notice(key: str) -> bool:
    """Whether this reminder is still to be given; claims it in the sender's transaction."""
    return key in claim_notices([key])


def claim_notices(keys: list[str]) -> set[str]:
    """The reminders among these that were not given yet, claimed in one statement."""
    if not keys:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_notice (key, at) SELECT key, %s FROM unnest(%s) AS key"
            " ON CONFLICT (key) DO NOTHING RETURNING key",
            [clock.now(), keys],
        )
        return {row[0] for row in cursor.fetchall()}


def _claim(user: Any, key: str, fingerprint: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [user.pk, key, fingerprint, clock.now()])
        row = cursor.fetchone()
    return row[0] if row else None
