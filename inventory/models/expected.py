"""Goods that are announced and not here yet."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from inventory.models.place import Warehouse


class ExpectedReceiptQuerySet(models.QuerySet["ExpectedReceipt"]):
    """Business adjectives of announced goods."""

    def awaited(self) -> "ExpectedReceiptQuerySet":
        return self.filter(closed=False, quantity__gt=F("arrived"))

    def late(self, day: datetime.date) -> "ExpectedReceiptQuerySet":
        return self.awaited().filter(expected_on__lt=day)


class ExpectedReceipt(models.Model):
    """So much of a product is announced for a day, in base units; `label` names the paper that says so.

    Typed by a person, or written by whoever buys. It promises nothing by itself: dates are explained by it.
    """

    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("product"))
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="+", verbose_name=_("warehouse"))
    expected_on = models.DateField(_("expected on"))
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=4)
    arrived = models.DecimalField(_("arrived"), max_digits=18, decimal_places=4, default=0)
    label = models.CharField(_("announced by"), max_length=60, help_text=_("The number of the purchase order, say."))
    closed = models.BooleanField(_("closed"), default=False, help_text=_("Nothing more will come."))

    objects = ExpectedReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("expected receipt")
        verbose_name_plural = _("expected receipts")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="expected_quantity_positive"),
            models.CheckConstraint(condition=Q(arrived__gte=0), name="expected_arrived_not_negative"),
        ]
        indexes = [models.Index(fields=("product", "expected_on"), name="expected_open", condition=Q(closed=False))]

    def __str__(self) -> str:
        return f"{self.label} {self.expected_on}"
