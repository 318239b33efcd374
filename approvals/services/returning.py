"""Sending a case back to an earlier step, and taking one's own decision back."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.events import DecisionTakenBack, StepAskedAgain
from approvals.models import Request, Step, Task
from approvals.models.words import Mode, Outcome, RequestState, StepState, TaskState
from approvals.policies import may_decide, may_take_back
from approvals.services.approvers import Approvers
from approvals.services.deciding import opinion_for, write_down
from approvals.services.going import close_tasks, closed_now
from approvals.services.opening import next_people, open_tasks, show_holder
from approvals.services.taking import refuse_handled, take
from core import clock
from core.act import known
from core.bus import publish
from core.locks import locked
from core.refusal import Refused
from core.service import service


@service
def return_to_step(task_id: int, *, step_id: int, again: bool, opinion: str, actor: Any) -> Task:
    """Ask an earlier step again; afterwards the case comes straight back here, or passes every step between again.

    The decisions that are made again stay written and count no more. An opinion is needed.
    """
    taken = take(task_id)
    task, request = taken.task, taken.request
    may_decide.demand(actor, task)
    refuse_handled(task)
    opinion = opinion_for(Outcome.RETURNED, opinion)
    steps = list(request.steps.order_by("position"))
    earlier = _earlier(steps, task.step, step_id)
    closed_now(task, "send_back", clock.now())
    write_down(task, request, Outcome.RETURNED, opinion, [], actor)
    between = [step for step in steps if again and step.stage > earlier.stage and step.state != StepState.WAITING]
    back = {task.step_id, *(step.pk for step in between if step.state != StepState.KEPT)}
    _wait([step for step in steps if step.pk in back])
    told = StepAskedAgain(
        request_id=request.pk,
        subject=request.subject,
        task_id=task.pk,
        step=earlier.position,
        who=earlier.who,
        again=again,
        opinion=opinion,
    )
    publish(told, actor=actor)
    _ask_again(request, earlier, of=len(steps))
    return task


def earlier_steps(steps: Iterable[Step], here: Step) -> list[Step]:
    """The steps a case can be sent back to: those before this one that somebody agreed to in this round."""
    return [step for step in steps if step.stage < here.stage and step.state == StepState.APPROVED]


def _earlier(steps: Sequence[Step], here: Step, step_id: int) -> Step:
    found = next((step for step in earlier_steps(steps, here) if step.pk == step_id), None)
    if found is None:
        raise Refused(_("Choose a step before this one that somebody agreed to."), code="no_such_step")
    return found


def _wait(steps: Sequence[Step]) -> None:
    """These steps wait for their turn again: what was decided in them counts no more, who still had to need not."""
    here = Task.objects.filter(step__in=[step.pk for step in steps], replaced=False)
    tasks = list(locked(here.select_related("decision")))
    close_tasks([task for task in tasks if task.waits], "void")
    _replace(tasks)
    decided = {task.step_id: task.decision.decider_id for task in tasks if _is_own_decision(task)}
    for step in steps:
        step.wait()
        if not step.people:
            step.user_id = decided.get(step.pk, step.user_id)
    Step.objects.bulk_update(steps, ["state", "user"])


def _is_own_decision(task: Task) -> bool:
    return task.added_by_id is None and hasattr(task, "decision")


def _replace(tasks: Sequence[Task]) -> None:
    for task in tasks:
        task.replaced = True
    Task.objects.bulk_update(tasks, ["replaced"])


def _ask_again(request: Request, step: Step, *, of: int) -> None:
    """The same people decide once more, on fresh tasks."""
    tasks = list(locked(Task.objects.filter(step=step, replaced=False)).select_related("decision"))
    decided = [task for task in tasks if hasattr(task, "decision")]
    _replace(tasks)
    step.reopen()
    step.save(update_fields=["state"])
    approvers = known(Approvers, Approvers)
    fresh: list[Task] = []
    for task in decided[:1] if step.mode == Mode.SEQUENCE else decided:
        again = approvers.up_from(task.decision.decider_id, {request.owner_id, request.asked_by_id})
        fresh += open_tasks(request, step, [again], of=of, came_from=task, added_by_id=task.added_by_id)
    fresh = fresh or open_tasks(request, step, next_people(step, ()), of=of)
    show_holder(request, fresh[0])


@service
def take_decision_back(task_id: int, *, actor: Any) -> Task:
    """Who agreed takes it back and decides again, until the next person has acted (撤回).

    Whoever was asked because of it is asked no more. Refused once somebody else decided, or all is decided.
    """
    taken = take(task_id)
    task, request = taken.task, taken.request
    may_take_back.demand(actor, task)
    steps = list(request.steps.order_by("position"))
    _refuse_late(request, task)
    _replace([task])
    step = next(each for each in steps if each.pk == task.step_id)
    _wait([each for each in steps if each.stage > step.stage and each.state == StepState.OPEN])
    if step.state == StepState.APPROVED:
        step.reopen()
        step.save(update_fields=["state"])
    told = DecisionTakenBack(request_id=request.pk, subject=request.subject, task_id=task.pk, step=step.position)
    publish(told, actor=actor)
    _take_next_back(step, taken.tasks)
    (fresh,) = open_tasks(request, step, [actor.pk], of=len(steps), came_from=task, added_by_id=task.added_by_id)
    open_tasks(request, step, _dismissed(step, task, taken.tasks), of=len(steps))
    show_holder(request, fresh)
    return fresh


def _take_next_back(step: Step, tasks: Sequence[Task]) -> None:
    """In a sequence the next person was asked because of this decision, and is not any more."""
    following = [task for task in tasks if task.waits and task.added_by_id is None and step.mode == Mode.SEQUENCE]
    close_tasks(following, "recall")
    _replace(following)


def _dismissed(step: Step, task: Task, tasks: Sequence[Task]) -> list[int | None]:
    """Those asked beside this person whose answer was not needed any more, and is again."""
    if step.mode not in (Mode.ANY, Mode.SHARE) or task.added_by_id is not None:
        return []
    gone = [each for each in tasks if each.state == TaskState.VOIDED and not each.replaced and each.user_id]
    return list(dict.fromkeys(each.user_id for each in gone if each.added_by_id is None))


def _refuse_late(request: Request, task: Task) -> None:
    if request.state != RequestState.OPEN:
        raise Refused(_("All is decided; your decision cannot be taken back any more."), code="decided")
    if not can_take_back(request, task):
        raise Refused(_("Somebody has decided after you; ask them to return it."), code="acted")


def can_take_back(request: Request, task: Task) -> bool:
    """Whether the request is still open and nobody has acted on it since this decision."""
    if request.state != RequestState.OPEN:
        return False
    acted = Task.objects.filter(step__request=request, replaced=False, closed_at__gt=task.closed_at)
    paused = Q(step__request=request, state=TaskState.ADD_SIGNED)
    others = Task.objects.exclude(pk=task.pk)
    return not others.filter(Q(pk__in=acted.exclude(state=TaskState.VOIDED)) | paused).exists()
