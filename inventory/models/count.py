"""A stocktaking: what was counted, what the books said, and why they differ."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from inventory.models.place import Warehouse


class StockCount(models.Model):
    """One count of products in one warehouse; booked at once and never changed."""

    number = models.CharField(_("count number"), max_length=32, unique=True)
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="+", verbose_name=_("warehouse"))
    reason = models.CharField(_("reason"), max_length=200)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("stock count")
        verbose_name_plural = _("stock counts")

    def __str__(self) -> str:
        return self.number

    @property
    def source(self) -> str:
        return f"count:{self.number}"


class StockCountLine(models.Model):
    """One product counted: what the books said and what was found, in base units."""

    count = models.ForeignKey(
        StockCount, models.PROTECT, db_index=False, related_name="lines", verbose_name=_("stock count")
    )
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("product"))
    book = models.DecimalField(_("in the books"), max_digits=18, decimal_places=4)
    counted = models.DecimalField(_("counted"), max_digits=18, decimal_places=4)

    class Meta:
        verbose_name = _("counted line")
        verbose_name_plural = _("counted lines")
        constraints = [
            models.UniqueConstraint(fields=("count", "product"), name="count_product_once"),
            models.CheckConstraint(condition=Q(counted__gte=0), name="counted_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.counted.normalize():f}"
