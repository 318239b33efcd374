"""Opening a request: its route is planned and the first step asked, or nobody has to be asked."""

from approvals.events import TaskOpened
from approvals.models import Request, Step, Task
from approvals.services.approvers import Approvers
from approvals.services.routing import PlannedStep, plan_route
from approvals.services.subjects import order_of
from core import clock
from core.bus import publish
from core.calendar import add_working_hours
from core.events import ApprovalAsked, ApprovalDecided
from core.people import HOUSE
from core.service import service
from orders.services import record_holder

APPROVED = "approved"
STAGE = "approval"


@service
def open_request(asked: ApprovalAsked) -> Request:
    """Ask whom the active policy names, one after the other; where no rule asks, agree at once.

    The caller holds what is judged. Refused when nobody is left who may decide.
    """
    plan = plan_route(asked.kind, asked.facts, asked.owner_id, asker_id=asked.asked_by_id)
    request = _request(asked, plan.policy_id)
    if not plan.steps:
        request.approve(clock.now())
    request.save()
    if not plan.steps:
        publish(ApprovalDecided(subject=request.subject, outcome=APPROVED, opinion=""), actor=HOUSE)
        return request
    steps = [_step(request, n, planned) for n, planned in enumerate(plan.steps, start=1)]
    steps[0].ask()
    Step.objects.bulk_create(steps)
    open_step(request, steps[0], of=len(steps), people=plan.steps[0].people, who=plan.steps[0].who)
    return request


def _request(asked: ApprovalAsked, policy_id: int) -> Request:
    return Request(
        subject=asked.subject,
        topic=asked.topic,
        order_id=order_of(asked.subject),
        kind=asked.kind,
        title=asked.title,
        amount=asked.amount,
        currency=asked.currency,
        judged=asked.judged,
        facts=asked.facts,
        asked_by_id=asked.asked_by_id,
        owner_id=asked.owner_id,
        policy_id=policy_id,
        opened_at=clock.now(),
    )


def _step(request: Request, position: int, planned: PlannedStep) -> Step:
    return Step(
        request=request,
        position=position,
        rule_id=planned.rule_id,
        reasons=list(planned.reasons),
        user_id=planned.user_id,
        role=planned.role,
        hours=planned.hours,
        up_to=planned.up_to,
    )


def open_next(request: Request, step: Step, *, of: int) -> Task:
    """Open a later step for those who may decide it today; who left since is replaced."""
    approvers = Approvers()
    blocked = {request.owner_id, request.asked_by_id} | heard(request, besides=step)
    user_id, role, people = approvers.somebody(step.user_id, step.role, blocked)
    if people:
        step.user_id, step.role = user_id, role
    step.ask()
    step.save(update_fields=["state", "user", "role"])
    return open_step(request, step, of=of, people=people, who=approvers.names(people))


def heard(request: Request, *, besides: Step | None = None) -> set[int | None]:
    """Who is asked by name or has decided, in the steps besides this one."""
    steps = request.steps.exclude(pk=besides.pk) if besides else request.steps.all()
    rows = steps.values_list("user_id", "task__decision__decider_id")
    return {pk for row in rows for pk in row if pk is not None}


def deciders(approvers: Approvers, request: Request, held: Step | Task) -> tuple[int, ...]:
    """Who may decide: the person, or who holds the role, never the owner or asker."""
    if held.user_id:
        return (held.user_id,)
    return approvers.holding(held.role, {request.owner_id, request.asked_by_id})


def open_step(request: Request, step: Step, *, of: int, people: tuple[int, ...], who: str) -> Task:
    """A task of a step that is asked lies on somebody's desk, and the order shows who holds it."""
    now = clock.now()
    until = add_working_hours(now, step.hours)
    task = Task.objects.create(step=step, user_id=step.user_id, role=step.role, opened_at=now, due_at=until)
    opened = TaskOpened(
        request_id=request.pk,
        subject=request.subject,
        task_id=task.pk,
        step=step.position,
        steps=of,
        who=who,
        user_ids=people,
        role=step.role,
        until=until,
    )
    publish(opened, actor=HOUSE)
    show_holder(request, task)
    return task


def show_holder(request: Request, task: Task) -> None:
    """The order says who holds it and until when."""
    if request.order_id is not None:
        role = "" if task.user_id else task.role
        record_holder(request.order_id, stage=STAGE, user_id=task.user_id, role=role, until=task.due_at)
