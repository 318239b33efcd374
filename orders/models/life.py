"""The order's one small lifecycle: its state, what the verbs set, and what each state allows."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from core.machine import Moving, StateField
from orders.models.words import LostCause, State


class Life(Moving, models.Model):
    """People move an order's state by these verbs; they only set state and dates.

    The services around them lock, ask policies, settle and publish.
    """

    state = StateField(_("state"), default=State.DRAFT, choices=State.choices, max_length=20)
    reason = models.TextField(_("reason"), blank=True, max_length=1000)
    lost_by = models.CharField(
        pgettext_lazy("lost", "lost by"), max_length=10, choices=LostCause.choices, blank=True, db_default=""
    )
    revision = models.PositiveSmallIntegerField(_("revision"), default=0)
    placed_at = models.DateTimeField(_("placed"), null=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    completed_at = models.DateTimeField(_("completed"), null=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.state not in (State.COMPLETED, State.REJECTED, State.CANCELLED)

    @property
    def binds(self) -> bool:
        """Whether the house is bound by it: goods and money are about to move, or have."""
        return self.state in (State.CONFIRMED, State.COMPLETED)

    @property
    def may_change(self) -> bool:
        """Whether what was agreed can still be changed: past approval, and not at its end."""
        return self.state in (State.APPROVED, State.CONFIRMED)

    @property
    def is_editable(self) -> bool:
        return self.state == State.DRAFT

    @transition(state, source=State.DRAFT, target=State.PENDING_APPROVAL)
    def submit(self, now: datetime.datetime) -> None:
        self.placed_at = now
        self.revision = 1
        self.reason = ""

    @transition(state, source=State.PENDING_APPROVAL, target=State.APPROVED)
    def approve(self) -> None:
        self.reason = ""

    @transition(state, source=State.PENDING_APPROVAL, target=State.DRAFT)
    def send_back(self, reason: str) -> None:
        self.reason = reason

    @transition(state, source=State.PENDING_APPROVAL, target=State.DRAFT)
    def recall(self) -> None:
        self.reason = ""

    @transition(state, source=State.PENDING_APPROVAL, target=State.REJECTED)
    def reject(self, reason: str) -> None:
        self.reason = reason

    @transition(state, source=State.APPROVED, target=State.CONFIRMED)
    def confirm(self, now: datetime.datetime) -> None:
        self.confirmed_at = now

    @transition(
        state,
        source=[State.DRAFT, State.PENDING_APPROVAL, State.APPROVED, State.CONFIRMED],
        target=State.CANCELLED,
    )
    def cancel(self, now: datetime.datetime, reason: str, lost_by: str = "") -> None:
        self.cancelled_at = now
        self.reason, self.lost_by = reason, lost_by

    @transition(state, source=State.CONFIRMED, target=State.COMPLETED)
    def complete(self, now: datetime.datetime) -> None:
        self.completed_at = now

    @transition(state, source=State.COMPLETED, target=State.CONFIRMED)
    def reopen(self) -> None:
        self.completed_at = None
