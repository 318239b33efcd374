"""What carriers said about a shipment, when they are asked again, and what went wrong on the way."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shipping.models.carrier import Carrier
from shipping.models.shipment import Shipment
from shipping.models.track_words import SILENCE, TROUBLES, Code


class TrackingEvent(models.Model):
    """One thing a carrier said, as it said it; kept once however often it is repeated, and never changed (S72)."""

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="tracking", verbose_name=_("shipment"))
    key = models.CharField(_("key"), max_length=64)
    at = models.DateTimeField(_("when"))
    code = models.CharField(_("what happened"), max_length=20, choices=Code.choices)
    place = models.CharField(_("place"), max_length=120, blank=True)
    text = models.CharField(_("text"), max_length=300, blank=True)
    signed_by = models.CharField(_("received by"), max_length=80, blank=True)
    received_at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("tracking event")
        verbose_name_plural = _("tracking events")
        constraints = [models.UniqueConstraint(fields=("shipment", "key"), name="tracking_event_once")]
        indexes = [models.Index(fields=("shipment", "-at", "-id"), name="tracking_event_shipment")]

    def __str__(self) -> str:
        return f"{self.shipment_id} {self.get_code_display()}"

    @property
    def is_trouble(self) -> bool:
        return self.code in TROUBLES

    @property
    def words(self) -> str:
        """What happened, in the carrier's words where it has any."""
        return self.text or str(self.get_code_display())


class FollowingQuerySet(models.QuerySet["Following"]):
    """Adjectives of what is followed."""

    def due(self, carrier: Carrier, now: Any) -> "FollowingQuerySet":
        """What this carrier is to be asked about now."""
        return self.filter(carrier=carrier, next_ask_at__lte=now)

    def silent(self, now: Any) -> "FollowingQuerySet":
        """Nothing was heard of it for longer than its carrier is given."""
        return self.filter(silent_at__lte=now)


class Following(models.Model):
    """How a shipment is followed: its carrier, when that is asked next, and when silence becomes trouble.

    `unchanged` counts the answers in a row that brought nothing new, failures included: the pauses grow with it.
    """

    shipment = models.OneToOneField(
        Shipment, models.PROTECT, primary_key=True, related_name="following", verbose_name=_("shipment")
    )
    carrier = models.ForeignKey(Carrier, models.PROTECT, related_name="+", verbose_name=_("carrier"))
    next_ask_at = models.DateTimeField(_("asked next"), null=True)
    asked_at = models.DateTimeField(_("asked last"), null=True)
    unchanged = models.PositiveSmallIntegerField(_("answers without news"), default=0)
    failures = models.PositiveSmallIntegerField(_("failures"), default=0)
    error = models.CharField(_("last error"), max_length=250, blank=True)
    heard_at = models.DateTimeField(_("last news"), null=True)
    silent_at = models.DateTimeField(_("silent from"), null=True)
    expected_on = models.DateField(_("expected"), null=True)
    delay_told = models.BooleanField(_("customer told of the delay"), default=False)

    objects = FollowingQuerySet.as_manager()

    class Meta:
        verbose_name = _("followed shipment")
        verbose_name_plural = _("followed shipments")
        indexes = [
            models.Index(
                fields=("carrier", "next_ask_at"), name="following_due", condition=Q(next_ask_at__isnull=False)
            ),
            models.Index(fields=("silent_at",), name="following_silent", condition=Q(silent_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.shipment_id)

    @property
    def page(self) -> str:
        """The carrier's own page about it."""
        return self.carrier.page_of(self.shipment.waybill)


class Trouble(models.Model):
    """Something went wrong on the way, until somebody settles it; one at a time for a shipment (S76)."""

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="troubles", verbose_name=_("shipment"))
    cause = models.CharField(_("cause"), max_length=20)
    text = models.CharField(_("text"), max_length=300, blank=True)
    since = models.DateTimeField(_("since"))
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("settled by")
    )
    note = models.CharField(_("note"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("trouble on the way")
        verbose_name_plural = _("troubles on the way")
        constraints = [
            models.UniqueConstraint(fields=("shipment",), name="trouble_one_open", condition=Q(settled_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.shipment_id} {self.cause}"

    @property
    def is_silence(self) -> bool:
        return self.cause == SILENCE

    @property
    def words(self) -> str | Promise:
        """What is wrong."""
        return self.text or cause_words(self.cause)


def cause_words(cause: str) -> str | Promise:
    """A cause of trouble, for people."""
    return _("Nothing heard from the carrier") if cause == SILENCE else Code(cause).label
