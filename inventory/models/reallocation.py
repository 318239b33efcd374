"""A proposal to share out a scarce product otherwise: who gives up how much, who gets how much, and why."""

import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from catalog.models import Product
from core.machine import Moving, StateField
from orders.models import Order, OrderLine

NAMES = 200


class ReallocationState(models.TextChoices):
    """Asked, and applied once exactly as proposed or not at all."""

    ASKED = "asked", _("In approval")
    APPLIED = "applied", pgettext_lazy("reallocation", "Applied")
    REFUSED = "refused", pgettext_lazy("reallocation", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("reallocation", "Withdrawn")
    OVERTAKEN = "overtaken", pgettext_lazy("reallocation", "Overtaken")


S = ReallocationState


class ReallocationQuerySet(models.QuerySet["Reallocation"]):
    """Business adjectives of proposals."""

    def visible_to(self, user: Any) -> "ReallocationQuerySet":
        """Whoever may look at the scarcity board sees what is proposed there."""
        return self if user.has_perm("inventory.see_scarcity") else self.none()

    def waiting(self) -> "ReallocationQuerySet":
        return self.filter(state=S.ASKED)


class Reallocation(Moving, models.Model):
    """How much of one product is to be set aside for which order line, beside what was when it was written."""

    number = models.CharField(_("number"), max_length=32, unique=True)
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("product"))
    state = StateField(_("state"), default=S.ASKED, choices=S.choices, max_length=10)
    reason = models.CharField(_("reason"), max_length=500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"))
    answer = models.CharField(_("answer"), max_length=1000, blank=True)
    agreed_by = models.CharField(_("approved by"), max_length=NAMES, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = ReallocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("reallocation")
        verbose_name_plural = _("reallocations")
        permissions = [
            ("see_scarcity", _("see who waits for scarce goods")),
            ("reallocate_stock", _("share out scarce goods otherwise")),
        ]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="reallocation_says_why")]
        indexes = [models.Index(fields=("product",), name="reallocation_waiting", condition=Q(state=S.ASKED))]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"reallocation:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether somebody is still asked."""
        return self.state == S.ASKED

    def get_absolute_url(self) -> str:
        return reverse("inventory:scarce-product", args=[self.product_id])

    @transition(state, source=S.ASKED, target=S.APPLIED)
    def apply(self, now: datetime.datetime, agreed_by: str) -> None:
        """The goods are shared out as proposed; those who agreed by name, as they were called then."""
        self.closed_at, self.agreed_by = now, agreed_by

    @transition(state, source=S.ASKED, target=S.REFUSED)
    def refuse(self, now: datetime.datetime, answer: str) -> None:
        self.closed_at, self.answer = now, answer

    @transition(state, source=S.ASKED, target=S.WITHDRAWN)
    def withdraw(self, now: datetime.datetime, answer: str = "") -> None:
        self.closed_at, self.answer = now, answer

    @transition(state, source=S.ASKED, target=S.OVERTAKEN)
    def overtake(self, now: datetime.datetime, answer: str) -> None:
        """Shelves or orders moved before it was agreed to; nothing of it was done."""
        self.closed_at, self.answer = now, answer


class ReallocationLine(models.Model):
    """So much was set aside for an order line when it was proposed, and so much is to be, in base units."""

    reallocation = models.ForeignKey(
        Reallocation, models.PROTECT, db_index=False, related_name="lines", verbose_name=_("reallocation")
    )
    order = models.ForeignKey(Order, models.PROTECT, related_name="+", verbose_name=_("order"))
    order_line = models.ForeignKey(OrderLine, models.PROTECT, related_name="+", verbose_name=_("order line"))
    before = models.DecimalField(_("set aside before"), max_digits=18, decimal_places=4)
    after = models.DecimalField(_("set aside after"), max_digits=18, decimal_places=4)

    class Meta:
        verbose_name = _("line of a reallocation")
        verbose_name_plural = _("lines of reallocations")
        constraints = [
            models.UniqueConstraint(fields=("reallocation", "order_line"), name="reallocation_line_once"),
            models.CheckConstraint(condition=Q(before__gte=0) & Q(after__gte=0), name="reallocation_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.before.normalize():f} → {self.after.normalize():f}"

    @property
    def change(self) -> Decimal:
        return self.after - self.before
