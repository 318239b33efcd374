"""One message to one person through one channel, for one cause."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    INBOX = "inbox", _("In the app")
    MAIL = "mail", _("E-mail")
    CHAT = "chat", _("Chat robot")


class Kind(models.TextChoices):
    """Why somebody is told."""

    TO_DO = "to_do", _("For you to do")
    NEWS = "news", _("About your work")
    MENTION = "mention", _("You were mentioned")
    REMINDER = "reminder", _("Reminder")


class MessageQuerySet(models.QuerySet["Message"]):
    """Adjectives of messages."""

    def visible_to(self, user: Any) -> "MessageQuerySet":
        """A person sees their own messages in the app, nobody else's."""
        return self.filter(user_id=user.pk, channel=Channel.INBOX)

    def unread(self) -> "MessageQuerySet":
        return self.filter(read_at=None)

    def unsent(self, now: datetime.datetime, channel: str = Channel.MAIL) -> "MessageQuerySet":
        """Mail, or what a robot is to say, that is to go out now."""
        return self.filter(channel=channel, sent_at=None, given_up=False, next_try_at__lte=now)

    def posted_since(self, robots: list[str], moment: datetime.datetime) -> "MessageQuerySet":
        """What was last handed to a robot since then, by any of its names, taken or not."""
        return self.filter(channel=Channel.CHAT, robot__in=robots, tried_at__gt=moment)


class Message(models.Model):
    """What somebody is told: unique by cause, person and channel, so a repeat tells nobody twice.

    `about` names what it is about (task:12) for whoever encloses something as it leaves (config/enclosures.py);
    what is enclosed may be a key to a page, and is not kept here.
    """

    cause = models.CharField(_("cause"), max_length=120)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    kind = models.CharField(_("reason"), max_length=10, choices=Kind.choices)
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"), blank=True)
    url = models.CharField(_("address"), max_length=200, blank=True)
    about = models.CharField(_("about what"), max_length=64, blank=True)
    at = models.DateTimeField(_("when"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    next_try_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    given_up = models.BooleanField(_("given up"), default=False)
    error = models.CharField(_("last error"), max_length=500, blank=True)
    robot = models.CharField(_("chat robot"), max_length=150, blank=True, default="", db_default="")
    tried_at = models.DateTimeField(_("last attempt"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [models.UniqueConstraint(fields=("cause", "user", "channel"), name="message_once")]
        indexes = [
            models.Index(fields=("user", "-id"), name="message_inbox", condition=Q(channel=Channel.INBOX)),
            models.Index(
                fields=("user",), name="message_unread", condition=Q(channel=Channel.INBOX, read_at__isnull=True)
            ),
            models.Index(
                fields=("next_try_at",), name="message_unsent", condition=Q(channel=Channel.MAIL, sent_at__isnull=True)
            ),
            models.Index(
                fields=("robot", "next_try_at"),
                name="message_to_chat",
                condition=Q(channel=Channel.CHAT, sent_at__isnull=True),
            ),
            models.Index(fields=("robot", "tried_at"), name="message_chatted", condition=Q(channel=Channel.CHAT)),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def reference(self) -> str:
        """What the other side knows it by, the same for every attempt."""
        return f"message-{self.pk}"
