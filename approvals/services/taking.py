"""Taking a task into one's hands: what is judged first, then the request, then the step's tasks."""

from dataclasses import dataclass

from django.db.models import Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from approvals.models import Request, Task
from approvals.services.subjects import take_subject
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
    tasks = list(locked(here.select_related("step", "decision__decider", "user")))
    for task in tasks:
        task.step.request = request
    return Taken(next(task for task in tasks if task.pk == task_id), request, tasks)


def refuse_handled(task: Task) -> None:
    """Refuse what is closed by now, and say who was faster and when."""
    if task.is_open:
        return
    if task.waits:
        raise Handled(_("An added signer is asked first; your turn comes back after them."), code="handled")
    closed = date_format(timezone.localtime(task.closed_at), "H:i") if task.closed_at else "--"
    decision = getattr(task, "decision", None)
    if decision is not None:
        raise Handled(
            _("Already handled by %(who)s at %(when)s.") % {"who": decision.decider, "when": closed}, code="handled"
        )
    raise Handled(
        _("Nobody needs this decision any more: %(state)s at %(when)s.")
        % {"state": task.get_state_display(), "when": closed},
        code="handled",
    )
