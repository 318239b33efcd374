"""The approval policy: ordered sentences that say when whom to ask."""

import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from approvals.conditions import Facts, conditions_of, faults_of
from approvals.models.words import Asks, PolicyState
from approvals.wording import named, said
from core.roles import ROLE_NAMES


def every_kind() -> list[tuple[str, Any]]:
    """What can be asked about."""
    return [("order", _("Sales order")), ("quotation", _("Quotation"))]


class PolicyQuerySet(models.QuerySet["Policy"]):
    """Adjectives of policies."""

    def active(self, kind: str) -> "PolicyQuerySet":
        return self.filter(kind=kind, state=PolicyState.ACTIVE)


class Policy(models.Model):
    """One version of the rules for one kind of subject; running requests keep theirs."""

    kind = models.CharField(_("about"), max_length=20, choices=every_kind, default="order")
    version = models.PositiveIntegerField(_("version"))
    state = FSMField(_("state"), default=PolicyState.DRAFT, choices=PolicyState.choices, protected=True, max_length=10)
    note = models.CharField(_("what changed"), max_length=200, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    at = models.DateTimeField(_("written"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

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
        ]

    def __str__(self) -> str:
        return gettext("%(kind)s, version %(version)s") % {"kind": self.get_kind_display(), "version": self.version}

    @property
    def is_editable(self) -> bool:
        return self.state in (PolicyState.DRAFT, PolicyState.TRIAL)

    @transition(state, source=PolicyState.DRAFT, target=PolicyState.TRIAL)
    def try_out(self) -> None:
        """Look at what it would have asked before it asks anybody."""

    @transition(state, source=[PolicyState.DRAFT, PolicyState.TRIAL], target=PolicyState.ACTIVE)
    def activate(self, now: datetime.datetime) -> None:
        self.published_at = now

    @transition(state, source=PolicyState.ACTIVE, target=PolicyState.RETIRED)
    def retire(self) -> None:
        """Another version asks from now on."""


class Rule(models.Model):
    """One sentence of a policy: when all conditions hold, ask these, in the order of the positions."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="rules", verbose_name=_("policy"))
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=80)
    question = models.CharField(
        _("question"),
        max_length=300,
        help_text=_("May use %(total)s, %(limit)s, %(customer)s and the numbers of findings."),
    )
    when = models.JSONField(
        pgettext_lazy("rule", "when"),
        help_text=_('All must hold, such as [["total", ">=", 50000], ["finding:discount", "present", true]].'),
    )
    asks = models.CharField(_("asks"), max_length=10, choices=Asks.choices, default=Asks.ROLE)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    role = models.CharField(
        _("role"),
        max_length=20,
        choices=list(ROLE_NAMES.items()),
        help_text=_("Asked when there is no such person, or they may not decide."),
    )
    hours = models.PositiveSmallIntegerField(_("limit in working hours"), default=8, validators=[MinValueValidator(1)])
    up_to = models.DecimalField(
        _("may decide up to"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("Above it the director is asked as well; empty means any amount."),
    )

    class Meta:
        verbose_name = _("approval rule")
        verbose_name_plural = _("approval rules")
        ordering = ("policy", "position")
        constraints = [
            models.UniqueConstraint(
                fields=("policy", "position"), name="rule_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=~Q(asks=Asks.PERSON) | Q(person__isnull=False), name="rule_names_its_person"
            ),
            models.CheckConstraint(condition=~Q(role=""), name="rule_names_a_role"),
        ]

    def __str__(self) -> str:
        return named(self.name)

    def clean(self) -> None:
        if self.asks == Asks.PERSON and self.person_id is None:
            raise ValidationError({"person": _("Name the person who is asked.")})
        if faults := faults_of(self.when):
            raise ValidationError({"when": faults})
        try:
            said(self.question, {})
        except (ValueError, TypeError, KeyError):
            raise ValidationError(
                {
                    "question": _("Write placeholders as %(example)s and a percent sign twice.")
                    % {"example": "%(total)s"}
                }
            ) from None

    def asks_about(self, facts: Facts) -> bool:
        """Whether all its conditions hold."""
        return all(condition.holds(facts) for condition in conditions_of(self.when))
