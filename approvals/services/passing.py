"""Passing a task on, because who holds it may not decide it any more."""

from django.utils.translation import gettext_lazy as _

from approvals.events import TaskPassedOn
from approvals.models import Request, Step, Task
from approvals.models.words import RequestState, StepState
from approvals.services.approvers import Approvers
from approvals.services.asking import heard, show_holder
from approvals.services.subjects import take_subject
from core.bus import publish
from core.locks import locked
from core.people import HOUSE
from core.refusal import Refused
from core.service import service


@service
def pass_on(subject: str, *, new_owner_id: int) -> None:
    """Whoever becomes the owner of an order under approval cannot be asked about it: their manager is, or the role.

    Refused when nobody else is left who may decide.
    """
    take_subject(subject)
    request = locked(Request.objects.filter(subject=subject, state=RequestState.OPEN)).first()
    if request is None:
        return
    open_steps = request.steps.filter(user_id=new_owner_id, state__in=[StepState.WAITING, StepState.OPEN])
    steps = list(open_steps.order_by("position"))
    if not steps:
        return
    approvers = Approvers()
    blocked = heard(request) | {request.owner_id, request.asked_by_id, new_owner_id}
    for step in steps:
        _give(step, approvers, blocked)
    Step.objects.bulk_update(steps, ["user", "role"])
    for task in locked(Task.objects.filter(step__in=[step.pk for step in steps if step.state == StepState.OPEN])):
        _hand_over(request, next(step for step in steps if step.pk == task.step_id), task, approvers, blocked)


def _give(step: Step, approvers: Approvers, blocked: set[int | None]) -> None:
    manager = approvers.people[step.user_id].manager_id if step.user_id in approvers.people else None
    step.user_id, step.role, people = approvers.somebody(manager, step.role, blocked)
    if not people:
        raise Refused(
            _("The new owner is asked to approve this order and nobody else can be. Recall it first."),
            code="nobody_left",
        )


def _hand_over(request: Request, step: Step, task: Task, approvers: Approvers, blocked: set[int | None]) -> None:
    task.user_id, task.role = step.user_id, step.role
    task.save(update_fields=["user", "role"])
    people = (task.user_id,) if task.user_id else approvers.holding(task.role, blocked)
    passed = TaskPassedOn(
        request_id=request.pk,
        subject=request.subject,
        task_id=task.pk,
        who=approvers.names(people),
        user_ids=people,
        role=task.role,
        until=task.due_at,
    )
    publish(passed, actor=HOUSE)
    show_holder(request, task)
