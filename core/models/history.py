"""What happened, who still has to hear of it, and the anchors that hold it."""

import datetime
import json
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One fact at the end of its stream; never changed, never deleted (trigger)."""

    stream = models.CharField(_("stream"), max_length=64)
    seq = models.PositiveIntegerField(_("number in the stream"))
    topic = models.CharField(_("topic"), max_length=64)
    name = models.CharField(_("event"), max_length=64)
    text = models.TextField(_("text"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"))
    hash = models.CharField(_("fingerprint"), max_length=64)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("history")
        constraints = [models.UniqueConstraint(fields=("stream", "seq"), name="event_stream_seq")]
        indexes = [models.Index(fields=("topic", "id"), name="event_topic")]

    def __str__(self) -> str:
        return f"{self.stream} {self.seq} {self.name}"

    @cached_property
    def data(self) -> dict[str, Any]:
        return json.loads(self.text)["data"]

    @cached_property
    def whence(self) -> str:
        """The address somebody acted from; empty where the house acted by itself."""
        return str(json.loads(self.text).get("from", ""))


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """The only writers of a delivery's state; a delivery has no people's lifecycle."""

    def due(self, now: datetime.datetime) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.PENDING, next_try_at__lte=now)

    def overdue(self, now: datetime.datetime) -> "DeliveryQuerySet":
        return self.filter(
            state=Delivery.State.PENDING,
            next_try_at__lt=now - datetime.timedelta(minutes=10),
        )

    def dead(self) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.DEAD)

    def mark_done(self, now: datetime.datetime) -> int:
        done: dict[str, Any] = {
            "state": Delivery.State.DONE,
            "done_at": now,
            "attempts": F("attempts") + 1,
        }
        return self.update(**done)

    def postpone(self, *, until: datetime.datetime, error: str, dead: bool) -> int:
        later: dict[str, Any] = {
            "next_try_at": until,
            "error": error,
            "attempts": F("attempts") + 1,
        }
        if dead:
            later["state"] = Delivery.State.DEAD
        return self.update(**later)

    def revive(self, now: datetime.datetime) -> int:
        again: dict[str, Any] = {
            "state": Delivery.State.PENDING,
            "attempts": 0,
            "next_try_at": now,
        }
        return self.update(**again)


class Delivery(models.Model):
    """One event still to be answered by one reaction outside the transaction."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        DONE = "done", _("delivered")
        DEAD = "dead", _("given up")

    event = models.ForeignKey(Event, models.PROTECT, related_name="deliveries", verbose_name=_("event"))
    reaction = models.CharField(_("reaction"), max_length=64)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next attempt"))
    done_at = models.DateTimeField(_("delivered at"), null=True)
    error = models.TextField(_("last error"), blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [models.UniqueConstraint(fields=("event", "reaction"), name="delivery_once")]
        indexes = [
            # serves the sweep: only what waits is in it
            models.Index(
                fields=("next_try_at",),
                name="delivery_due",
                condition=models.Q(state="pending"),
            ),
            models.Index(fields=("id",), name="delivery_dead", condition=models.Q(state="dead")),
        ]

    def __str__(self) -> str:
        return f"{self.reaction} ← {self.event_id}"


class Anchor(models.Model):
    """One fingerprint a day over the heads of every stream that moved since the last."""

    day = models.DateField(_("day"), unique=True)
    upto = models.BigIntegerField(_("up to"), help_text=_("last event it covers"))
    streams = models.PositiveIntegerField(_("streams"))
    digest = models.CharField(_("fingerprint"), max_length=64)

    class Meta:
        verbose_name = _("history anchor")
        verbose_name_plural = _("history anchors")

    def __str__(self) -> str:
        return f"{self.day} {self.digest[:12]}"
