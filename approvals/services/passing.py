"""Passing a task on, because who holds it may not decide it any more."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from approvals.events import TaskPassedOn
from approvals.models import Request, Step, Task
from approvals.models.words import RequestState, StepState
from approvals.services.approvers import Approvers
from approvals.services.opening import show_holder
from approvals.services.standing_in import asked_elsewhere
from approvals.services.subjects import take_subject
from core.bus import publish
from core.locks import locked
from core.people import HOUSE
from core.refusal import Refused
from core.service import service


def open_subjects(order_id: int) -> list[str]:
    """All that is in approval about an order: itself, a change of it, its release over the credit limit."""
    rows = Request.objects.filter(order_id=order_id, state=RequestState.OPEN)
    return list(rows.order_by("pk").values_list("subject", flat=True))


@service
def pass_on(subject: str, *, new_owner_id: int) -> None:
    """Whoever becomes the owner of an order under approval cannot be asked about it: their manager is, or the role.

    Refused when nobody else is left who may decide.
    """
    take_subject(subject)
    request = locked(Request.objects.filter(subject=subject, state=RequestState.OPEN)).first()
    if request is None:
        return
    steps = list(_naming(request, new_owner_id))
    theirs = Q(user=new_owner_id) | Q(represents=new_owner_id)
    tasks = list(locked(Task.objects.pending().filter(theirs, step__request=request)))
    if not steps and not tasks:
        return
    approvers = Approvers()
    blocked = asked_elsewhere(request) | {request.owner_id, request.asked_by_id, new_owner_id}
    people = {step.pk: _replace(step, new_owner_id, approvers, blocked) for step in steps}
    Step.objects.bulk_update(steps, ["user", "role", "people", "names"])
    for task in tasks:
        gone = new_owner_id if task.represents_id in (None, new_owner_id) else task.represents_id
        found = people.get(task.step_id) or _successor(gone, task.role, approvers, blocked)
        task.user_id, task.role = found
        task.represents_id = task.delegation_id = None
        _tell(request, task, approvers, blocked)


def _naming(request: Request, user_id: int) -> QuerySet[Step]:
    steps = request.steps.filter(state__in=[StepState.WAITING, StepState.OPEN])
    return steps.filter(Q(user=user_id) | Q(people__contains=[user_id])).order_by("position")


def _replace(step: Step, user_id: int, approvers: Approvers, blocked: set[int | None]) -> tuple[int | None, str]:
    """Another in this person's place; where a role steps in among people asked by name, one of them does."""
    found, role = _successor(user_id, step.role, approvers, blocked)
    if not step.people:
        step.user_id, step.role = found, role
        return found, role
    found = found or approvers.holding(role, blocked)[0]
    blocked.add(found)
    step.people = [found if pk == user_id else pk for pk in step.people]
    step.names = approvers.names(step.people)[:300]
    return found, role


def _successor(
    user_id: int, role: str, approvers: Approvers, blocked: set[int | None]
) -> tuple[int | None, str]:
    manager = approvers.people[user_id].manager_id if user_id in approvers.people else None
    found, role, people = approvers.somebody(manager, role, blocked)
    if not people:
        raise Refused(
            _("The new owner is asked to approve this order and nobody else can be. Recall it first."),
            code="nobody_left",
        )
    return found, role


def _tell(request: Request, task: Task, approvers: Approvers, blocked: set[int | None]) -> None:
    task.save(update_fields=["user", "role", "represents", "delegation"])
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
