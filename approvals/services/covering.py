"""Moving what is open when a leave begins, and giving back what is open when it is over."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from approvals.events import TaskGivenBack
from approvals.models import Delegation, Task
from approvals.policies import may_end_delegation
from approvals.services.approvers import Approvers
from approvals.services.going import closed_now
from approvals.services.opening import open_tasks, show_holder
from approvals.services.standing_in import seated
from approvals.services.taking import Taken, links_hold, links_of, take
from core import clock
from core.act import known
from core.bus import publish
from core.people import HOUSE
from core.refusal import Refused
from core.service import service

LIMIT = 1000


def tasks_to_move(user_id: int) -> QuerySet[Task]:
    """What waits on somebody's desk that is not held for another."""
    return Task.objects.pending().filter(user=user_id, represents=None).by_deadline()


def move_open_tasks(delegation: Delegation, *, actor: Any) -> tuple[int, list[str]]:
    """Give what is open and in scope to the delegate, each in a transaction and with a line in the history of its own.

    Returns how many moved, and what stayed and why.
    """
    may_end_delegation.demand(actor, delegation)
    moved, stayed = 0, []
    tasks = tasks_to_move(delegation.user_id).select_related("step__request__order")[:LIMIT]
    for task in tasks:
        request = task.step.request
        if not delegation.runs_on(clock.today()) or not delegation.covers(request.kind, request.worth):
            continue
        try:
            delegate_task(task.pk, delegation_id=delegation.pk)
            moved += 1
        except Refused as refusal:
            stayed.append(f"{request.title}: {refusal}")
    return moved, stayed


@service
def delegate_task(task_id: int, *, delegation_id: int) -> Task:
    """One open task goes to whoever stands in for its holder today; where nobody can it stays."""
    taken = take(task_id)
    task, request = taken.task, taken.request
    delegation = Delegation.objects.get(pk=delegation_id)
    if not task.is_open or task.user_id != delegation.user_id:
        raise Refused(_("Nobody needs it moved any more."), code="handled")
    (seat,) = seated(request, task.step, [task.user_id])
    if seat.user_id == task.user_id:
        raise Refused(_("Nobody is left who can stand in; it stays."), code="nobody_left")
    return _reopened(taken, "delegate", task.user_id)


def _reopened(taken: Taken, verb: str, user_id: int | None) -> Task:
    task, request = taken.task, taken.request
    closed_now(task, verb, clock.now())
    of = request.steps.count()
    (fresh,) = open_tasks(request, task.step, [user_id], of=of, came_from=task, added_by_id=task.added_by_id)
    show_holder(request, fresh)
    return fresh


@service
def give_back(task_id: int) -> bool:
    """What a delegate still holds after the last day goes back to whom it was meant for."""
    taken = take(task_id)
    task, request = taken.task, taken.request
    links = Delegation.objects.filter(pk__in=links_of(task))
    if not task.is_open or task.delegation_id is None or links_hold(task, links):
        return False
    approvers = known(Approvers, Approvers)
    back = approvers.up_from(task.represents_id, {request.owner_id, request.asked_by_id, task.user_id})
    told = TaskGivenBack(
        request_id=request.pk, subject=request.subject, task_id=task.pk, who=approvers.names([back or 0])
    )
    publish(told, actor=HOUSE)
    _reopened(taken, "transfer", back)
    return True


def give_back_all(tasks: QuerySet[Task]) -> int:
    """Each in a transaction of its own; returns how many went back."""
    return sum(_tried(pk) for pk in tasks.values_list("pk", flat=True)[:LIMIT])


def _tried(task_id: int) -> bool:
    try:
        return give_back(task_id)
    except Refused:
        return False


def held_by(delegation: Delegation) -> QuerySet[Task]:
    """What is open because of it, in the hands of the delegate or of whoever stands in for them."""
    own = Q(delegation=delegation) | Q(represents=delegation.user_id, delegation__isnull=False)
    return Task.objects.pending().filter(own)


def keep_cover() -> int:
    """Move what waits when a leave begins, where that was wished, and give back what is open after it.

    Run again, it adds nothing. Returns how many tasks changed hands.
    """
    moved = 0
    for delegation in Delegation.objects.running(clock.today()).filter(takes_open=True).exclude(to=None):
        moved += move_open_tasks(delegation, actor=HOUSE)[0]
    return moved + give_back_all(Task.objects.pending().filter(delegation__isnull=False))
