"""The box: what of a shipment lies in it, what it weighs, and the code on its label."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inventory.models import Lot, Serial
from shipping.models.line import ShipmentLine
from shipping.models.shipment import Shipment


class Box(models.Model):
    """One box of a shipment; its code is printed on it and opens the shipment when it is scanned.

    One box at a time stands open on the packing desk; closing it says what it weighs.
    """

    shipment = models.ForeignKey(
        Shipment, models.PROTECT, db_index=False, related_name="boxes", verbose_name=_("shipment")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.CharField(_("box code"), max_length=40, unique=True)
    size = models.CharField(_("kind or size"), max_length=40, blank=True)
    weight = models.DecimalField(_("weight in kg"), max_digits=9, decimal_places=3, null=True, blank=True)
    closed_at = models.DateTimeField(pgettext_lazy("box", "closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("box", "closed by"),
    )

    class Meta:
        verbose_name = pgettext_lazy("parcel", "box")
        verbose_name_plural = _("boxes")
        ordering = ("shipment", "position")
        constraints = [
            models.UniqueConstraint(fields=("shipment", "position"), name="box_position_once"),
            models.UniqueConstraint(fields=("shipment",), condition=Q(closed_at=None), name="box_one_open"),
            models.CheckConstraint(condition=Q(weight=None) | Q(weight__gte=0), name="box_weight_not_negative"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(weight__isnull=False), name="box_closed_is_weighed"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class BoxContent(models.Model):
    """Pieces of one line in one box, in base units, and which lot or numbered piece they are where that is known."""

    box = models.ForeignKey(
        Box,
        models.CASCADE,
        db_index=False,
        related_name="contents",
        verbose_name=pgettext_lazy("parcel", "box"),
    )
    line = models.ForeignKey(ShipmentLine, models.PROTECT, related_name="+", verbose_name=_("shipment line"))
    lot = models.ForeignKey(
        Lot, models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name=_("lot")
    )
    serial = models.ForeignKey(
        Serial,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("serial number"),
    )
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=4, default=Decimal(1))

    class Meta:
        verbose_name = _("content of a box")
        verbose_name_plural = _("contents of boxes")
        ordering = ("box", "line")
        constraints = [
            models.UniqueConstraint(
                fields=("box", "line", "lot", "serial"), nulls_distinct=False, name="box_content_once"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="box_content_positive"),
            models.CheckConstraint(condition=Q(serial=None) | Q(quantity=1), name="box_content_numbered_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.box_id} {self.line_id}"
