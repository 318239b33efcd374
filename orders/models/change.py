"""A change of an order that already binds: proposed beside it, and written into it only once it was approved."""

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

from core.machine import Moving, StateField
from orders.models.order import Order

ZERO = Decimal(0)


class ChangeState(models.TextChoices):
    """How far a change has come."""

    DRAFT = "draft", pgettext_lazy("change", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("change", "In approval")
    APPROVED = "approved", pgettext_lazy("change", "Approved")
    APPLIED = "applied", pgettext_lazy("change", "Applied")
    REJECTED = "rejected", pgettext_lazy("change", "Rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("change", "Withdrawn")
    CONFLICTED = "conflicted", pgettext_lazy("change", "Conflict")


S = ChangeState
OPEN = (S.SUBMITTED, S.APPROVED)
"""Handed in and not in force yet: one at a time for each order."""
BEGUN = (S.DRAFT, S.CONFLICTED)
"""On somebody's desk: one for each person and order."""


class Cause(models.TextChoices):
    """Whose doing a change is; the statistics of errors ask."""

    CUSTOMER = "customer", pgettext_lazy("cause", "Customer's wish")
    ENTRY = "entry", pgettext_lazy("cause", "Our entry error")
    SUPPLY = "supply", pgettext_lazy("cause", "Supply")


class ChangeQuerySet(models.QuerySet["ChangeRequest"]):
    """Adjectives of changes; a change is seen by who sees its order."""

    def visible_to(self, user: Any) -> "ChangeQuerySet":
        if user.has_perm("orders.see_all_order"):
            return self
        return self.filter(order__in=Order.objects.visible_to(user).order_by().values("pk"))

    def open(self) -> "ChangeQuerySet":
        return self.filter(state__in=OPEN)

    def unfinished(self) -> "ChangeQuerySet":
        return self.filter(state__in=[*OPEN, *BEGUN])


class ChangeRequest(Moving, models.Model):
    """What somebody wants changed about an order, against the revision they saw.

    `head` holds field → [was, now]; `lines` holds one entry for each line touched, with the line (none
    for a new one), what it was and what it is to be (nothing when it goes). All values are plain text.
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="changes", verbose_name=_("order"))
    state = StateField(_("state"), default=S.DRAFT, choices=S.choices, max_length=12)
    base_revision = models.PositiveSmallIntegerField(_("based on revision"))
    revision = models.PositiveSmallIntegerField(_("became revision"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    round = models.PositiveSmallIntegerField(_("round"), default=0)
    cause = models.CharField(pgettext_lazy("change", "cause"), max_length=10, choices=Cause.choices)
    reason = models.TextField(_("reason"), max_length=1000)
    head = models.JSONField(_("header changes"), default=dict)
    lines = models.JSONField(_("line changes"), default=list)
    findings = models.JSONField(_("findings"), default=list)
    before = models.DecimalField(_("total before"), max_digits=18, decimal_places=2, default=ZERO)
    after = models.DecimalField(_("total after"), max_digits=18, decimal_places=2, default=ZERO)
    judged = models.CharField(_("fingerprint"), max_length=64, blank=True)
    opinion = models.TextField(_("what speaks against it"), blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    begun_at = models.DateTimeField(_("begun"))
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("order change")
        verbose_name_plural = _("order changes")
        constraints = [
            models.UniqueConstraint(fields=("order",), condition=Q(state__in=OPEN), name="change_one_open_per_order"),
            models.UniqueConstraint(
                fields=("order", "asked_by"), condition=Q(state__in=BEGUN), name="change_one_draft_per_person"
            ),
            models.CheckConstraint(
                condition=Q(state=S.APPLIED, revision__isnull=False) | (~Q(state=S.APPLIED) & Q(revision=None)),
                name="change_applied_is_a_revision",
            ),
        ]
        indexes = [models.Index(fields=("order", "-id"), name="change_order")]

    def __str__(self) -> str:
        return f"{self.order.ref} · {self.pk}"

    @property
    def stream(self) -> str:
        return f"change:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_begun(self) -> bool:
        """Whether it can still be written on."""
        return self.state in BEGUN

    @property
    def difference(self) -> Decimal:
        return self.after - self.before

    @property
    def is_empty(self) -> bool:
        return not self.head and not self.lines

    def get_absolute_url(self) -> str:
        return reverse("orders:change_page", args=[self.order.ref, self.pk])

    @transition(state, source=S.DRAFT, target=S.SUBMITTED)
    def submit(self, now: datetime.datetime) -> None:
        self.submitted_at, self.opinion = now, ""
        self.round += 1

    @transition(state, source=S.SUBMITTED, target=S.APPROVED)
    def approve(self) -> None:
        """All who had to be asked agreed."""

    @transition(state, source=S.SUBMITTED, target=S.DRAFT)
    def send_back(self, opinion: str) -> None:
        self.opinion = opinion

    @transition(state, source=S.SUBMITTED, target=S.REJECTED)
    def reject(self, now: datetime.datetime, opinion: str) -> None:
        self.closed_at, self.opinion = now, opinion

    @transition(state, source=S.APPROVED, target=S.APPLIED)
    def apply(self, now: datetime.datetime, revision: int) -> None:
        self.closed_at, self.revision, self.opinion = now, revision, ""

    @transition(state, source=[*OPEN, *BEGUN], target=S.WITHDRAWN)
    def withdraw(self, now: datetime.datetime) -> None:
        self.closed_at = now

    @transition(state, source=[S.DRAFT, *OPEN], target=S.CONFLICTED)
    def overtake(self) -> None:
        """The order has another revision by now."""

    @transition(state, source=S.CONFLICTED, target=S.DRAFT)
    def rebase(self, revision: int) -> None:
        self.base_revision = revision
