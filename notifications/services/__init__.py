"""Telling people, and sending what is to be sent."""

from notifications.services.mailing import send_mail_now, send_waiting
from notifications.services.reading import mark_all_read, mark_read
from notifications.services.telling import remind, tell

__all__ = ["mark_all_read", "mark_read", "remind", "send_mail_now", "send_waiting", "tell"]
