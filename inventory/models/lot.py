"""Goods made together, how long they keep, and how many of them lie where."""

import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import ExpressionWrapper, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from core import clock
from inventory.models.bin import Bin
from inventory.models.item import StockItem


class LotQuerySet(models.QuerySet["Lot"]):
    """Business adjectives of lots."""

    def visible_to(self, user: Any) -> "LotQuerySet":
        """Whoever may look at stock sees every lot; for whom it left is another question."""
        return self if user.has_perm("inventory.view_stockitem") else self.none()

    def due(self, today: datetime.date) -> "LotQuerySet":
        """Past their last good day and still counted as sellable."""
        return self.filter(blocked=False, expires_on__lt=today)


class Lot(models.Model):
    """One batch of a product under the maker's number; after its last good day it is promised to nobody."""

    product = models.ForeignKey(Product, models.PROTECT, db_index=False, related_name="+", verbose_name=_("product"))
    number = models.CharField(_("lot number"), max_length=60)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    received_at = models.DateTimeField(_("first received"))
    blocked = models.BooleanField(
        _("blocked"), default=False, db_default=False, help_text=_("Expired: on hand, and not to be sold.")
    )

    objects = LotQuerySet.as_manager()

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        constraints = [models.UniqueConstraint(fields=("product", "number"), name="lot_once")]
        indexes = [
            models.Index(fields=("expires_on",), name="lot_due", condition=Q(blocked=False, expires_on__isnull=False))
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < clock.today()

    @property
    def expires_soon(self) -> bool:
        """Within as many days as the product asks to be warned before."""
        if self.expires_on is None or self.is_expired:
            return False
        return self.expires_on <= clock.today() + datetime.timedelta(days=self.product.warn_days)

    def get_absolute_url(self) -> str:
        return reverse("inventory:lot", args=[self.pk])


class BinStockQuerySet(models.QuerySet["BinStock"]):
    """Business adjectives of what lies in bins and lots."""

    def here(self) -> "BinStockQuerySet":
        return self.filter(on_hand__gt=0)

    def expiring(self, today: datetime.date) -> "BinStockQuerySet":
        """Of lots that expired or will within as many days as their product asks to be warned before."""
        last = ExpressionWrapper(
            Value(today, models.DateField()) + models.F("lot__product__warn_days"), output_field=models.DateField()
        )
        return self.here().filter(lot__expires_on__lte=last)

    def for_list(self) -> "BinStockQuerySet":
        """With what a row shows, in one query; what expires first stands first."""
        rows = self.select_related("bin__warehouse", "lot__product", "item__warehouse").defer("lot__product__search")
        return rows.order_by(models.F("lot__expires_on").asc(nulls_last=True), "bin__sequence", "bin__code", "pk")


class BinStock(models.Model):
    """So many pieces of a stock item lie in a bin, or belong to a lot, or both.

    Without a bin they lie in the warehouse's open area. Plain goods in the open area have no row: they are what
    is on hand and not `placed`. Written only while the stock item is held.
    """

    item = models.ForeignKey(
        StockItem, models.PROTECT, db_index=False, related_name="parts", verbose_name=_("stock item")
    )
    bin = models.ForeignKey(Bin, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bin"))
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("lot"))
    on_hand = models.DecimalField(_("on hand"), max_digits=18, decimal_places=4, default=Decimal(0))

    objects = BinStockQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock in bins and lots")
        verbose_name_plural = _("stock in bins and lots")
        constraints = [
            models.UniqueConstraint(fields=("item", "bin", "lot"), nulls_distinct=False, name="bin_stock_once"),
            # a lot is never below zero (I14)
            models.CheckConstraint(condition=Q(on_hand__gte=0), name="bin_stock_not_negative"),
            models.CheckConstraint(condition=Q(bin__isnull=False) | Q(lot__isnull=False), name="bin_stock_is_placed"),
        ]

    def __str__(self) -> str:
        return f"{self.bin_id} {self.lot_id} {self.on_hand.normalize():f}"

    @property
    def is_sellable(self) -> bool:
        return not (self.bin is not None and self.bin.is_closed) and not (self.lot is not None and self.lot.blocked)
