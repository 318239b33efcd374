"""Every scan, right or wrong, as the device sent it."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inventory.models import Lot, Serial
from orders.models import OrderLine, Return
from shipping.models.box import Box
from shipping.models.shipment import Shipment
from shipping.models.wave import Wave
from shipping.models.words import COUNTED, NEVER, SAID_AT_ONCE, Result

TO_SOLVE = Q(solved_at=None) & (Q(result__in=NEVER) | Q(told="ok", result__in=SAID_AT_ONCE))
NO_GOODS = (Result.REFUSED, Result.DONE, Result.NOT_NOW)
"""Their label is a sentence, not a product."""
SKEWED = 300
"""Seconds a device's clock may be off before somebody is told."""


class ScanQuerySet(models.QuerySet["Scan"]):
    """Adjectives of scans."""

    def counted(self) -> "ScanQuerySet":
        """Those that a line's picked quantity is the sum of."""
        return self.filter(result__in=COUNTED)

    def to_solve(self) -> "ScanQuerySet":
        """Not counted although the picker went on as if it was: a supervisor has to say what became of the piece."""
        return self.filter(TO_SOLVE)


class Scan(models.Model):
    """One scan: its uuid and its device's own number make it count once, however often it arrives.

    It counts goods that are picked for a shipment or put into one of its boxes, or goods that came back for a return.
    Made on the walk of a wave it also names the wave; only what it counted for a shipment names that one.

    `quantity` is in base units: below zero for pieces put back, zero where nothing was counted. `times` is the number
    typed before the scan: above one it was counted by hand, else the scanner saw each piece, or a box by its own code.
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
    wave = models.ForeignKey(
        Wave, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("wave")
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
    times = models.DecimalField(
        _("times typed"), max_digits=18, decimal_places=4, default=Decimal(1), db_default=Decimal(1)
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("scanned by")
    )
    scanned_at = models.DateTimeField(_("time on the device"), null=True)
    at = models.DateTimeField(_("received"))
    skew = models.IntegerField(_("seconds the device's clock was ahead"), null=True)
    told = models.CharField(_("what the device said while it was out of reach"), max_length=5, blank=True)
    revision = models.PositiveIntegerField(_("revision the device had"), null=True)
    solved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("solved by"),
    )
    solved_at = models.DateTimeField(_("solved"), null=True)
    solution = models.CharField(_("what became of it"), max_length=250, blank=True)

    objects = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        permissions = [
            ("type_quantity_scan", _("count without scanning each piece")),
            ("solve_scan", _("solve refused scans")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("device", "device_seq"), name="scan_once_per_device", condition=Q(device_seq__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(shipment__isnull=False, returned=None)
                | Q(shipment=None, returned__isnull=False, wave=None)
                | Q(shipment=None, returned=None, wave__isnull=False) & ~Q(result__in=COUNTED),
                name="scan_of_one_document",
            ),
            models.CheckConstraint(
                condition=Q(result=Result.OK, quantity__gt=0, order_line__isnull=False)
                | Q(result=Result.BACK, quantity__lt=0, order_line__isnull=False)
                | ~Q(result__in=COUNTED),
                name="scan_counts_pieces",
            ),
            models.CheckConstraint(
                condition=Q(solved_at=None, solved_by=None, solution="")
                | (Q(solved_at__isnull=False, solved_by__isnull=False) & ~Q(solution="")),
                name="scan_solved_by_someone",
            ),
        ]
        indexes = [
            models.Index(fields=("shipment", "-id"), name="scan_shipment"),
            models.Index(fields=("box", "-id"), name="scan_box", condition=Q(box__isnull=False)),
            models.Index(fields=("returned", "-id"), name="scan_return", condition=Q(returned__isnull=False)),
            models.Index(fields=("wave", "-id"), name="scan_wave", condition=Q(wave__isnull=False)),
            models.Index(fields=("-id",), name="scan_to_solve", condition=TO_SOLVE),
            models.Index(fields=("lot",), name="scan_lot", condition=Q(lot__isnull=False)),
            BrinIndex(fields=("at",), name="scan_at", autosummarize=True, pages_per_range=16),
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
    def is_skewed(self) -> bool:
        """Whether the device's clock was off by more than some minutes; the house's own clock decides anyway."""
        return self.skew is not None and abs(self.skew) >= SKEWED

    @property
    def clock_off(self) -> str:
        """By how much the device's clock was off: `+48:00`, hours and minutes."""
        ahead = self.skew or 0
        return f"{'+' if ahead >= 0 else '−'}{abs(ahead) // 3600}:{abs(ahead) % 3600 // 60:02d}"

    @property
    def document(self) -> Any:
        """The shipment, the return or the wave it was made for."""
        return self.shipment or self.returned or self.wave

    @property
    def meant(self) -> Decimal:
        """How many it was to count: base units where its code was known, else the number typed."""
        return self.quantity or self.times

    @property
    def goods(self) -> str:
        """What was scanned, short: the product's code where it is known."""
        return self.label.split(" ")[0] if self.label and self.result not in NO_GOODS else self.code

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
    Result.TYPED: "ask",
    Result.DONE: "ok",
    Result.NOT_NOW: "ask",
    Result.REFUSED: "wrong",
}
