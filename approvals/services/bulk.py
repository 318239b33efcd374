"""Agreeing to many alike tasks at once: each with its own decision and its own line in the history."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.conditions import number, worth_of
from approvals.models import Task
from approvals.models.words import Outcome
from approvals.services.deciding import decide
from core.refusal import Refused

MOST = 50


@dataclass(frozen=True)
class Batch:
    """Tasks that can be agreed to together, and those left out with the reason."""

    tasks: list[Task]
    left_out: list[tuple[Task, str | Promise]] = field(default_factory=list)

    def __str__(self) -> str:
        return str(_("Approvals"))

    @property
    def worths(self) -> list[Decimal]:
        """What each is worth in the house's own currency."""
        return [number(worth_of(task.step.request.facts)) or task.step.request.amount for task in self.tasks]

    @property
    def currency(self) -> str:
        return settings.GENDAN_CURRENCY

    @property
    def total(self) -> Decimal:
        return sum(self.worths, Decimal(0))

    @property
    def largest(self) -> Decimal:
        return max(self.worths, default=Decimal(0))


def alike(tasks: Iterable[Task]) -> Batch:
    """The tasks among these that the same sentences ask about as the first, without what needs a look of its own."""
    batch = Batch([])
    sentences = None
    for task in tasks:
        said = [reason["rule"] for reason in task.step.reasons]
        why = _apart(task) or (_("asked for other reasons") if sentences not in (None, said) else "")
        why = why or (_("more than %(most)s at once") % {"most": MOST} if len(batch.tasks) >= MOST else "")
        if why:
            batch.left_out.append((task, why))
            continue
        sentences = said
        batch.tasks.append(task)
    return batch


def _apart(task: Task) -> str | Promise:
    if task.step.checklist:
        return _("has a checklist")
    if task.added_by_id is not None:
        return _("a signer was added")
    return ""


def approve_many(task_ids: Collection[int], *, actor: Any) -> tuple[int, list[str]]:
    """Agree to each, in a transaction of its own; what was decided meanwhile is told and left alone.

    Refused when the tasks are not alike or more than fifty. Returns how many were agreed to, and what was not and why.
    """
    tasks = list(Task.objects.awaiting(actor).for_list().filter(pk__in=task_ids).by_deadline()[: MOST + 1])
    # Orders are taken by their keys, as everybody takes them.
    tasks.sort(key=lambda task: (task.step.request.order_id or 0, task.pk))
    if alike(tasks).left_out or len(task_ids) > MOST:
        raise Refused(_("These tasks are not alike; open them one by one."), code="not_alike")
    done, refused = 0, []
    for task in tasks:
        try:
            decide(task.pk, outcome=Outcome.APPROVED, actor=actor)
            done += 1
        except Refused as refusal:
            refused.append(f"{task.step.request.title}: {refusal}")
    return done, refused
