"""Telling people, and sending what is to be sent."""

from notifications.services.mailing import send_letter_now, send_mail_now, send_waiting
from notifications.services.reading import mark_all_read, mark_read
from notifications.services.telling import remind, tell
from notifications.services.writing import write_letter

__all__ = [
    "mark_all_read",
    "mark_read",
    "remind",
    "send_letter_now",
    "send_mail_now",
    "send_waiting",
    "tell",
    "write_letter",
]
