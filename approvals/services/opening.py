"""Putting a step on desks: whose turn it is today, until when, and who is shown as holding the order."""

from collections.abc import Collection, Sequence

from approvals.events import TaskDelegated, TaskOpened
from approvals.models import Request, Step, Task
from approvals.models.words import Mode
from approvals.services.approvers import Approvers
from approvals.services.standing_in import asked_elsewhere, seated
from core import clock
from core.act import known
from core.bus import publish
from core.calendar import add_working_hours
from core.people import HOUSE
from orders.services import record_holder

STAGE = "approval"


def open_stage(request: Request, steps: Sequence[Step], *, of: int) -> None:
    """Ask steps that go together, each of those who may decide it today; who left since is replaced."""
    approvers = known(Approvers, Approvers)
    for step in steps:
        elsewhere = asked_elsewhere(request, besides=step)
        _find_people(step, approvers, {request.owner_id, request.asked_by_id, *elsewhere})
        step.ask()
    Step.objects.bulk_update(steps, ["state", "user", "role", "people", "names", "needed"])
    put_on_desks(request, steps, of=of)


def put_on_desks(request: Request, steps: Sequence[Step], *, of: int) -> None:
    """The first tasks of steps that are asked; the order shows the first of their holders."""
    tasks = [task for step in steps for task in open_tasks(request, step, next_people(step, ()), of=of)]
    show_holder(request, tasks[0])


def _find_people(step: Step, approvers: Approvers, blocked: Collection[int | None]) -> None:
    """Whoever of the people named may still decide; else the first to take their place."""
    if step.people:
        left = dict.fromkeys(approvers.up_from(pk, blocked) for pk in step.people)
        people = [pk for pk in left if pk is not None]
        if people:
            step.needed = len(people) if step.mode in (Mode.ALL, Mode.SEQUENCE) else min(step.needed, len(people))
            step.people, step.names = people, approvers.names(people)[:300]
            return
        step.people, step.needed = [], 1
    user_id, role, people_left = approvers.somebody(step.user_id, step.role, blocked, step.backup_id)
    if people_left:
        step.user_id, step.role = user_id, role


def next_people(step: Step, tasks: Sequence[Task]) -> list[int | None]:
    """On whose desks it lies next: the role's or one person's, all who are named, or the next in a sequence."""
    if not step.people:
        return [] if tasks else [step.user_id]
    if step.mode != Mode.SEQUENCE:
        return [] if tasks else list(step.people)
    had = {task.meant_for for task in tasks if not task.replaced}
    return [next(pk for pk in step.people if pk not in had)] if set(step.people) - had else []


def open_tasks(
    request: Request,
    step: Step,
    people: Sequence[int | None],
    *,
    of: int,
    came_from: Task | None = None,
    added_by_id: int | None = None,
) -> list[Task]:
    """A task for each of these people, or whoever stands in for them, or one for the role; everybody is told."""
    now = clock.now()
    until = add_working_hours(now, step.hours)
    tasks = [
        Task(
            step=step,
            user_id=seat.user_id,
            represents_id=seat.represents_id,
            delegation_id=seat.delegation_id,
            role=step.role,
            opened_at=now,
            due_at=until,
            came_from=came_from,
            added_by_id=added_by_id,
        )
        for seat in seated(request, step, people)
    ]
    if len(tasks) == 1:
        tasks[0].save()
    else:
        Task.objects.bulk_create(tasks)
    for task in tasks:
        _tell(request, step, task, of)
    return tasks


def _tell(request: Request, step: Step, task: Task, of: int) -> None:
    approvers = known(Approvers, Approvers)
    people = deciders(approvers, request, task)
    opened = TaskOpened(
        request_id=request.pk,
        subject=request.subject,
        task_id=task.pk,
        step=step.position,
        steps=of,
        who=approvers.names(people),
        user_ids=people,
        role=task.role,
        until=task.due_at,
    )
    publish(opened, actor=HOUSE)
    if task.represents_id is not None:
        absent = approvers.names([task.represents_id])
        told = TaskDelegated(
            request_id=request.pk, subject=request.subject, task_id=task.pk, who=opened.who, absent=absent
        )
        publish(told, actor=HOUSE)


def deciders(approvers: Approvers, request: Request, held: Step | Task) -> tuple[int, ...]:
    """Who may decide: the person, or who holds the role, never the owner or asker."""
    if held.user_id:
        return (held.user_id,)
    return approvers.holding(held.role, {request.owner_id, request.asked_by_id})


def show_holder(request: Request, task: Task) -> None:
    """The order under approval says who holds it and until when; one that is only to be changed goes on meanwhile."""
    if request.order_id is not None and request.kind == "order":
        role = "" if task.user_id else task.role
        record_holder(request.order_id, stage=STAGE, user_id=task.user_id, role=role, until=task.due_at)
