"""When more is to be ordered, and how fast goods leave."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from inventory.models.place import Warehouse


class ReorderRuleQuerySet(models.QuerySet["ReorderRule"]):
    """Business adjectives of reorder rules."""

    def visible_to(self, user: Any) -> "ReorderRuleQuerySet":
        return self if user.has_perm("inventory.view_stockitem") else self.none()

    def fallen(self) -> "ReorderRuleQuerySet":
        """Below their minimum since the last look, the longest first."""
        return self.filter(below_since__isnull=False).order_by("below_since", "pk")


class ReorderRule(models.Model):
    """Of a product in a warehouse at least so much should be free; more is ordered up to the maximum.

    `below_since` is when it was found to have fallen, and empty while enough is there: one alert per fall (S62).
    """

    product = models.ForeignKey(Product, models.PROTECT, db_index=False, related_name="+", verbose_name=_("product"))
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="+", verbose_name=_("warehouse"))
    minimum = models.DecimalField(_("minimum stock"), max_digits=18, decimal_places=4)
    maximum = models.DecimalField(_("maximum stock"), max_digits=18, decimal_places=4)
    lead_days = models.PositiveSmallIntegerField(
        _("lead time"), default=7, help_text=_("Working days from the order to the goods.")
    )
    multiple = models.DecimalField(
        _("order multiple"), max_digits=18, decimal_places=4, default=Decimal(1), help_text=_("Pieces in one pack.")
    )
    below_since = models.DateTimeField(_("below since"), null=True, blank=True, editable=False)

    objects = ReorderRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("reorder rule")
        verbose_name_plural = _("reorder rules")
        constraints = [
            models.UniqueConstraint(fields=("product", "warehouse"), name="reorder_rule_once"),
            models.CheckConstraint(
                condition=Q(minimum__gte=0, maximum__gte=F("minimum"), multiple__gt=0), name="reorder_rule_makes_sense"
            ),
        ]
        indexes = [
            models.Index(fields=("below_since",), name="reorder_fallen", condition=Q(below_since__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.minimum.normalize():f}–{self.maximum.normalize():f}"


class StockPace(models.Model):
    """How a product left a warehouse in the last PACE_DAYS days, worked out once a night."""

    product = models.ForeignKey(Product, models.PROTECT, db_index=False, related_name="+", verbose_name=_("product"))
    warehouse = models.ForeignKey(
        Warehouse, models.PROTECT, db_index=False, related_name="+", verbose_name=_("warehouse")
    )
    used = models.DecimalField(_("left for customers"), max_digits=18, decimal_places=4)
    gained = models.DecimalField(_("change of stock"), max_digits=18, decimal_places=4)
    last_issue = models.DateField(_("last left for a customer"), null=True)
    on = models.DateField(_("worked out on"))

    class Meta:
        verbose_name = _("pace of stock")
        verbose_name_plural = _("pace of stock")
        constraints = [models.UniqueConstraint(fields=("product", "warehouse"), name="stock_pace_once")]

    def __str__(self) -> str:
        return f"{self.product_id} {self.used.normalize():f}"
