"""Taking a question back: the subject was recalled by its owner, or cancelled."""

from typing import Any, Literal

from approvals.events import RequestWithdrawn
from approvals.models import Request, Step, Task
from approvals.models.words import RequestState, StepState, TaskState
from approvals.services.subjects import take_subject
from core import clock
from core.bus import publish
from core.locks import locked
from core.people import HOUSE
from core.service import service

VERBS = {"recalled": "recall", "voided": "void"}


@service
def void_request(subject: str, *, outcome: Literal["recalled", "voided"] = "voided", actor: Any = HOUSE) -> None:
    """Nobody has to decide on this subject any more; what was decided already stays written."""
    take_subject(subject)
    request = locked(Request.objects.filter(subject=subject, state=RequestState.OPEN)).first()
    if request is None:
        return
    now, verb = clock.now(), VERBS[outcome]
    getattr(request, verb)(now)
    request.save(update_fields=["state", "closed_at"])
    waiting = (TaskState.PENDING, TaskState.ADD_SIGNED)
    tasks = list(locked(Task.objects.filter(step__request=request, state__in=waiting)))
    steps = list(request.steps.filter(state__in=[StepState.WAITING, StepState.OPEN]))
    for row in (*tasks, *steps):
        getattr(row, verb)()
    for task in tasks:
        task.closed_at = now
    Task.objects.bulk_update(tasks, ["state", "closed_at"])
    Step.objects.bulk_update(steps, ["state"])
    publish(RequestWithdrawn(request_id=request.pk, subject=subject, outcome=outcome), actor=actor)
