"""Several orders picked on one walk."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from core.machine import Moving, StateField
from inventory.models import Warehouse
from orders.models import Order
from shipping.models.words import WaveState


class WaveQuerySet(models.QuerySet["Wave"]):
    """Adjectives of waves; a wave is seen by who sees every order in it."""

    def visible_to(self, user: Any) -> "WaveQuerySet":
        if user.has_perm("orders.see_all_order"):
            return self
        hidden = Order.objects.exclude(pk__in=Order.objects.visible_to(user).order_by().values("pk"))
        return self.exclude(shipments__order__in=hidden)

    def open(self) -> "WaveQuerySet":
        return self.filter(state=WaveState.OPEN)


class Wave(Moving, models.Model):
    """One walk through one warehouse for several shipments; each shipment has a tote with a number on the cart."""

    number = models.CharField(_("wave number"), max_length=32, unique=True)
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="+", verbose_name=_("warehouse"))
    state = StateField(_("state"), default=WaveState.OPEN, choices=WaveState.choices, max_length=12)
    picker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("picked by")
    )
    opened_at = models.DateTimeField(_("picking started"))
    done_at = models.DateTimeField(_("ended"), null=True)

    objects = WaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("wave")
        verbose_name_plural = _("waves")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=WaveState.OPEN, done_at=None) | ~Q(state=WaveState.OPEN) & Q(done_at__isnull=False),
                name="wave_ended_has_moment",
            )
        ]
        indexes = [models.Index(fields=("-id",), name="wave_open", condition=Q(state=WaveState.OPEN))]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"wave:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == WaveState.OPEN

    def get_absolute_url(self) -> str:
        return reverse("shipping:wave", args=[self.number])

    @transition(state, source=WaveState.OPEN, target=WaveState.DONE)
    def finish(self, now: datetime.datetime) -> None:
        self.done_at = now

    @transition(state, source=WaveState.OPEN, target=WaveState.CANCELLED)
    def cancel(self, now: datetime.datetime) -> None:
        self.done_at = now
