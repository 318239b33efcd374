"""What lies on an approver's desk, and what they decided."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from approvals.models.delegation import Delegation
from approvals.models.query import TaskQuerySet
from approvals.models.step import Step
from approvals.models.words import Outcome, RequestState, StepState, TaskState
from core import clock
from core.calendar import working_hours_between
from core.machine import StateField
from core.roles import ROLE_NAMES

TENTH = Decimal("0.1")
ASKED_AGAIN = gettext_noop("an earlier step was asked again")
ENDINGS = {
    TaskState.RECALLED: ASKED_AGAIN,
    TaskState.TRANSFERRED: gettext_noop("given to a colleague"),
    TaskState.DELEGATED: gettext_noop("its holder was away"),
    TaskState.EXPIRED: gettext_noop("not decided by its limit"),
}


class Task(models.Model):
    """A step on a desk: somebody, or whoever holds a role, is to decide by a moment.

    `came_from` is the task it was made of (transferred, escalated, asked again); `added_by` the approver who wants
    this one heard as well; `replaced` says that its decision was taken back or is made again, and counts no more.
    `represents` is who is away and would hold it, by `delegation`, or else by the backup or role of the sentence.
    """

    step = models.ForeignKey(Step, models.CASCADE, related_name="tasks", verbose_name=_("step"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approver")
    )
    role = models.CharField(_("role"), max_length=20, blank=True, choices=list(ROLE_NAMES.items()))
    came_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("came from")
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("added by")
    )
    represents = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for")
    )
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("delegation")
    )
    replaced = models.BooleanField(_("counts no more"), default=False)
    state = StateField(_("state"), default=TaskState.PENDING, choices=TaskState.choices, max_length=12)
    opened_at = models.DateTimeField(_("opened"))
    due_at = models.DateTimeField(_("due"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval task")
        verbose_name_plural = _("approval tasks")
        permissions = [("decide_task", _("decide on approvals"))]
        constraints = [
            models.CheckConstraint(condition=Q(user__isnull=False) | ~Q(role=""), name="task_has_a_holder"),
            models.UniqueConstraint(
                fields=("step", "user"), condition=Q(state=TaskState.PENDING), name="task_once_on_a_desk"
            ),
        ]
        indexes = [
            # each serves one half of the inbox, in its own order
            models.Index(fields=("user", "due_at"), name="task_on_desk", condition=Q(state=TaskState.PENDING)),
            models.Index(
                fields=("role", "due_at"), name="task_with_role", condition=Q(state=TaskState.PENDING, user=None)
            ),
            models.Index(fields=("due_at",), name="task_due", condition=Q(state=TaskState.PENDING)),
            # what ended in a month, for the figures and the compliance list
            models.Index(fields=("closed_at",), name="task_closed", condition=Q(closed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.step.headline

    @property
    def is_open(self) -> bool:
        return self.state == TaskState.PENDING

    @property
    def waits(self) -> bool:
        """Whether an answer of its holder is still to come, now or after an added signer."""
        return self.state in (TaskState.PENDING, TaskState.ADD_SIGNED)

    @property
    def who(self) -> str:
        """The person, or the role, it waits for; who stands in for somebody is named with them."""
        held = str(self.user) if self.user_id else str(ROLE_NAMES.get(self.role, self.role))
        return for_whom(held, self.represents) if self.represents_id else held

    @property
    def meant_for(self) -> int | None:
        """Whose it would be if everybody were there."""
        return self.represents_id or self.user_id

    @property
    def hours(self) -> Decimal:
        """Working hours from the question to its end, or until now."""
        return working_hours_between(self.opened_at, self.closed_at or clock.now()).quantize(TENTH)

    @property
    def ending(self) -> str:
        """Why it ended without an answer that counts, in words; nothing while it waits or where its answer counts."""
        if self.state == TaskState.VOIDED and not self.replaced:
            return self._void_because()
        if self.state == TaskState.RECALLED and self.step.request.state == RequestState.RECALLED:
            return gettext("the owner took the question back")
        if self.state in ENDINGS:
            return gettext(ENDINGS[TaskState(self.state)])
        return gettext("taken back, or asked again") if self.replaced else ""

    def _void_because(self) -> str:
        if self.step.request.state == RequestState.VOIDED:
            return gettext("what was asked about was cancelled")
        if self.step.state == StepState.APPROVED:
            return gettext("enough others agreed")
        ended = self.step.request.state != RequestState.OPEN
        return gettext("the round had ended") if ended else gettext(ASKED_AGAIN)

    def get_absolute_url(self) -> str:
        return reverse("approvals:task", args=[self.pk])

    @transition(state, source=TaskState.PENDING, target=TaskState.APPROVED)
    def approve(self) -> None:
        """They agreed."""

    @transition(state, source=TaskState.PENDING, target=TaskState.RETURNED)
    def send_back(self) -> None:
        """They want changes."""

    @transition(state, source=TaskState.PENDING, target=TaskState.REJECTED)
    def reject(self) -> None:
        """They refused."""

    @transition(state, source=TaskState.PENDING, target=TaskState.TRANSFERRED)
    def transfer(self) -> None:
        """A colleague decides instead."""

    @transition(state, source=TaskState.PENDING, target=TaskState.DELEGATED)
    def delegate(self) -> None:
        """Its holder is away; whoever stands in for them decides."""

    @transition(state, source=TaskState.PENDING, target=TaskState.ADD_SIGNED)
    def add_sign(self) -> None:
        """Somebody else is heard first."""

    @transition(state, source=TaskState.ADD_SIGNED, target=TaskState.PENDING)
    def resume(self) -> None:
        """Whoever was to be heard first has agreed."""

    @transition(state, source=TaskState.PENDING, target=TaskState.EXPIRED)
    def expire(self) -> None:
        """Nobody decided by the limit."""

    @transition(state, source=[TaskState.PENDING, TaskState.ADD_SIGNED], target=TaskState.RECALLED)
    def recall(self) -> None:
        """The asker took the question back, or an earlier step is asked again."""

    @transition(state, source=[TaskState.PENDING, TaskState.ADD_SIGNED], target=TaskState.VOIDED)
    def void(self) -> None:
        """Nobody needs the answer any more."""


class Decision(models.Model):
    """What one person decided on one task, with the role and limit they had then (append-only, I27).

    `judged` is the hash of the whole content, `signed` that of the parts the step judges; `ticks` what they ticked.
    """

    task = models.OneToOneField(Task, models.PROTECT, related_name="decision", verbose_name=_("task"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    opinion = models.TextField(_("opinion"), blank=True, max_length=1000)
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    role_then = models.CharField(_("role then"), max_length=120)
    limit_then = models.DecimalField(
        _("limit then"), max_digits=18, decimal_places=2, null=True, help_text=_("Empty means any amount.")
    )
    judged = models.CharField(_("judged content"), max_length=64)
    signed = models.CharField(_("signed parts"), max_length=64, blank=True)
    ticks = models.JSONField(_("ticked"), default=list, blank=True)
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("on behalf of")
    )
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, related_name="+", verbose_name=_("delegation")
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [
            models.Index(fields=("decider", "-id"), name="decision_decider"),
            # decisions come in the order of time: a few pages know where a month lies
            BrinIndex(fields=("at",), name="decision_at"),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.decider}"

    @property
    def by(self) -> str:
        """Who decided, and for whom they stood in."""
        return for_whom(self.decider, self.on_behalf_of) if self.on_behalf_of_id else str(self.decider)

    @property
    def role_shown(self) -> str:
        """The role its maker had then, in the reader's language; several of them as they were written down."""
        return ", ".join(str(ROLE_NAMES.get(name, name)) for name in self.role_then.split(", "))


def for_whom(holder: Any, absent: Any) -> str:
    """Two names in one: who acts, and who is away."""
    return gettext("%(who)s for %(absent)s") % {"who": holder, "absent": absent}
