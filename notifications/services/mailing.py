"""Sending mail: each letter claimed by one worker, retried with growing pauses, never lost in silence."""

import datetime
import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from core import clock
from notifications.models import Message

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 10


def send_waiting(*, limit: int = 200) -> int:
    """Send the mail that waits; safe beside other senders. Returns how many letters went out."""
    due = Message.objects.unsent(clock.now()).order_by("next_try_at").values_list("pk", flat=True)
    return sum(send_mail_now(pk) for pk in list(due[:limit]))


@transaction.atomic
def send_mail_now(message_id: int) -> bool:
    """Send one letter and mark it sent; a crash between the two repeats it, nothing loses it."""
    letter = (
        Message.objects.unsent(clock.now())
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("user")
        .filter(pk=message_id)
        .first()
    )
    if letter is None:
        return False
    try:
        send_mail(letter.subject, _text(letter), settings.DEFAULT_FROM_EMAIL, [letter.user.email])
    except (SMTPException, OSError, ValueError) as error:
        # A letter that cannot be written down (ValueError) must not hold up those behind it either.
        _postpone(letter, error)
        return False
    letter.sent_at, letter.error = clock.now(), ""
    letter.save(update_fields=["sent_at", "error"])
    return True


def _text(letter: Message) -> str:
    link = f"\n\n{settings.GENDAN_PUBLIC_URL}{letter.url}" if letter.url else ""
    return f"{letter.body or letter.subject}{link}\n"


def _postpone(letter: Message, error: Exception) -> None:
    logger.warning("mail %s not sent: %s", letter.pk, error)
    letter.attempts += 1
    letter.error = repr(error)[:500]
    letter.given_up = letter.attempts >= MOST_ATTEMPTS
    letter.next_try_at = clock.now() + datetime.timedelta(minutes=2**letter.attempts)
    letter.save(update_fields=["attempts", "error", "given_up", "next_try_at"])
