"""A stocktaking: what was counted, what the books said, and why they differ."""

import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from catalog.models import Product
from core.machine import Moving, StateField
from inventory.models.bin import Bin
from inventory.models.lot import Lot
from inventory.models.place import Warehouse
from inventory.models.serial import Serial


class CountState(models.TextChoices):
    """How far a count is."""

    COUNTING = "counting", pgettext_lazy("count", "Counting")
    BOOKED = "booked", pgettext_lazy("count", "Booked")
    CANCELLED = "cancelled", pgettext_lazy("count", "Cancelled")


class StockCountQuerySet(models.QuerySet["StockCount"]):
    """Business adjectives of counts."""

    def visible_to(self, user: Any) -> "StockCountQuerySet":
        """Whoever may look at stock sees what is counted."""
        return self if user.has_perm("inventory.view_stockitem") else self.none()

    def open(self) -> "StockCountQuerySet":
        return self.filter(state=CountState.COUNTING)

    def for_list(self) -> "StockCountQuerySet":
        return self.select_related("warehouse", "bin", "actor").order_by("-pk")


class StockCount(Moving, models.Model):
    """One count of products in one warehouse or bin. While it is open what it covers is frozen; booked, it stays."""

    number = models.CharField(_("count number"), max_length=32, unique=True)
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="+", verbose_name=_("warehouse"))
    bin = models.ForeignKey(Bin, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bin"))
    state = StateField(
        _("state"),
        default=CountState.BOOKED,
        choices=CountState.choices,
        max_length=10,
    )
    reason = models.CharField(_("reason"), max_length=200)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"))

    objects = StockCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock count")
        verbose_name_plural = _("stock counts")
        indexes = [models.Index(fields=("warehouse",), name="count_open", condition=Q(state="counting"))]

    def __str__(self) -> str:
        return self.number

    @property
    def source(self) -> str:
        return f"count:{self.number}"

    @property
    def stream(self) -> str:
        return f"count:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == CountState.COUNTING

    def get_absolute_url(self) -> str:
        return reverse("inventory:count-sheet", args=[self.number])

    @transition(state, source=CountState.COUNTING, target=CountState.BOOKED)
    def book(self, now: datetime.datetime, reason: str, actor_id: int | None) -> None:
        self.at, self.reason, self.actor_id = now, reason, actor_id

    @transition(state, source=CountState.COUNTING, target=CountState.CANCELLED)
    def cancel(self) -> None:
        """What it froze moves again; nothing was booked."""


class StockCountLine(models.Model):
    """One thing counted, in base units: what the books said and what was found, by product, bin, lot or number."""

    count = models.ForeignKey(
        StockCount, models.PROTECT, db_index=False, related_name="lines", verbose_name=_("stock count")
    )
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("product"))
    bin = models.ForeignKey(Bin, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bin"))
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lot"))
    serial = models.ForeignKey(
        Serial, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("serial number")
    )
    book = models.DecimalField(_("in the books"), max_digits=18, decimal_places=4)
    counted = models.DecimalField(_("counted"), max_digits=18, decimal_places=4, null=True)
    second = models.DecimalField(_("second count"), max_digits=18, decimal_places=4, null=True)

    class Meta:
        verbose_name = _("counted line")
        verbose_name_plural = _("counted lines")
        constraints = [
            models.UniqueConstraint(
                fields=("count", "product", "bin", "lot", "serial"), nulls_distinct=False, name="count_product_once"
            ),
            models.CheckConstraint(
                condition=(Q(counted__isnull=True) | Q(counted__gte=0)) & (Q(second__isnull=True) | Q(second__gte=0)),
                name="counted_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.found.normalize():f}" if self.found is not None else f"{self.product_id} ?"

    @property
    def found(self) -> Decimal | None:
        """What holds: the second count where there was one."""
        return self.counted if self.second is None else self.second

    @property
    def difference(self) -> Decimal:
        return Decimal(0) if self.found is None else self.found - self.book
