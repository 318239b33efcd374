"""Sending mail: each letter claimed by one worker, retried with growing pauses, never lost in silence.

What a letter encloses is written as it leaves and kept nowhere: it may hold a key to somebody's page.
"""

import datetime
import logging
from collections.abc import Callable
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.module_loading import import_string

from core import clock
from core.links import masked
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


def send_mail_now(message_id: int) -> bool:
    """Send one letter and mark it sent; a crash between the two repeats it, nothing loses it."""
    letter = Message.objects.unsent(clock.now()).select_related("user").filter(pk=message_id).first()
    if letter is None:
        return False
    # Before the letter is held: what it encloses has to be kept when it leaves, and no row waits for a mail server.
    return _send(message_id, _text(letter))


@transaction.atomic
def _send(message_id: int, text: str) -> bool:
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
        send_mail(letter.subject, text, settings.DEFAULT_FROM_EMAIL, [letter.user.email])
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
    enclosed = _enclosed(letter)
    if enclosed is not None:
        return f"{enclosed}\n"
    link = f"\n\n{settings.GENDAN_PUBLIC_URL}{letter.url}" if letter.url else ""
    return f"{letter.body or letter.subject}{link}\n"


def _enclosed(letter: Message) -> str | None:
    """What is sent instead of the words that are kept, if anything is (config/enclosures.py)."""
    encloses = import_string(settings.ENCLOSURES).get(letter.about.partition(":")[0])
    if encloses is None:
        return None
    try:
        with translation.override(letter.user.language or settings.LANGUAGE_CODE):
            return encloses(letter.about, letter.user)
    except Exception:  # whatever is wrong with one enclosure, its letter leaves without it and holds up no other
        logger.exception("nothing enclosed with mail %s", letter.pk)
        return None


def _postpone(letter: Message | Letter, error: Exception) -> None:
    logger.warning("mail %s not sent: %s", letter.pk, error)
    letter.attempts += 1
    # A server may quote what it refuses.
    letter.error = masked(repr(error))[:500]
    letter.given_up = letter.attempts >= MOST_ATTEMPTS
    letter.next_try_at = clock.now() + datetime.timedelta(minutes=2**letter.attempts)
    letter.save(update_fields=["attempts", "error", "given_up", "next_try_at"])
