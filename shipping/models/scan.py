"""Every scan, right or wrong, as the device sent it."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inventory.models import Lot, Serial
from orders.models import OrderLine, Return
from shipping.models.box import Box
from shipping.models.shipment import Shipment
from shipping.models.words import COUNTED, Result


class ScanQuerySet(models.QuerySet["Scan"]):
    """Adjectives of scans."""

    def counted(self) -> "ScanQuerySet":
        """Those that a line's picked quantity is the sum of."""
        return self.filter(result__in=COUNTED)


class Scan(models.Model):
    """One scan: its uuid and its device's own number make it count once, however often it arrives.

    It counts goods that are picked for a shipment or put into one of its boxes, or goods that came back for a return.

    `quantity` is in base units: below zero for pieces put back, zero where nothing was counted.
    """

    uuid = models.UUIDField(_("key"), unique=True)
    device = models.CharField(_("device"), max_length=64, blank=True)
    device_seq = models.BigIntegerField(_("number on the device"), null=True)
    shipment = models.ForeignKey(
        Shipment, models.PROTECT, null=True, blank=True, related_name="scans", verbose_name=_("shipment")
    )
    returned = models.ForeignKey(
        Return, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("return")
    )
    box = models.ForeignKey(
        Box,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=pgettext_lazy("parcel", "box"),
    )
    code = models.CharField(_("code"), max_length=80)
    result = models.CharField(_("result"), max_length=8, choices=Result.choices)
    order_line = models.ForeignKey(
        OrderLine, models.PROTECT, null=True, related_name="+", verbose_name=_("order line")
    )
    lot = models.ForeignKey(
        Lot, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("lot")
    )
    serial = models.ForeignKey(Serial, models.PROTECT, null=True, related_name="+", verbose_name=_("serial number"))
    label = models.CharField(_("product"), max_length=250, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=4, default=Decimal(0))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("scanned by")
    )
    scanned_at = models.DateTimeField(_("time on the device"), null=True)
    at = models.DateTimeField(_("received"))

    objects = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        constraints = [
            models.UniqueConstraint(
                fields=("device", "device_seq"), name="scan_once_per_device", condition=Q(device_seq__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(shipment__isnull=False, returned=None) | Q(shipment=None, returned__isnull=False),
                name="scan_of_one_document",
            ),
            models.CheckConstraint(
                condition=Q(result=Result.OK, quantity__gt=0, order_line__isnull=False)
                | Q(result=Result.BACK, quantity__lt=0, order_line__isnull=False)
                | ~Q(result__in=COUNTED),
                name="scan_counts_pieces",
            ),
        ]
        indexes = [
            models.Index(fields=("shipment", "-id"), name="scan_shipment"),
            models.Index(fields=("box", "-id"), name="scan_box", condition=Q(box__isnull=False)),
            models.Index(fields=("returned", "-id"), name="scan_return", condition=Q(returned__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.get_result_display()}"

    @property
    def is_counted(self) -> bool:
        return self.result in COUNTED

    @property
    def can_be_undone(self) -> bool:
        return self.result == Result.OK

    @property
    def goods(self) -> str:
        """What was scanned, short: the product's code where it is known."""
        return self.label.split(" ")[0] if self.label else self.code

    @property
    def tone(self) -> str:
        """The colour of its band: ok, over, wrong or ask."""
        return TONES[Result(self.result)]


TONES = {
    Result.OK: "ok",
    Result.BACK: "ok",
    Result.UNDONE: "over",
    Result.EXTRA: "over",
    Result.WRONG: "wrong",
    Result.LOT: "wrong",
    Result.SERIAL: "wrong",
    Result.UNKNOWN: "wrong",
    Result.WHICH: "ask",
    Result.LATE: "ask",
    Result.BOXED: "ok",
    Result.UNBOXED: "ok",
}
