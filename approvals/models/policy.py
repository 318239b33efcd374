"""The approval policy: one version of the sentences that say when whom to ask."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from approvals.models.words import PolicyState
from core.machine import StateField


def every_kind() -> list[tuple[str, Any]]:
    """What can be asked about."""
    return [
        ("order", _("Sales order")),
        ("change", _("Order change")),
        ("quotation", _("Quotation")),
        ("credit_override", _("Credit override")),
        ("credit_limit", _("Credit limit change")),
        ("price_change", _("Price change")),
        ("reallocation", _("Reallocation of scarce goods")),
        ("return", _("Return")),
    ]


class PolicyQuerySet(models.QuerySet["Policy"]):
    """Adjectives of policies."""

    def active(self, kind: str) -> "PolicyQuerySet":
        return self.filter(kind=kind, state=PolicyState.ACTIVE)

    def on_trial(self, kind: str) -> "PolicyQuerySet":
        return self.filter(kind=kind, state=PolicyState.TRIAL)

    def due(self, now: datetime.datetime) -> "PolicyQuerySet":
        """Published for a moment that has come."""
        return self.filter(state=PolicyState.SCHEDULED, effective_at__lte=now).order_by("effective_at", "pk")


class Policy(models.Model):
    """One version of the rules for one kind of subject; running requests keep theirs."""

    kind = models.CharField(_("about"), max_length=20, choices=every_kind, default="order")
    version = models.PositiveIntegerField(_("version"))
    state = StateField(_("state"), default=PolicyState.DRAFT, choices=PolicyState.choices, max_length=10)
    note = models.CharField(_("what changed"), max_length=200, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    at = models.DateTimeField(_("written"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    effective_at = models.DateTimeField(
        _("asks from"),
        null=True,
        blank=True,
        help_text=_("A published version waits until then; empty means at once."),
    )

    edition = models.PositiveIntegerField(_("times written"), default=0)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval policy")
        verbose_name_plural = _("approval policies")
        ordering = ("kind", "-version")
        permissions = [("publish_policy", _("publish approval policies"))]
        constraints = [
            models.UniqueConstraint(fields=("kind", "version"), name="policy_version_once"),
            models.UniqueConstraint(
                fields=("kind",), condition=Q(state=PolicyState.ACTIVE), name="policy_one_active_per_kind"
            ),
            models.UniqueConstraint(
                fields=("kind",), condition=Q(state=PolicyState.TRIAL), name="policy_one_trial_per_kind"
            ),
            models.CheckConstraint(
                condition=~Q(state=PolicyState.SCHEDULED) | Q(effective_at__isnull=False),
                name="policy_waits_for_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(kind)s, version %(version)s") % {"kind": self.get_kind_display(), "version": self.version}

    @property
    def is_editable(self) -> bool:
        return self.state in (PolicyState.DRAFT, PolicyState.TRIAL)

    @property
    def stream(self) -> str:
        return f"policy:{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("approvals:policy", args=[self.pk])

    @transition(state, source=PolicyState.DRAFT, target=PolicyState.TRIAL)
    def try_out(self) -> None:
        """Look at what it would have asked before it asks anybody."""

    @transition(state, source=PolicyState.TRIAL, target=PolicyState.DRAFT)
    def end_trial(self) -> None:
        """Enough was seen."""

    @transition(
        state, source=[PolicyState.DRAFT, PolicyState.TRIAL, PolicyState.SCHEDULED], target=PolicyState.SCHEDULED
    )
    def schedule(self, moment: datetime.datetime) -> None:
        self.effective_at = moment

    @transition(state, source=PolicyState.SCHEDULED, target=PolicyState.DRAFT)
    def call_back(self) -> None:
        self.effective_at = None

    @transition(
        state, source=[PolicyState.DRAFT, PolicyState.TRIAL, PolicyState.SCHEDULED], target=PolicyState.ACTIVE
    )
    def activate(self, now: datetime.datetime) -> None:
        self.published_at = now

    @transition(state, source=PolicyState.ACTIVE, target=PolicyState.RETIRED)
    def retire(self) -> None:
        """Another version asks from now on."""
