"""A place inside a warehouse. The warehouse itself is where everything lies that is in no bin."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inventory.models.place import Warehouse


class BinQuerySet(models.QuerySet["Bin"]):
    """Business adjectives of bins."""

    def visible_to(self, user: Any) -> "BinQuerySet":
        """Whoever may look at stock sees every bin."""
        return self if user.has_perm("inventory.view_stockitem") else self.none()

    def active(self) -> "BinQuerySet":
        return self.filter(active=True, warehouse__active=True)

    def in_walk(self) -> "BinQuerySet":
        """In the turn in which somebody walks past them."""
        return self.order_by("-warehouse__default", "warehouse__code", "sequence", "code")


class Bin(models.Model):
    """A shelf, a pallet place, a cage; goods in a quarantine bin are on hand and promised to nobody."""

    class Kind(models.TextChoices):
        STORAGE = "storage", pgettext_lazy("bin", "Storage")
        RECEIVING = "receiving", pgettext_lazy("bin", "Receiving")
        QUARANTINE = "quarantine", pgettext_lazy("bin", "Quarantine")

    warehouse = models.ForeignKey(
        Warehouse, models.PROTECT, db_index=False, related_name="bins", verbose_name=_("warehouse")
    )
    code = models.CharField(_("bin code"), max_length=20)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.STORAGE)
    sequence = models.PositiveIntegerField(
        _("walking order"), default=100, help_text=_("Bins are walked past from the lowest to the highest.")
    )
    active = models.BooleanField(_("active"), default=True)
    count = models.ForeignKey(
        "inventory.StockCount",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("frozen by"),
    )

    objects = BinQuerySet.as_manager()

    class Meta:
        verbose_name = _("bin")
        verbose_name_plural = _("bins")
        ordering = ("warehouse", "sequence", "code")
        constraints = [models.UniqueConstraint(fields=("warehouse", "code"), name="bin_once")]

    def __str__(self) -> str:
        return f"{self.warehouse.code}/{self.code}"

    @property
    def is_closed(self) -> bool:
        """Whether what lies here may not be sold."""
        return self.kind == self.Kind.QUARANTINE
