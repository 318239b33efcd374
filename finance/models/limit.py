"""A higher credit limit than whoever sets it may set alone: asked for, and set once it is agreed to."""

import datetime
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from core.machine import Moving, StateField
from customers.models import Customer
from finance.models.words import money


class LimitState(models.TextChoices):
    """Asked, and answered."""

    ASKED = "asked", _("In approval")
    GRANTED = "granted", pgettext_lazy("credit override", "Granted")
    RETURNED = "returned", pgettext_lazy("credit override", "Returned")
    REFUSED = "refused", pgettext_lazy("credit override", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("credit override", "Withdrawn")


S = LimitState


class LimitChange(Moving, models.Model):
    """One wish for a higher limit of one customer, for good; what it was stays written beside it."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    state = StateField(_("state"), default=S.ASKED, choices=S.choices, max_length=10)
    before = money(_("limit until now"))
    after = money(_("new limit"))
    currency = models.CharField(_("currency"), max_length=3)
    reason = models.CharField(_("reason"), max_length=500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"))
    answer = models.CharField(_("opinion"), max_length=1000, blank=True)
    agreed_by = models.CharField(_("approved by"), max_length=200, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("credit limit change")
        verbose_name_plural = _("credit limit changes")
        constraints = [
            models.UniqueConstraint(fields=("customer",), condition=Q(state=S.ASKED), name="limit_change_one_asked"),
            models.CheckConstraint(condition=Q(after__gt=F("before")) & ~Q(reason=""), name="limit_change_raises"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.after} {self.currency}"

    @property
    def stream(self) -> str:
        return f"credit_limit:{self.pk}"

    @property
    def raised(self) -> Decimal:
        return self.after - self.before

    @transition(state, source=S.ASKED, target=S.GRANTED)
    def grant(self, now: datetime.datetime, agreed_by: str) -> None:
        """All who had to be asked agreed; by name, as they were called then."""
        self.closed_at, self.agreed_by = now, agreed_by

    @transition(state, source=S.ASKED, target=S.RETURNED)
    def send_back(self, now: datetime.datetime, answer: str) -> None:
        self.closed_at, self.answer = now, answer

    @transition(state, source=S.ASKED, target=S.REFUSED)
    def refuse(self, now: datetime.datetime, answer: str) -> None:
        self.closed_at, self.answer = now, answer

    @transition(state, source=S.ASKED, target=S.WITHDRAWN)
    def withdraw(self, now: datetime.datetime) -> None:
        self.closed_at = now
