"""Deciding a task: agree, return for changes, or reject."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from approvals.events import TaskApproved, TaskDecided, TaskRejected, TaskReturned
from approvals.models import Decision, Request, Step, Task
from approvals.models.words import Outcome, StepState
from approvals.policies import may_decide
from approvals.services.asking import open_next
from approvals.services.subjects import take_subject
from core import clock
from core.bus import publish
from core.events import ApprovalDecided
from core.locks import locked
from core.people import HOUSE
from core.refusal import Refused
from core.service import service

VERBS = {Outcome.APPROVED: "approve", Outcome.RETURNED: "send_back", Outcome.REJECTED: "reject"}
TOLD: dict[str, type[TaskDecided]] = {
    Outcome.APPROVED: TaskApproved,
    Outcome.RETURNED: TaskReturned,
    Outcome.REJECTED: TaskRejected,
}


class Handled(Refused):
    """Somebody else was faster, or nobody needs the answer any more."""


@service
def decide(task_id: int, *, outcome: str, opinion: str = "", actor: Any) -> Task:
    """Agree, return or reject, once per task, by the person it was given to and never on one's own order.

    Returning and rejecting need an opinion. Agreeing opens the next step; the last one decides the whole.
    """
    task = _take(task_id)
    request = task.step.request
    may_decide.demand(actor, task)
    _refuse_handled(task)
    opinion = _opinion(outcome, opinion)
    now = clock.now()
    _close(task, VERBS[Outcome(outcome)], now)
    _write_down(task, request, Outcome(outcome), opinion, actor, now)
    steps = list(request.steps.order_by("position"))
    _tell(task, request, outcome, opinion, len(steps), actor)
    _go_on(request, steps, outcome, opinion, actor)
    return task


def _take(task_id: int) -> Task:
    """What is judged first, then the request, then the task: the order everybody takes them in."""
    where = Task.objects.values_list("step__request_id", "step__request__subject").get(pk=task_id)
    take_subject(where[1])
    request = locked(Request.objects.select_related("order").filter(pk=where[0])).get()
    task = locked(Task.objects.select_related("step", "decision__decider").filter(pk=task_id)).get()
    task.step.request = request
    return task


def _refuse_handled(task: Task) -> None:
    if task.is_open:
        return
    closed = date_format(timezone.localtime(task.closed_at), "H:i") if task.closed_at else "--"
    decision = getattr(task, "decision", None)
    if decision is not None:
        raise Handled(
            _("Already handled by %(who)s at %(when)s.") % {"who": decision.decider, "when": closed}, code="handled"
        )
    raise Handled(
        _("Nobody needs this decision any more: %(state)s at %(when)s.")
        % {"state": task.get_state_display(), "when": closed},
        code="handled",
    )


def _opinion(outcome: str, opinion: str) -> str:
    opinion = opinion.strip()
    if outcome not in VERBS:
        raise Refused(_("A decision is to agree, to return or to reject."), code="unknown_outcome")
    if outcome != Outcome.APPROVED and not opinion:
        raise Refused(_("Say why, so that the owner knows what to change."), code="opinion_missing")
    return opinion


def _close(task: Task, verb: str, now: datetime.datetime) -> None:
    task.closed_at = now
    for row, fields in ((task, ["state", "closed_at"]), (task.step, ["state"])):
        getattr(row, verb)()
        row.save(update_fields=fields)


def _write_down(
    task: Task, request: Request, outcome: Outcome, opinion: str, actor: Any, now: datetime.datetime
) -> None:
    """The decision keeps the role and the limit its maker had, whatever becomes of them later."""
    role = task.role if task.role in actor.role_names else ", ".join(sorted(actor.role_names))
    task.decision = Decision.objects.create(
        task=task,
        outcome=outcome,
        opinion=opinion,
        decider=actor,
        role_then=role[:120],
        limit_then=task.step.up_to,
        judged=request.judged,
        at=now,
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


def _go_on(request: Request, steps: list[Step], outcome: str, opinion: str, actor: Any) -> None:
    """Ask the next step, or tell the subject's owner how it ended."""
    waiting = [step for step in steps if step.state == StepState.WAITING]
    if outcome == Outcome.APPROVED and waiting:
        open_next(request, waiting[0], of=len(steps))
        return
    for step in waiting:
        step.void()
    Step.objects.bulk_update(waiting, ["state"])
    getattr(request, VERBS[Outcome(outcome)])(clock.now())
    request.save(update_fields=["state", "closed_at"])
    by = _agreed(request, steps, actor) if outcome == Outcome.APPROVED else ()
    publish(ApprovalDecided(subject=request.subject, outcome=outcome, opinion=opinion, by=by), actor=HOUSE)


def _agreed(request: Request, steps: list[Step], actor: Any) -> tuple[int, ...]:
    """Everybody who agreed, in their order; who decided the only step is known already."""
    if len(steps) == 1:
        return (actor.pk,)
    made = Decision.objects.filter(task__step__request_id=request.pk, outcome=Outcome.APPROVED)
    return tuple(made.order_by("task__step__position").values_list("decider_id", flat=True))
