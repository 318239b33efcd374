"""Where goods can be: a warehouse's stock, or one of the places outside that balance the books."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WarehouseQuerySet(models.QuerySet["Warehouse"]):
    """Business adjectives of warehouses."""

    def visible_to(self, user: Any) -> "WarehouseQuerySet":
        """Whoever may look at stock sees every warehouse."""
        return self if user.has_perm("inventory.view_stockitem") else self.none()

    def active(self) -> "WarehouseQuerySet":
        return self.filter(active=True)

    def in_turn(self) -> "WarehouseQuerySet":
        """The default first, then by code: the turn in which goods are taken."""
        return self.order_by("-default", "code")


class Warehouse(models.Model):
    """A building with goods in it; goods are taken from the default one first."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)
    default = models.BooleanField(_("default"), default=False)
    active = models.BooleanField(_("active"), default=True)

    objects = WarehouseQuerySet.as_manager()

    class Meta:
        verbose_name = _("warehouse")
        verbose_name_plural = _("warehouses")
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=("default",), condition=Q(default=True), name="warehouse_one_default")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Place(models.Model):
    """One end of a move. Every warehouse has its stock; the other kinds exist once each."""

    class Kind(models.TextChoices):
        STOCK = "stock", pgettext_lazy("place", "Stock")
        SUPPLIER = "supplier", pgettext_lazy("place", "Supplier")
        CUSTOMER = "customer", pgettext_lazy("place", "Customer")
        ADJUSTMENT = "adjustment", pgettext_lazy("place", "Adjustment")
        OPENING = "opening", pgettext_lazy("place", "Opening stock")
        RETURNED = "returned", pgettext_lazy("place", "Returned, to inspect")
        REPAIR = "repair", pgettext_lazy("place", "In repair")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    warehouse = models.OneToOneField(
        Warehouse, models.PROTECT, null=True, blank=True, related_name="place", verbose_name=_("warehouse")
    )

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="stock", warehouse__isnull=False) | (~Q(kind="stock") & Q(warehouse__isnull=True)),
                name="place_stock_has_warehouse",
            ),
            models.UniqueConstraint(fields=("kind",), condition=~Q(kind="stock"), name="place_outside_once"),
        ]

    def __str__(self) -> str:
        return str(self.warehouse) if self.warehouse_id else str(self.get_kind_display())
