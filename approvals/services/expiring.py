"""What happens at the limit of a step: a reminder, one level up, agreed or returned by itself."""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from approvals.events import StepPassedByItself, StepReturnedByItself, TaskEscalated
from approvals.models import Step, Task
from approvals.models.words import AtLimit, Outcome, TaskState
from approvals.services.approvers import Approvers
from approvals.services.going import close_tasks, closed_now, end, go_on
from approvals.services.opening import asked_elsewhere, deciders, open_tasks, show_holder
from approvals.services.taking import Taken, take
from core import clock
from core.act import known
from core.bus import publish
from core.once import claim_notice
from core.people import HOUSE
from core.refusal import Refused
from core.roles import DIRECTOR
from core.service import service

LIMIT = 1000


def act_at_limits() -> int:
    """Do what each late step's sentence says, each in a transaction of its own; run again, it adds nothing.

    After a night of downtime whatever became late meanwhile is done then. Returns how many were acted on.
    """
    late = Task.objects.overdue(clock.now()).exclude(step__at_limit=AtLimit.REMIND).by_deadline()
    return sum(_act(pk) for pk in late.values_list("pk", flat=True)[:LIMIT])


def _act(task_id: int) -> bool:
    try:
        return act_at_limit(task_id)
    except Refused:
        return False


@service
def act_at_limit(task_id: int) -> bool:
    """Act on one late task, once; whoever decides in the same moment and comes first wins."""
    taken = take(task_id)
    task = taken.task
    if not task.is_open or task.due_at > clock.now():
        return False
    act = ACTS.get(AtLimit(task.step.at_limit))
    if act is None or not claim_notice(f"approval:{task.pk}:limit"):
        return False
    return act(taken)


def _escalate(taken: Taken) -> bool:
    """The manager of whoever holds it decides instead; what went up once stays there."""
    task, request = taken.task, taken.request
    if task.came_from is not None and task.came_from.state == TaskState.EXPIRED:
        return False
    approvers = known(Approvers, Approvers)
    gone = {request.owner_id, request.asked_by_id, *asked_elsewhere(request, besides=task.step)}
    gone |= {each.user_id for each in taken.tasks}
    above = _above(task, approvers, gone)
    if above is None:
        return False
    closed_now(task, "expire", clock.now())
    told = TaskEscalated(
        request_id=request.pk, subject=request.subject, task_id=task.pk, who=approvers.names([above])
    )
    publish(told, actor=HOUSE)
    of = request.steps.count()
    (fresh,) = open_tasks(request, task.step, [above], of=of, came_from=task, added_by_id=task.added_by_id)
    show_holder(request, fresh)
    return True


def _above(task: Task, approvers: Approvers, gone: set[int | None]) -> int | None:
    """The first manager of a holder who may decide; else somebody who directs the house."""
    for pk in deciders(approvers, task.step.request, task):
        manager = approvers.people[pk].manager_id if pk in approvers.people else None
        found = approvers.up_from(manager, gone | {pk})
        if found is not None:
            return found
    return next(iter(approvers.holding(DIRECTOR, gone)), None)


def _pass(taken: Taken) -> bool:
    steps, step = _steps(taken)
    close_tasks([task for task in taken.tasks if task.is_open], "expire")
    close_tasks([task for task in taken.tasks if task.waits], "void")
    step.approve()
    step.save(update_fields=["state"])
    request = taken.request
    passed = StepPassedByItself(
        request_id=request.pk, subject=request.subject, step=step.position, steps=len(steps)
    )
    publish(passed, actor=HOUSE)
    go_on(request, steps)
    return True


def _return(taken: Taken) -> bool:
    steps, step = _steps(taken)
    close_tasks([task for task in taken.tasks if task.is_open], "expire")
    step.send_back()
    step.save(update_fields=["state"])
    request = taken.request
    told = StepReturnedByItself(request_id=request.pk, subject=request.subject, step=step.position)
    publish(told, actor=HOUSE)
    with translation.override(settings.LANGUAGE_CODE):
        opinion = gettext("Nobody decided in time.")
    end(request, steps, Outcome.RETURNED, opinion)
    return True


def _steps(taken: Taken) -> tuple[Sequence[Step], Step]:
    steps = list(taken.request.steps.order_by("position"))
    return steps, next(step for step in steps if step.pk == taken.task.step_id)


ACTS: dict[str, Callable[[Taken], bool]] = {
    AtLimit.ESCALATE: _escalate,
    AtLimit.PASS: _pass,
    AtLimit.RETURN: _return,
}
