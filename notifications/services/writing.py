"""Writing to people outside the house, through whichever channels carry it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.locks import locked
from core.nudge import nudge
from core.refusal import Refused
from core.service import service
from notifications.models import Carrier, Letter

MOST_SMS = 134
"""Two parts of a text message in Chinese: 67 signs each, three of 70 are spent on joining them."""


@dataclass(frozen=True)
class Way:
    """How a person is reached: the channel, their name, and where; nowhere when it is not known."""

    channel: str
    name: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a letter says: in full, in the few words of a text message, and as a page for those who mail one."""

    subject: str
    text: str
    short: str = ""
    html: str = ""


@service
def write_letters(cause: str, *, topic: str, kind: str, ways: Sequence[Way], words: Words) -> int:
    """Write one letter per channel, once for its cause; says how many are new (S43, I35).

    They go out by themselves. One without an address is kept as not sent, so that people see that nobody was told.
    """
    written = set(Letter.objects.filter(cause=cause).values_list("channel", flat=True))
    fresh = {way.channel: way for way in ways if way.channel not in written}
    rows = [_letter(cause, topic, kind, way, words) for way in fresh.values()]
    if rows:
        Letter.objects.bulk_create(rows, ignore_conflicts=True)
        transaction.on_commit(lambda: nudge("notifications.send_waiting"), robust=True)
    return len(rows)


@service
def send_again(letter: Letter, *, name: str, address: str) -> Letter:
    """Put a letter that was given up on its way again, to the address that is known now."""
    row = locked(Letter.objects.filter(pk=letter.pk)).get()
    if not row.given_up:
        raise Refused(_("Only a letter that was not sent is sent again."), code="not_given_up")
    if not address:
        raise Refused(_("No address is known for this channel. Enter it at the contact first."), code="no_address")
    row.name, row.address = name[:120], address[:254]
    row.given_up, row.attempts, row.error = False, 0, ""
    row.next_try_at, row.rounds = clock.now(), row.rounds + 1
    row.save()
    transaction.on_commit(lambda: nudge("notifications.send_waiting"), robust=True)
    return row


def _letter(cause: str, topic: str, kind: str, way: Way, words: Words) -> Letter:
    now = clock.now()
    brief = way.channel == Carrier.SMS and words.short
    return Letter(
        cause=cause,
        topic=topic,
        channel=way.channel,
        kind=kind,
        name=way.name[:120],
        address=way.address[:254],
        subject=" ".join(words.subject.split())[:250],
        text=fitted(words.short) if brief else words.text,
        html=words.html if way.channel == Carrier.MAIL else "",
        at=now,
        next_try_at=now if way.address else None,
        given_up=not way.address,
    )


def fitted(text: str) -> str:
    """One line of at most two parts of a text message."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_SMS else line[: MOST_SMS - 1] + "…"
