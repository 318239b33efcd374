"""Taking a task into one's hands: what is judged first, then the request, then the step's tasks."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from approvals.models import Delegation, Request, Task
from approvals.services.subjects import take_subject
from core import clock
from core.locks import locked
from core.refusal import Refused


class Handled(Refused):
    """Somebody else was faster, or nobody needs the answer any more."""


@dataclass(frozen=True)
class Taken:
    """A task that is held, with its request and all tasks of its step."""

    task: Task
    request: Request
    tasks: list[Task]


def take(task_id: int) -> Taken:
    """What is judged first, then the request, then the tasks of the step: the order everybody takes them in."""
    where = Task.objects.values_list("step__request_id", "step__request__subject").get(pk=task_id)
    take_subject(where[1])
    request = locked(Request.objects.select_related("order").filter(pk=where[0])).get()
    here = Task.objects.filter(step=Subquery(Task.objects.filter(pk=task_id).values("step")))
    known = here.select_related("step", "decision__decider", "decision__on_behalf_of", "user", "represents")
    tasks = list(locked(known))
    for task in tasks:
        task.step.request = request
    return Taken(next(task for task in tasks if task.pk == task_id), request, tasks)


def refuse_handled(task: Task) -> None:
    """Refuse what is closed by now, and say who was faster and when."""
    if task.is_open:
        refuse_ended(task)
        return
    if task.waits:
        raise Handled(_("An added signer is asked first; your turn comes back after them."), code="handled")
    closed = date_format(timezone.localtime(task.closed_at), "H:i") if task.closed_at else "--"
    decision = getattr(task, "decision", None)
    if decision is not None:
        raise Handled(
            _("Already handled by %(who)s at %(when)s.") % {"who": decision.by, "when": closed}, code="handled"
        )
    raise Handled(
        _("Nobody needs this decision any more: %(state)s at %(when)s.")
        % {"state": task.get_state_display(), "when": closed},
        code="handled",
    )


def refuse_ended(task: Task) -> None:
    """Who stands in for somebody decides only while the delegation runs; it is held until they have (F42)."""
    if task.delegation_id is None:
        return
    links = list(locked(Delegation.objects.filter(pk__in=links_of(task))))
    if not links_hold(task, links):
        raise Refused(
            _("The delegation has ended; %(who)s decides again.") % {"who": task.represents}, code="delegation_over"
        )


def links_of(task: Task) -> list[int]:
    """The delegation it is held by; and where the delegate of the delegate holds it, the first one too."""
    day = timezone.localdate(task.opened_at)
    first = Delegation.objects.filter(user=task.represents_id, from_day__lte=day, until_day__gte=day, to__isnull=False)
    last = Delegation.objects.filter(pk__in=[task.delegation_id])
    return list((first | last).values_list("pk", flat=True))


def links_hold(task: Task, links: Collection[Delegation]) -> bool:
    """Whether a chain of running delegations leads from who is away to who holds it, in at most two steps."""
    request = task.step.request
    runs = [link for link in links if link.runs_on(clock.today()) and link.covers(request.kind, request.worth)]
    last = next((link for link in runs if link.pk == task.delegation_id and link.to_id == task.user_id), None)
    if last is None or last.user_id == task.represents_id:
        return last is not None
    return any(link.user_id == task.represents_id and link.to_id == last.user_id for link in runs)
