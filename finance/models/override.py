"""The credit override: one order let go over its customer's limit, once, until a day, by those who may agree to it."""

import datetime
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from core.machine import Moving, StateField
from finance.models.words import money
from orders.models import Order

NAMES = 200


class OverrideState(models.TextChoices):
    """Asked, answered, and used once or not at all."""

    ASKED = "asked", _("In approval")
    GRANTED = "granted", pgettext_lazy("credit override", "Granted")
    REFUSED = "refused", pgettext_lazy("credit override", "Refused")
    RETURNED = "returned", pgettext_lazy("credit override", "Returned")
    WITHDRAWN = "withdrawn", pgettext_lazy("credit override", "Withdrawn")
    USED = "used", pgettext_lazy("credit override", "Used")
    EXPIRED = "expired", pgettext_lazy("credit override", "Expired")


S = OverrideState
OPEN = (S.ASKED, S.GRANTED)


class OverrideQuerySet(models.QuerySet["CreditOverride"]):
    """Adjectives of credit overrides."""

    def open(self) -> "OverrideQuerySet":
        """Asked for, or granted and not used yet."""
        return self.filter(state__in=OPEN)

    def covering(self, order_id: int | None, total: Decimal, day: datetime.date) -> "OverrideQuerySet":
        """Granted for this order up to this total, and not over yet."""
        return self.filter(order_id=order_id, state=S.GRANTED, amount__gte=total, until__gte=day)

    def passed(self, day: datetime.date) -> "OverrideQuerySet":
        """Open ones whose last day is over."""
        return self.open().filter(until__lt=day)


class CreditOverride(Moving, models.Model):
    """Leave for exactly one order, at most the total it had when asked, to pass the credit check once.

    The limit of the customer is not touched. Whoever moves it holds the order first.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="+", verbose_name=_("order"))
    state = StateField(_("state"), default=S.ASKED, choices=S.choices, max_length=10)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    amount = money(_("order total then"))
    exposure = money(_("exposure"))
    limit = money(_("credit limit"))
    currency = models.CharField(_("currency"), max_length=3)
    reason = models.CharField(_("reason"), max_length=500)
    until = models.DateField(_("valid until"), help_text=_("The last day it may be used."))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"))
    answer = models.CharField(_("opinion"), max_length=1000, blank=True)
    agreed_by = models.CharField(_("approved by"), max_length=NAMES, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("credit override")
        verbose_name_plural = _("credit overrides")
        permissions = [("ask_creditoverride", _("ask to release an order over the credit limit"))]
        constraints = [
            models.UniqueConstraint(
                fields=("order",), condition=Q(state__in=OPEN), name="override_one_open_per_order"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0) & ~Q(reason=""), name="override_says_what_and_why"),
        ]
        indexes = [
            models.Index(fields=("order", "-id"), name="override_order"),
            models.Index(fields=("until",), name="override_open_until", condition=Q(state__in=OPEN)),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.amount} {self.currency}"

    @property
    def stream(self) -> str:
        return f"credit_override:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def excess(self) -> Decimal:
        """How much over the limit the customer would be with it."""
        return self.exposure - self.limit

    def covers(self, total: Decimal, day: datetime.date) -> bool:
        """Whether it lets an order of this total pass on a day."""
        return self.state == S.GRANTED and total <= self.amount and day <= self.until

    @transition(state, source=S.RETURNED, target=S.ASKED)
    def ask_again(self) -> None:
        """What was missing is added; those who are asked see what was said before."""
        self.round += 1
        self.closed_at, self.answer = None, ""

    @transition(state, source=S.ASKED, target=S.GRANTED)
    def grant(self, agreed_by: str) -> None:
        """All who had to be asked agreed; by name, as they were called then."""
        self.agreed_by = agreed_by

    @transition(state, source=S.ASKED, target=S.RETURNED)
    def send_back(self, now: datetime.datetime, answer: str) -> None:
        self.closed_at, self.answer = now, answer

    @transition(state, source=S.ASKED, target=S.REFUSED)
    def refuse(self, now: datetime.datetime, answer: str) -> None:
        self.closed_at, self.answer = now, answer

    @transition(state, source=OPEN, target=S.WITHDRAWN)
    def withdraw(self, now: datetime.datetime) -> None:
        self.closed_at = now

    @transition(state, source=S.GRANTED, target=S.USED)
    def use(self, now: datetime.datetime) -> None:
        """The order passed the credit check with it; it is good for nothing more."""
        self.closed_at = now

    @transition(state, source=OPEN, target=S.EXPIRED)
    def expire(self, now: datetime.datetime) -> None:
        self.closed_at = now
