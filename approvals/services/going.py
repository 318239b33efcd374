"""How a request goes on: when a step is done, when a stage is, and how the whole ends."""

import datetime
from collections.abc import Iterable, Sequence

from approvals.models import Decision, Request, Step, Task
from approvals.models.words import Outcome, StepState, TaskState
from approvals.services.approvers import Approvers
from approvals.services.opening import next_people, open_stage, open_tasks
from approvals.services.standing_in import asked_elsewhere
from core import clock
from core.act import known
from core.bus import publish
from core.calendar import add_working_hours
from core.events import ApprovalDecided
from core.locks import locked
from core.people import HOUSE
from core.roles import DIRECTOR

VERBS = {Outcome.APPROVED: "approve", Outcome.RETURNED: "send_back", Outcome.REJECTED: "reject"}
NAMED = ("quotation", "credit_override", "credit_limit", "price_change", "reallocation")
"""What says for ever who agreed to it."""
DONE = (StepState.APPROVED, StepState.KEPT)


def agreed(request: Request, step: Step, tasks: Sequence[Task], task: Task, *, of: int) -> None:
    """One of those who are asked agreed: the step is done when enough did and every added signer was heard.

    Who added a signer before themselves is asked again now; in a sequence the next person is.
    """
    standing = [each for each in tasks if not each.replaced]
    if _is_done(step, standing):
        close_tasks([each for each in standing if each.waits], "void")
        step.approve()
        step.save(update_fields=["state"])
        return
    _resume(task, standing)
    if not any(each.waits for each in standing if each.added_by_id is None):
        open_tasks(request, step, next_people(step, standing), of=of)


def _is_done(step: Step, standing: Sequence[Task]) -> bool:
    if any(task.waits for task in standing if task.added_by_id is not None):
        return False
    own = [task for task in standing if task.added_by_id is None and task.state == Outcome.APPROVED]
    return len(own) >= step.needed


def _resume(task: Task, standing: Sequence[Task]) -> None:
    """Whoever waited for this added signer, and for no other, is asked again with a fresh limit."""
    paused = (each for each in standing if each.waits and not each.is_open)
    parent = next((each for each in paused if each.pk == task.came_from_id), None)
    if parent is None or any(each.is_open for each in standing if each.came_from_id == parent.pk):
        return
    parent.resume()
    parent.due_at = add_working_hours(clock.now(), parent.step.hours)
    parent.save(update_fields=["state", "due_at"])


def close_tasks(tasks: Sequence[Task], verb: str) -> None:
    """Nobody has to answer these any more."""
    now = clock.now()
    for task in tasks:
        getattr(task, verb)()
        task.closed_at = now
    if tasks:
        Task.objects.bulk_update(tasks, ["state", "closed_at"])


def go_on(request: Request, steps: Sequence[Step]) -> None:
    """Ask the next stage when this one is done; after the last the subject's owner hears that all agreed."""
    left = [step for step in steps if step.state not in DONE]
    if not left:
        request.approve(clock.now())
        request.save(update_fields=["state", "closed_at"])
        finish(request, Outcome.APPROVED, "")
        return
    stage = min(step.stage for step in left)
    waiting = [step for step in left if step.stage == stage and step.state == StepState.WAITING]
    if waiting:
        open_stage(request, waiting, of=len(steps))
    keep_decidable(request, left, of=len(steps))


def keep_decidable(request: Request, steps: Iterable[Step], *, of: int) -> None:
    """A role whose holders are all asked or have been heard beside it is the director's."""
    open_steps = [step for step in steps if step.state == StepState.OPEN]
    for step in [step for step in open_steps if step.user_id is None and not step.people]:
        approvers = known(Approvers, Approvers)
        gone = {request.owner_id, request.asked_by_id, *asked_elsewhere(request, besides=step)}
        if step.role == DIRECTOR or approvers.holding(step.role, gone):
            continue
        for task in step.tasks.pending().filter(user=None):
            close_tasks([task], "transfer")
            step.role = DIRECTOR
            step.save(update_fields=["role"])
            open_tasks(request, step, [None], of=of, came_from=task)


def end(request: Request, steps: Sequence[Step], outcome: str, opinion: str) -> None:
    """A return or a rejection ends the round at once, whatever the others would say."""
    waiting = Task.objects.filter(step__request=request, state__in=(TaskState.PENDING, TaskState.ADD_SIGNED))
    close_tasks(list(locked(waiting)), "void")
    open_steps = [step for step in steps if step.state in (StepState.WAITING, StepState.OPEN)]
    for step in open_steps:
        step.void()
    Step.objects.bulk_update(open_steps, ["state"])
    getattr(request, VERBS[Outcome(outcome)])(clock.now())
    request.save(update_fields=["state", "closed_at"])
    finish(request, outcome, opinion)


def finish(request: Request, outcome: str, opinion: str) -> None:
    """The owner of what was judged hears how it ended."""
    by = _agreed(request) if outcome == Outcome.APPROVED and request.kind in NAMED else ()
    publish(ApprovalDecided(subject=request.subject, outcome=outcome, opinion=opinion, by=by), actor=HOUSE)


def _agreed(request: Request) -> tuple[int, ...]:
    """Everybody who agreed, in their order."""
    made = Decision.objects.filter(task__step__request_id=request.pk, task__replaced=False, outcome=Outcome.APPROVED)
    return tuple(made.order_by("task__step__position", "pk").values_list("decider_id", flat=True))


def closed_now(task: Task, verb: str, now: datetime.datetime) -> None:
    """One task leaves its desk."""
    getattr(task, verb)()
    task.closed_at = now
    task.save(update_fields=["state", "closed_at"])
