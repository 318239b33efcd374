"""Deciding a task: agree, return for changes, or reject."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.events import TaskApproved, TaskDecided, TaskRejected, TaskReturned
from approvals.models import Decision, Request, Step, Task
from approvals.models.words import Outcome
from approvals.policies import may_decide
from approvals.services.going import VERBS, agreed, closed_now, end, go_on
from approvals.services.keeping import signed
from approvals.services.taking import refuse_handled, take
from core import clock
from core.bus import publish
from core.refusal import Refused
from core.service import service

TOLD: dict[str, type[TaskDecided]] = {
    Outcome.APPROVED: TaskApproved,
    Outcome.RETURNED: TaskReturned,
    Outcome.REJECTED: TaskRejected,
}


@service
def decide(task_id: int, *, outcome: str, opinion: str = "", ticks: Collection[str] = (), actor: Any) -> Task:
    """Agree, return or reject, once per task, by the person it was given to and never on one's own order.

    Agreeing needs every required item of the checklist ticked; returning and rejecting need an opinion, and
    end the round at once. When enough agreed the next stage is asked; the last one decides the whole.
    """
    taken = take(task_id)
    task, request = taken.task, taken.request
    may_decide.demand(actor, task)
    refuse_handled(task)
    opinion = opinion_for(outcome, opinion)
    ticked = _ticked(task.step, outcome, ticks)
    closed_now(task, VERBS[Outcome(outcome)], clock.now())
    write_down(task, request, Outcome(outcome), opinion, ticked, actor)
    steps = list(request.steps.order_by("position"))
    step = next(each for each in steps if each.pk == task.step_id)
    _tell(task, request, outcome, opinion, len(steps), actor)
    if outcome == Outcome.APPROVED:
        agreed(request, step, taken.tasks, task, of=len(steps))
        go_on(request, steps)
        return task
    getattr(step, VERBS[Outcome(outcome)])()
    step.save(update_fields=["state"])
    end(request, steps, outcome, opinion)
    return task


def opinion_for(outcome: str, opinion: str) -> str:
    """What was said, without which nothing is returned or rejected."""
    opinion = opinion.strip()
    if outcome not in VERBS:
        raise Refused(_("A decision is to agree, to return or to reject."), code="unknown_outcome")
    if outcome != Outcome.APPROVED and not opinion:
        raise Refused(_("Say why, so that the owner knows what to change."), code="opinion_missing")
    return opinion


def _ticked(step: Step, outcome: str, ticks: Collection[str]) -> list[str]:
    """What was ticked of the checklist, in its order; nothing that is not on it."""
    ticked = [item["text"] for item in step.checklist if item["text"] in ticks]
    missing = [text for text in step.required if text not in ticked]
    if outcome == Outcome.APPROVED and missing:
        raise Refused(
            _("Tick every required item first: %(items)s.") % {"items": "; ".join(missing)}, code="unticked"
        )
    return ticked


def write_down(
    task: Task, request: Request, outcome: Outcome, opinion: str, ticks: list[str], actor: Any
) -> None:
    """The decision keeps the role and the limit its maker had, and signs the parts that were judged."""
    role = task.role if task.role in actor.role_names else ", ".join(sorted(actor.role_names))
    task.decision = Decision.objects.create(
        task=task,
        outcome=outcome,
        opinion=opinion,
        decider=actor,
        role_then=role[:120],
        limit_then=task.step.up_to,
        judged=request.judged,
        signed=signed(request, task.step),
        ticks=ticks,
        at=clock.now(),
    )


def _tell(task: Task, request: Request, outcome: str, opinion: str, steps: int, actor: Any) -> None:
    decided = TOLD[outcome](
        request_id=request.pk,
        subject=request.subject,
        task_id=task.pk,
        step=task.step.position,
        steps=steps,
        opinion=opinion,
        judged=request.judged,
    )
    publish(decided, actor=actor)
