"""Writing messages: in each person's own language, once per cause, person and channel."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise

from core import clock
from core.models import User
from core.nudge import nudge
from core.once import claim_notices
from core.service import service
from notifications.models import Channel, Kind, Message
from notifications.models.choice import unpacked
from notifications.services.choosing import told
from notifications.services.robots import robot_for

Words = str | Promise


def tell(
    event_id: int,
    user_ids: Iterable[int | None],
    *,
    subject: Words,
    body: Words = "",
    url: str = "",
    about: str = "",
    kind: str = Kind.NEWS,
    values: Mapping[str, Any] | None = None,
) -> None:
    """Tell people about an event, by the channels each has chosen; telling again adds nothing (I35).

    `subject` and `body` are translatable sentences whose %(placeholders)s are filled from `values`,
    in each reader's language. `about` names what it is about for whoever encloses something as it leaves.
    """
    _write(f"event:{event_id}", user_ids, subject, body, values or {}, url=url, about=about, kind=kind)


@service
def remind(
    key: str,
    user_ids: Iterable[int | None],
    *,
    subject: Words,
    body: Words = "",
    url: str = "",
    about: str = "",
    kind: str = Kind.REMINDER,
    values: Mapping[str, Any] | None = None,
) -> bool:
    """Give a reminder once, named for its cause (`invoice:481:overdue:7d`); False when it was given before.

    Running a task again, or after a night of downtime, changes nothing and loses nothing.
    """
    if not claim_notices([key]):
        return False
    _write(key, user_ids, subject, body, values or {}, url=url, about=about, kind=kind)
    return True


@service
def _write(
    cause: str,
    user_ids: Iterable[int | None],
    subject: Words,
    body: Words,
    values: Mapping[str, Any],
    **kept: str,
) -> None:
    people = told(User.objects.filter(pk__in={pk for pk in user_ids if pk}, is_active=True), kept["kind"])
    rows = [row for person in people for row in _messages(cause, person, subject, body, values, kept)]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(lambda: nudge("notifications.send_waiting"), robust=True)


def _messages(
    cause: str, person: User, subject: Words, body: Words, values: Mapping[str, Any], kept: Mapping[str, str]
) -> list[Message]:
    now = clock.now()
    with translation.override(person.language or settings.LANGUAGE_CODE):
        # An opinion of several lines in a subject would be a letter no server takes.
        line = " ".join(_filled(subject, values).split())[:250]
        words = {"subject": line, "body": _filled(body, values)}
    common = {"cause": cause, "user": person, "at": now, **kept, **words}
    ways = unpacked(kept["kind"], person.told_by)  # type: ignore[attr-defined]
    rows = [Message(channel=Channel.INBOX, **common)] if Channel.INBOX in ways else []
    if Channel.MAIL in ways and person.email:
        rows.append(Message(channel=Channel.MAIL, next_try_at=now, **common))
    robot = robot_for(person) if Channel.CHAT in ways else ""
    if robot:
        rows.append(Message(channel=Channel.CHAT, next_try_at=now, robot=robot, **common))
    return rows


def _filled(words: Words, values: Mapping[str, Any]) -> str:
    return str(words) % {key: str(value) for key, value in values.items()} if values else str(words)
