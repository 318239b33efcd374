"""Reminding approvers of what they are late with."""

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from approvals.models import Task
from approvals.services.approvers import Approvers
from approvals.services.lettering import about_task
from approvals.services.opening import deciders
from core import clock
from notifications.models.message import Kind
from notifications.services import remind

LIMIT = 1000


def remind_overdue() -> int:
    """Remind whoever holds a task past its limit, once a day per task; run again, it adds nothing.

    Returns how many reminders were given.
    """
    late = list(Task.objects.overdue(clock.now()).select_related("step__request").by_deadline()[:LIMIT])
    approvers = Approvers() if late else None
    return sum(_remind(task, approvers) for task in late if approvers)


def _remind(task: Task, approvers: Approvers) -> bool:
    request = task.step.request
    return remind(
        f"approval:{task.pk}:overdue:{clock.today()}",
        deciders(approvers, request, task),
        subject=_("Approval overdue: %(title)s"),
        body="%(question)s",
        url=task.get_absolute_url(),
        about=about_task(task),
        kind=Kind.REMINDER,
        values={"title": request.title, "question": question_words(task)},
    )


def question_words(task: Task) -> object:
    """The question, in the language of whoever reads it."""
    return lazy(lambda: task.step.question, str)()
