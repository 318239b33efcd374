"""The shipment and its small lifecycle."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from core.machine import Moving, StateField
from inventory.models import Warehouse
from orders.models import Order
from shipping.models.query import ShipmentQuerySet
from shipping.models.wave import Wave
from shipping.models.words import GONE, ON_THE_WAY, OPEN, READY, State


def _is_packed(shipment: Any) -> bool:
    return shipment.packed_at is not None


def _is_loose(shipment: Any) -> bool:
    return not _is_packed(shipment)


class Shipment(Moving, models.Model):
    """Goods of one order that leave one warehouse together.

    Verbs only set state and dates; the services around them lock, ask policies, move goods and publish.
    """

    number = models.CharField(_("shipment number"), max_length=32, unique=True)
    order = models.ForeignKey(Order, models.PROTECT, related_name="+", verbose_name=_("sales order"))
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="+", verbose_name=_("warehouse"))
    state = StateField(_("state"), default=State.PICKING, choices=State.choices, max_length=12)
    picker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("picked by")
    )
    wave = models.ForeignKey(
        Wave, models.PROTECT, null=True, blank=True, related_name="shipments", db_index=False, verbose_name=_("wave")
    )
    tote = models.PositiveSmallIntegerField(_("tote"), null=True, blank=True)
    carrier = models.CharField(_("carrier"), max_length=80, blank=True)
    waybill = models.CharField(_("waybill number"), max_length=80, blank=True)
    received_by = models.CharField(_("received by"), max_length=80, blank=True)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    opened_at = models.DateTimeField(_("picking started"))
    picked_at = models.DateTimeField(_("picked"), null=True)
    packed_at = models.DateTimeField(_("packed"), null=True)
    verified_at = models.DateTimeField(pgettext_lazy("door", "checked"), null=True)
    shipped_at = models.DateTimeField(_("shipped"), null=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)

    objects = ShipmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("shipment")
        verbose_name_plural = _("shipments")
        permissions = [
            ("pick_shipment", _("pick goods")),
            ("pack_shipment", _("pack goods")),
            ("verify_shipment", _("check shipments at the door")),
            ("dispatch_shipment", _("send shipments off")),
            ("deliver_shipment", _("confirm deliveries")),
            ("cancel_shipment", _("cancel shipments")),
            ("settle_shipment", _("settle troubles of shipments")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=GONE) | (Q(shipped_at__isnull=False) & ~Q(carrier="") & ~Q(waybill="")),
                name="shipment_gone_has_waybill",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DELIVERED) | (Q(delivered_at__isnull=False) & ~Q(received_by="")),
                name="shipment_delivered_to_someone",
            ),
            models.UniqueConstraint(fields=("wave", "tote"), name="shipment_own_tote"),
            models.CheckConstraint(
                condition=~Q(state=State.VERIFIED) | Q(verified_at__isnull=False), name="shipment_verified_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PACKED) | Q(packed_at__isnull=False), name="shipment_packed_once"
            ),
            models.CheckConstraint(
                condition=Q(wave=None, tote=None) | Q(wave__isnull=False, tote__gte=1),
                name="shipment_in_wave_has_tote",
            ),
        ]
        indexes = [
            models.Index(fields=("order", "id"), name="shipment_order"),
            models.Index(fields=("state", "-id"), name="shipment_open", condition=Q(state__in=[*OPEN, *ON_THE_WAY])),
            models.Index(fields=("waybill",), name="shipment_waybill", condition=~Q(waybill="")),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"shipment:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_gone(self) -> bool:
        return self.state in GONE

    @property
    def is_being_picked(self) -> bool:
        return self.state == State.PICKING

    def get_absolute_url(self) -> str:
        return reverse("shipping:shipment", args=[self.number])

    @transition(state, source=State.PICKING, target=State.PICKED)
    def finish(self, now: datetime.datetime) -> None:
        self.picked_at = now

    @transition(state, source=[*READY], target=State.PICKING)
    def resume(self) -> None:
        self.picked_at = self.packed_at = self.verified_at = None

    @transition(state, source=State.PICKED, target=State.PACKED)
    def pack(self, now: datetime.datetime) -> None:
        self.packed_at = now

    @transition(state, source=[State.PACKED, State.VERIFIED], target=State.PICKED, conditions=[_is_packed])
    def unpack(self) -> None:
        self.packed_at = self.verified_at = None

    @transition(state, source=[State.PICKED, State.PACKED], target=State.VERIFIED)
    def verify(self, now: datetime.datetime) -> None:
        self.verified_at = now

    @transition(state, source=State.VERIFIED, target=State.PICKED, conditions=[_is_loose])
    def doubt(self) -> None:
        self.verified_at = None

    @transition(state, source=State.VERIFIED, target=State.PACKED, conditions=[_is_packed])
    def doubt_packed(self) -> None:
        self.verified_at = None

    @transition(state, source=State.VERIFIED, target=State.SHIPPED)
    def dispatch(self, now: datetime.datetime, carrier: str, waybill: str) -> None:
        self.shipped_at, self.carrier, self.waybill = now, carrier, waybill

    @transition(state, source=State.SHIPPED, target=State.IN_TRANSIT)
    def travel(self) -> None:
        """The carrier moved it for the first time."""

    @transition(state, source=[State.SHIPPED, State.IN_TRANSIT], target=State.EXCEPTION)
    def stray(self) -> None:
        """Something went wrong on the way; what, the row of the trouble says."""

    @transition(state, source=State.EXCEPTION, target=State.IN_TRANSIT)
    def settle(self) -> None:
        """It is on its way again."""

    @transition(state, source=[*ON_THE_WAY], target=State.DELIVERED)
    def deliver(self, now: datetime.datetime, received_by: str) -> None:
        self.delivered_at, self.received_by = now, received_by

    @transition(state, source=[*OPEN], target=State.CANCELLED)
    def cancel(self, now: datetime.datetime, reason: str) -> None:
        self.cancelled_at, self.reason = now, reason
        self.packed_at = self.verified_at = None
