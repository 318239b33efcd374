"""Giving a task to a colleague (转交), and having somebody heard besides oneself (加签)."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.events import SignerAdded, TaskTransferred
from approvals.models import Request, Task
from approvals.models.words import Outcome, Place
from approvals.policies import may_decide
from approvals.services.approvers import Approvers
from approvals.services.deciding import decide
from approvals.services.going import closed_now, keep_decidable
from approvals.services.opening import open_tasks, show_holder
from approvals.services.standing_in import asked_elsewhere
from approvals.services.taking import Taken, refuse_handled, take
from core import clock
from core.access import Policy
from core.act import known
from core.bus import publish
from core.refusal import Refused
from core.service import service


@service
def transfer_task(task_id: int, *, to_id: int, reason: str, actor: Any, under: Policy = may_decide) -> Task:
    """A colleague who may decide does so instead; both names stay written. `under` is the right it is done by.

    Refused for whoever owns or asked, and for whoever is asked about it already.
    """
    taken = take(task_id)
    task, request = taken.task, taken.request
    under.demand(actor, task)
    refuse_handled(task)
    reason = _needed(reason)
    approvers = _refuse_unfit(taken, to_id, actor)
    closed_now(task, "transfer", clock.now())
    steps = list(request.steps.all())
    told = TaskTransferred(
        request_id=request.pk,
        subject=request.subject,
        task_id=task.pk,
        to_id=to_id,
        who=approvers.names([to_id]),
        reason=reason,
    )
    publish(told, actor=actor)
    (fresh,) = open_tasks(request, task.step, [to_id], of=len(steps), came_from=task, added_by_id=task.added_by_id)
    keep_decidable(request, steps, of=len(steps))
    show_holder(request, fresh)
    return fresh


@service
def add_signer(
    task_id: int, *, to_id: int, place: str, reason: str, opinion: str = "", ticks: Collection[str] = (), actor: Any
) -> Task:
    """Somebody else has to agree as well: before the approver, beside them, or after them.

    The step is done only when every added signer agreed, whatever number it asks of its own people. Adding
    after oneself is agreeing oneself now. Who was added cannot add others.
    """
    taken = take(task_id)
    task, request = taken.task, taken.request
    may_decide.demand(actor, task)
    refuse_handled(task)
    _refuse_nesting(task)
    reason = _needed(reason)
    approvers = _refuse_unfit(taken, to_id, actor)
    if place == Place.BEFORE:
        task.add_sign()
        task.save(update_fields=["state"])
    told = SignerAdded(
        request_id=request.pk,
        subject=request.subject,
        task_id=task.pk,
        to_id=to_id,
        who=approvers.names([to_id]),
        place=place,
        reason=reason,
    )
    publish(told, actor=actor)
    steps = list(request.steps.all())
    (fresh,) = open_tasks(request, task.step, [to_id], of=len(steps), came_from=task, added_by_id=actor.pk)
    keep_decidable(request, steps, of=len(steps))
    if place == Place.BEFORE:
        show_holder(request, fresh)
    if place == Place.AFTER:
        decide(task_id, outcome=Outcome.APPROVED, opinion=opinion, ticks=ticks, actor=actor)
    return fresh


def _needed(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
    return reason.strip()[:1000]


def _refuse_nesting(task: Task) -> None:
    if task.added_by_id is not None:
        raise Refused(_("You were added as a signer yourself; added signers cannot add others."), code="nested")


def _refuse_unfit(taken: Taken, to_id: int, actor: Any) -> Approvers:
    """The colleague may decide, has nothing to do with the asking, and is not asked about it already."""
    request = taken.request
    approvers = known(Approvers, Approvers)
    if to_id not in approvers.people or to_id == (taken.task.user_id or actor.pk):
        raise Refused(_("Choose a colleague who may decide on approvals."), code="unfit")
    owner = request.order.owner_id if request.order else None
    if to_id in (request.owner_id, request.asked_by_id, owner):
        raise Refused(_("Nobody decides on their own order; choose somebody else."), code="own")
    here = {task.user_id for task in taken.tasks if task.waits} | _deciders(taken.tasks)
    if to_id in here | asked_elsewhere(request, besides=taken.task.step):
        raise Refused(_("%(who)s is asked about this already.") % {"who": approvers.names([to_id])}, code="asked")
    return approvers


def _deciders(tasks: Collection[Task]) -> set[int | None]:
    return {task.decision.decider_id for task in tasks if hasattr(task, "decision") and not task.replaced}


def colleagues(request: Request, *, besides: int) -> list[tuple[int, str]]:
    """Whom a task can be given to: all who may decide, without whoever is asked, owns or asked already."""
    approvers = Approvers()
    gone = {request.owner_id, request.asked_by_id, besides, *asked_elsewhere(request)}
    return [(pk, person.name) for pk, person in approvers.people.items() if pk not in gone]


