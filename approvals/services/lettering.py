"""What an approver reads in a message: the whole case, and a link of their own to decide it (B12)."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from approvals.evidence import Evidence
from approvals.models import Task
from approvals.services.linking import make_task_link, needs_pin, task_awaiting


def about_task(task: Task) -> str:
    """How a message says that it is about this task."""
    return f"task:{task.pk}"


def task_letter(about: str, person: Any) -> str | None:
    """The text about a task for somebody who may decide it now, in the language that is spoken here, with a new link.

    None where they may not any more: then nothing but the words that are kept is sent.
    """
    task = task_awaiting(int(about.partition(":")[2]), person)
    if task is None:
        return None
    request, token = task.step.request, make_task_link(task.pk, person.pk)
    context = {
        "task": task,
        "asked": request,
        "rows": Evidence(task, person, asked=True).rows,
        "pin": needs_pin(request),
        "link": settings.GENDAN_PUBLIC_URL + reverse("task-link", args=[token]),
        "signed_in": settings.GENDAN_PUBLIC_URL + task.get_absolute_url(),
    }
    return render_to_string("approvals/mail/task.txt", context).strip()
