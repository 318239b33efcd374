"""Telling people, and sending what is to be sent."""

from notifications.services.choosing import channels_of, choose_channels
from notifications.services.mailing import send_letter_now, send_mail_now, send_waiting
from notifications.services.reading import mark_all_read, mark_read
from notifications.services.robots import robot_for
from notifications.services.telling import remind, tell
from notifications.services.writing import Way, Words, send_again, write_letters

__all__ = [
    "Way",
    "Words",
    "channels_of",
    "choose_channels",
    "mark_all_read",
    "mark_read",
    "remind",
    "robot_for",
    "send_again",
    "send_letter_now",
    "send_mail_now",
    "send_waiting",
    "tell",
    "write_letters",
]
