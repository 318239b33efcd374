"""Sending what waits: each letter claimed by one worker, retried with growing pauses, never lost in silence."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from core import clock
from notifications.models import Carrier, Channel, Letter, Message
from notifications.services.attempts import Outcome, attempt, in_turn
from notifications.services.carriers import CARRIERS
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
def _send_mail(message_id: int) -> Outcome:
    rows = Message.objects.unsent(clock.now()).select_for_update(of=("self",), skip_locked=True)
    return attempt(rows.select_related("user").filter(pk=message_id).first(), _mail)


@transaction.atomic
def _send_letter(letter_id: int) -> Outcome:
    rows = Letter.objects.unsent(clock.now()).select_for_update(of=("self",), skip_locked=True)
    return attempt(rows.filter(pk=letter_id).first(), lambda letter: CARRIERS[letter.channel](letter))


@transaction.atomic
def _send_chat(message_id: int) -> Outcome:
    rows = Message.objects.unsent(clock.now(), Channel.CHAT).select_for_update(of=("self",), skip_locked=True)
    return attempt(rows.select_related("user").filter(pk=message_id).first(), say)


def _mail(message: Message) -> None:
    link = f"\n\n{settings.GENDAN_PUBLIC_URL}{message.url}" if message.url else ""
    text = f"{message.body or message.subject}{link}\n"
    send_mail(message.subject, text, settings.DEFAULT_FROM_EMAIL, [message.user.email])
