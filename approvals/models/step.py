"""One stop of a request's way: whom it asks, how many must agree, and how it stands."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from approvals.models.request import Request
from approvals.models.rule import Rule
from approvals.models.words import AtLimit, Mode, StepState
from approvals.wording import headline, named, question
from core.machine import StateField
from core.roles import ROLE_NAMES

if TYPE_CHECKING:
    from approvals.models.task import Task


MARKS = {StepState.OPEN: "pending", StepState.KEPT: "approved"}


class Step(models.Model):
    """People or a role that are asked, with all the reasons they are asked for.

    Steps of one `stage` are open together. `people` are those who are asked each by name, in their order;
    `needed` of them must agree. `kept` is an earlier approval that is still valid, so nobody is asked again.
    """

    request = models.ForeignKey(Request, models.CASCADE, related_name="steps", verbose_name=_("request"))
    position = models.PositiveSmallIntegerField(_("step"))
    stage = models.PositiveSmallIntegerField(_("stage"), default=1)
    rule = models.ForeignKey(
        Rule, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("first rule")
    )
    reasons = models.JSONField(_("reasons"), default=list)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, blank=True, choices=list(ROLE_NAMES.items()))
    hours = models.PositiveSmallIntegerField(_("limit in working hours"))
    up_to: "models.DecimalField[Decimal | None, Decimal | None]" = models.DecimalField(
        _("may decide up to"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    people = ArrayField(models.BigIntegerField(), verbose_name=_("people"), default=list, blank=True)
    names = models.CharField(_("names"), max_length=300, blank=True)
    backup = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("backup")
    )
    mode = models.CharField(_("how"), max_length=10, choices=Mode.choices, default=Mode.ANY)
    needed = models.PositiveSmallIntegerField(_("how many must agree"), default=1)
    at_limit = models.CharField(_("at the limit"), max_length=10, choices=AtLimit.choices, default=AtLimit.REMIND)
    checklist = models.JSONField(_("checklist"), default=list, blank=True)
    judges = ArrayField(models.CharField(max_length=20), verbose_name=_("judges"), default=list, blank=True)
    kept = models.ForeignKey(
        "approvals.Decision", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("still valid")
    )
    state = StateField(_("state"), default=StepState.WAITING, choices=StepState.choices, max_length=10)

    class Meta:
        verbose_name = _("approval step")
        verbose_name_plural = _("approval steps")
        ordering = ("request", "position")
        constraints = [
            models.UniqueConstraint(fields=("request", "position"), name="step_position_once"),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(role="") | Q(people__len__gt=0), name="step_asks_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state=StepState.KEPT) | Q(kept__isnull=False), name="step_kept_by_a_decision"
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def question(self) -> str:
        """All it is asked, in one line, in the reader's language."""
        return question(self.reasons)

    @property
    def headline(self) -> str:
        return headline(self.reasons)

    @property
    def who(self) -> str:
        """The people, or the role, that are asked."""
        if self.people:
            return self.names or str(ROLE_NAMES.get(self.role, self.role))
        return str(self.user) if self.user_id else str(ROLE_NAMES.get(self.role, self.role))

    @property
    def desks(self) -> list["Task"]:
        """Its tasks in the order they were given, those included that count no more."""
        return sorted(self.tasks.all(), key=lambda task: task.pk)

    @property
    def task(self) -> "Task | None":
        """The task that stands for it: one that is open, else the last that counts."""
        standing = [task for task in self.desks if not task.replaced]
        return next((task for task in standing if task.is_open), standing[-1] if standing else None)

    @property
    def rule_names(self) -> list[str]:
        """The sentences it answers, in the reader's language."""
        return [named(reason["name"]) for reason in self.reasons]

    @property
    def required(self) -> list[Any]:
        """The items of the checklist that must be ticked before agreeing."""
        return [item["text"] for item in self.checklist if item.get("must")]

    @property
    def is_shared(self) -> bool:
        """Whether several people are asked by name."""
        return bool(self.people)

    @property
    def mark(self) -> str:
        """Its state in the words of tasks."""
        return MARKS.get(self.state) or self.state

    @transition(state, source=StepState.WAITING, target=StepState.OPEN)
    def ask(self) -> None:
        """It is this step's turn."""

    @transition(state, source=StepState.WAITING, target=StepState.KEPT)
    def keep(self) -> None:
        """What it judges has not moved since somebody agreed to it."""

    @transition(state, source=[StepState.OPEN, StepState.APPROVED], target=StepState.WAITING)
    def wait(self) -> None:
        """An earlier step is asked again, so this one is too."""

    @transition(state, source=StepState.APPROVED, target=StepState.OPEN)
    def reopen(self) -> None:
        """Its decision was taken back or is to be made again."""

    @transition(state, source=StepState.OPEN, target=StepState.APPROVED)
    def approve(self) -> None:
        """As many as are needed agreed."""

    @transition(state, source=StepState.OPEN, target=StepState.RETURNED)
    def send_back(self) -> None:
        """They want changes."""

    @transition(state, source=StepState.OPEN, target=StepState.REJECTED)
    def reject(self) -> None:
        """They refused."""

    @transition(state, source=[StepState.WAITING, StepState.OPEN], target=StepState.RECALLED)
    def recall(self) -> None:
        """The asker took the question back."""

    @transition(state, source=[StepState.WAITING, StepState.OPEN], target=StepState.VOIDED)
    def void(self) -> None:
        """Nobody needs the answer any more."""
