"""Who comes in with a key."""

import datetime
import re
import secrets

from api.models import MARK, SHOWN, ApiKey, digest_of
from core import clock
from core.backends import RoleBackend

SHAPE = re.compile(rf"{MARK}[A-Za-z0-9_-]{{43}}", re.ASCII)
NOTHING = digest_of("")
SELDOM = datetime.timedelta(minutes=1)


def open_key(token: str) -> ApiKey | None:
    """The key a token opens, with its person; nothing for one that is wrong, over, or of somebody who left (A8).

    Digests are compared in constant time, and a wrong token is compared as long as a right one.
    """
    if not SHAPE.fullmatch(token):
        return None
    key = ApiKey.objects.good(clock.now()).filter(prefix=token[:SHOWN]).first()
    same = secrets.compare_digest(key.digest if key else NOTHING, digest_of(token))
    if key is None or not same:
        return None
    person = RoleBackend().get_user(key.user_id)
    if person is None:
        return None
    key.user = person
    _note_use(key)
    return key


def _note_use(key: ApiKey) -> None:
    """When it was last used, to the minute: not every question is worth a write."""
    now = clock.now()
    if key.used_at is None or key.used_at < now - SELDOM:
        ApiKey.objects.filter(pk=key.pk).update(used_at=now)
