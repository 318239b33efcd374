"""A letter to somebody outside the house, and what became of it."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.phones import masked


class Carrier(models.TextChoices):
    """The channel a letter goes by."""

    MAIL = "mail", _("E-mail")
    SMS = "sms", _("SMS")
    PAGE = "page", _("On their page")


class LetterKind(models.TextChoices):
    """What a letter is about."""

    CONFIRMATION = "confirmation", _("Order confirmation")
    CHANGE = "change", _("Letter about a change")
    CANCELLATION = "cancellation", _("Letter of cancellation")
    DEPARTURE = "departure", _("Departure notice")
    DELAY = "delay", _("Notice of a delay")


UNKNOWN = {
    Carrier.MAIL: _("No e-mail address is known; nobody was told."),
    Carrier.SMS: _("No mobile number is known; nobody was told."),
    Carrier.PAGE: _("No page is known; nobody was told."),
}


class LetterQuerySet(models.QuerySet["Letter"]):
    """Adjectives of letters."""

    def unsent(self, now: datetime.datetime) -> "LetterQuerySet":
        """Those that are to go out now."""
        return self.filter(sent_at=None, given_up=False, next_try_at__lte=now)

    def about(self, topic: str) -> "LetterQuerySet":
        """All letters about one thing, oldest first."""
        return self.filter(topic=topic).order_by("pk")

    def on_page(self, address: str) -> "LetterQuerySet":
        """What stands on one customer's page, newest first."""
        return self.filter(channel=Carrier.PAGE, address=address).order_by("-pk")


class Letter(models.Model):
    """What somebody outside is told: once for its cause and channel, so a repeat writes nobody twice.

    `topic` is the stream of what it is about (order:12). Without an address it is kept all the same, given up:
    whoever looks sees that nobody was told.
    """

    cause = models.CharField(_("cause"), max_length=120)
    topic = models.CharField(_("topic"), max_length=64)
    channel = models.CharField(_("channel"), max_length=8, choices=Carrier.choices, default=Carrier.MAIL)
    kind = models.CharField(_("about"), max_length=16, choices=LetterKind.choices)
    name = models.CharField(_("to whom"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("text as a page"), blank=True, default="", db_default="")
    at = models.DateTimeField(_("written"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    next_try_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    given_up = models.BooleanField(_("given up"), default=False)
    error = models.CharField(_("last error"), max_length=500, blank=True)
    rounds = models.PositiveSmallIntegerField(_("sent again by hand"), default=0, db_default=0)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.UniqueConstraint(fields=("cause", "channel"), name="letter_once"),
            models.CheckConstraint(condition=~Q(address="") | Q(given_up=True), name="letter_unaddressed_given_up"),
        ]
        indexes = [
            models.Index(fields=("topic",), name="letter_topic"),
            models.Index(fields=("address", "-id"), name="letter_page", condition=Q(channel=Carrier.PAGE)),
            models.Index(
                fields=("next_try_at",), name="letter_unsent", condition=Q(sent_at__isnull=True, given_up=False)
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def mark(self) -> str:
        """How far it is: waiting, sent, failed."""
        if self.sent_at is not None:
            return "sent"
        return "failed" if self.given_up else "waiting"

    @property
    def reference(self) -> str:
        """What the other side knows it by: the same for every attempt, so that it can drop a second copy."""
        return f"letter-{self.pk}-{self.rounds}"

    @property
    def address_shown(self) -> str:
        """Where it goes, for people: a phone number with its middle hidden, a page without its key."""
        if self.channel == Carrier.SMS:
            return masked(self.address)
        return "" if self.channel == Carrier.PAGE else self.address

    @property
    def reason(self) -> str | Promise:
        """Why it has not gone out: nothing to go to, or how often it was tried and what was said."""
        if not self.address:
            return UNKNOWN[Carrier(self.channel)]
        if self.sent_at is not None or not self.attempts:
            return ""
        return _("Attempts: %(count)s; last: %(said)s") % {"count": self.attempts, "said": self.error}
