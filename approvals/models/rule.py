"""The rule: one ordered sentence of a policy, from its conditions to its checklist."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.conditions import Facts, conditions_of, faults_of
from approvals.models.policy import Policy
from approvals.models.words import Asks, AtLimit, Mode, Part
from approvals.wording import named, said
from core.roles import ROLE_NAMES


class Rule(models.Model):
    """One sentence of a policy: when all conditions hold, ask these, in the order of the positions.

    `people` are the keys of the named persons. `bands` are [highest amount or null, role] in rising order.
    `checklist` holds {"text", "must"}; `judges` names the parts of the content an approver signs, none means all.
    """

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
    people = ArrayField(models.BigIntegerField(), verbose_name=_("people"), default=list, blank=True)
    role = models.CharField(
        _("role"),
        max_length=20,
        choices=list(ROLE_NAMES.items()),
        help_text=_("Asked when there is no such person, or they may not decide."),
    )
    bands = models.JSONField(_("roles by amount"), default=list, blank=True)
    own_department = models.BooleanField(_("only in the owner's department"), default=False)
    backup = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("backup")
    )
    mode = models.CharField(_("how"), max_length=10, choices=Mode.choices, default=Mode.ANY)
    needed = models.PositiveSmallIntegerField(
        _("how many must agree"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    together = models.BooleanField(_("together with the sentence before"), default=False)
    hours = models.PositiveSmallIntegerField(_("limit in working hours"), default=8, validators=[MinValueValidator(1)])
    at_limit = models.CharField(_("at the limit"), max_length=10, choices=AtLimit.choices, default=AtLimit.REMIND)
    up_to = models.DecimalField(
        _("may decide up to"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("Above it the director is asked as well; empty means any amount."),
    )
    checklist = models.JSONField(_("checklist"), default=list, blank=True)
    copies = ArrayField(models.CharField(max_length=20), verbose_name=_("copies to roles"), default=list, blank=True)
    judges = ArrayField(
        models.CharField(max_length=20, choices=Part.choices), verbose_name=_("judges"), default=list, blank=True
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
                condition=~Q(asks=Asks.PERSON) | Q(people__len__gt=0), name="rule_names_its_people"
            ),
            models.CheckConstraint(condition=~Q(role=""), name="rule_names_a_role"),
            models.CheckConstraint(
                condition=~Q(mode=Mode.SHARE) | Q(needed__gte=1, needed__isnull=False), name="rule_says_how_many"
            ),
        ]

    def __str__(self) -> str:
        return named(self.name)

    def clean(self) -> None:
        if self.asks == Asks.PERSON and not self.people:
            raise ValidationError({"people": _("Name the people who are asked.")})
        if self.mode == Mode.SHARE and not self.needed:
            raise ValidationError({"needed": _("Say how many of them must agree.")})
        if faults := faults_of(self.when):
            raise ValidationError({"when": faults})
        self._check_question()

    def _check_question(self) -> None:
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

    @property
    def required(self) -> list[Any]:
        """The items of the checklist that must be ticked."""
        return [item["text"] for item in self.checklist if item.get("must")]
