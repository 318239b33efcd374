"""Sending mail: each letter claimed by one worker, retried with growing pauses, never lost in silence."""

import datetime
import logging
from collections.abc import Callable
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from core import clock
from notifications.models import Carrier, Letter, Message

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 10


def send_waiting(*, limit: int = 200) -> int:
    """Send the mail that waits, to people of the house and outside; safe beside other senders.

    Returns how many letters went out.
    """
    due = Message.objects.unsent(clock.now()).order_by("next_try_at").values_list("pk", flat=True)
    sent = sum(send_mail_now(pk) for pk in list(due[:limit]))
    letters = Letter.objects.unsent(clock.now()).order_by("next_try_at").values_list("pk", flat=True)
    return sent + sum(send_letter_now(pk) for pk in list(letters[:limit]))


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


def _by_mail(letter: Letter) -> None:
    send_mail(letter.subject, f"{letter.text}\n", settings.DEFAULT_FROM_EMAIL, [letter.address])


CARRIERS: dict[str, Callable[[Letter], None]] = {Carrier.MAIL: _by_mail}
"""What carries a letter on each channel; it raises OSError, SMTPException or ValueError when it cannot."""


@transaction.atomic
def send_letter_now(letter_id: int) -> bool:
    """Send one letter to somebody outside by its channel and mark it sent; a crash between repeats it (S43)."""
    letter = (
        Letter.objects.unsent(clock.now())
        .select_for_update(of=("self",), skip_locked=True)
        .filter(pk=letter_id)
        .first()
    )
    if letter is None:
        return False
    try:
        CARRIERS[letter.channel](letter)
    except (SMTPException, OSError, ValueError) as error:
        _postpone(letter, error)
        return False
    letter.sent_at, letter.error = clock.now(), ""
    letter.save(update_fields=["sent_at", "error"])
    return True


def _text(letter: Message) -> str:
    link = f"\n\n{settings.GENDAN_PUBLIC_URL}{letter.url}" if letter.url else ""
    return f"{letter.body or letter.subject}{link}\n"


def _postpone(letter: Message | Letter, error: Exception) -> None:
    logger.warning("mail %s not sent: %s", letter.pk, error)
    letter.attempts += 1
    letter.error = repr(error)[:500]
    letter.given_up = letter.attempts >= MOST_ATTEMPTS
    letter.next_try_at = clock.now() + datetime.timedelta(minutes=2**letter.attempts)
    letter.save(update_fields=["attempts", "error", "given_up", "next_try_at"])
