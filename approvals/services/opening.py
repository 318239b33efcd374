"""Putting a step on desks: whose turn it is today, until when, and who is shown as holding the order."""

from collections.abc import Collection, Sequence

from approvals.events import TaskOpened
from approvals.models import Request, Step, Task
from approvals.models.words import Mode, StepState, TaskState
from approvals.services.approvers import Approvers
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
    had = {task.user_id for task in tasks if not task.replaced}
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
    """A task for each of these people, or one for the role, and everybody is told."""
    now = clock.now()
    until = add_working_hours(now, step.hours)
    tasks = [
        Task(
            step=step,
            user_id=pk,
            role=step.role,
            opened_at=now,
            due_at=until,
            came_from=came_from,
            added_by_id=added_by_id,
        )
        for pk in people
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


def asked_elsewhere(request: Request, *, besides: Step | None = None) -> set[int | None]:
    """Who is still asked by name, or has decided, in the steps besides this one."""
    steps = request.steps.exclude(pk=besides.pk) if besides else request.steps.all()
    found: set[int | None] = set()
    rows = steps.values_list(
        "state", "user_id", "people", "kept__decider_id", "tasks__user_id", "tasks__decision__decider_id",
        "tasks__state", "tasks__replaced",
    )  # fmt: skip
    for state, user_id, people, keeper, holder, decider, task_state, replaced in rows:
        found |= {user_id, *people} if state in (StepState.WAITING, StepState.OPEN) else set()
        found |= {keeper, None if replaced else decider}
        found |= {holder} if task_state in (TaskState.PENDING, TaskState.ADD_SIGNED) else set()
    return found - {None}


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
