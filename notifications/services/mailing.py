"""Sending what waits: each letter claimed by one worker, retried with growing pauses, never lost in silence."""

from collections.abc import Callable

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from core import clock
from notifications.models import Carrier, Channel, Letter, Message
from notifications.services.attempts import Outcome, attempt, in_turn
from notifications.services.carriers import CARRIERS
from notifications.services.enclosing import enclosed
from notifications.services.robots import let_speak, say
from notifications.services.turns import one_at_a_time


def send_waiting(*, limit: int = 200) -> int:
    """Send what waits, to people of the house and outside; safe beside other senders.

    Mail goes first. One run at a time speaks with gateways and robots, and not for long: a slow one keeps at
    most one worker. Returns how many messages went out.
    """
    due = Message.objects.unsent(clock.now()).order_by("next_try_at").values_list("pk", flat=True)
    sent = in_turn(((pk, Carrier.MAIL) for pk in list(due[:limit])), _send_mail)
    letters = Letter.objects.unsent(clock.now()).order_by("next_try_at").values_list("pk", "channel")
    sent += in_turn(letters.exclude(channel=Carrier.SMS)[:limit], _send_letter)
    with one_at_a_time("notifications.posting") as mine:
        if mine:
            sent += in_turn(letters.filter(channel=Carrier.SMS)[:limit], _send_letter)
            sent += let_speak(_send_chat, limit=limit)
    return sent


def send_mail_now(message_id: int) -> bool:
    """Send one message by mail and mark it sent; a crash between the two repeats it, nothing loses it."""
    return _send_mail(message_id) is Outcome.SENT


def send_letter_now(letter_id: int) -> bool:
    """Send one letter to somebody outside by its channel and mark it sent; a crash between repeats it (S43)."""
    return _send_letter(letter_id) is Outcome.SENT


@transaction.atomic
def _send_letter(letter_id: int) -> Outcome:
    rows = Letter.objects.unsent(clock.now()).select_for_update(of=("self",), skip_locked=True)
    return attempt(rows.filter(pk=letter_id).first(), lambda letter: CARRIERS[letter.channel](letter))


def _send_mail(message_id: int) -> Outcome:
    return _send(message_id, Channel.MAIL, _mail)


def _send_chat(message_id: int) -> Outcome:
    return _send(message_id, Channel.CHAT, say)


def _send(message_id: int, channel: Channel, carry: Callable[[Message, str], None]) -> Outcome:
    waiting = Message.objects.unsent(clock.now(), channel).select_related("user").filter(pk=message_id).first()
    if waiting is None:
        return Outcome.BUSY
    # Before the message is held: what it encloses has to be kept when it leaves, and no row waits for a server.
    words = enclosed(waiting)
    with transaction.atomic():
        rows = Message.objects.unsent(clock.now(), channel).select_for_update(of=("self",), skip_locked=True)
        held = rows.select_related("user").filter(pk=message_id).first()
        return attempt(held, lambda message: carry(message, words))


def _mail(message: Message, words: str) -> None:
    link = f"\n\n{settings.GENDAN_PUBLIC_URL}{message.url}" if message.url else ""
    text = words.rstrip() or f"{message.body or message.subject}{link}"
    send_mail(message.subject, f"{text}\n", settings.DEFAULT_FROM_EMAIL, [message.user.email])
