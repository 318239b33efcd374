"""Where every piece has to pass the scanner."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from inventory.models import Warehouse


class StrictRule(models.Model):
    """In this warehouse, or of this product, a typed number does not count pieces: each is scanned.

    Where no rule stands, a number typed before the scan counts so many. Who may count without scanning each piece
    may do so here, too; a box's own barcode always counts what it holds.
    """

    warehouse = models.OneToOneField(
        Warehouse, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("warehouse")
    )
    product = models.OneToOneField(
        Product, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("product")
    )
    strict = models.BooleanField(_("each piece is scanned"), default=True)

    class Meta:
        verbose_name = _("strict scanning rule")
        verbose_name_plural = _("strict scanning rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(warehouse__isnull=False, product=None) | Q(warehouse=None, product__isnull=False),
                name="strict_rule_of_one_thing",
                violation_error_message=_("Name a warehouse or a product, one of them."),
            )
        ]

    def __str__(self) -> str:
        return str(self.warehouse or self.product)
