"""What approvals show on the order page, and the number in the menu."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.evidence import steps_about
from approvals.models import Step, Task
from approvals.models.words import StepState
from approvals.policies import may_decide, may_look
from core import clock
from core.joint import Result, Say
from core.models import User
from core.paging import COUNT_CAP
from core.panel import Panel
from core.prepared import prepared
from core.roles import BUYER, FINANCE, SALES, WAREHOUSE
from orders.models import ChangeRequest, Order, Return


def route_of(request: HttpRequest, order: Order) -> dict[str, Any] | None:
    """The steps of every round of an order's approval, in one query; a draft that was never submitted has none."""
    if not order.revision:
        return None
    return _shown(request, _steps_of(order)) | {"trail": reverse("approvals:trail", args=[order.ref])}


def route_of_change(request: HttpRequest, change: ChangeRequest) -> dict[str, Any] | None:
    """The same for a change; one that was never handed in has none."""
    return _shown(request, _steps_of(change)) if change.round else None


def route_of_return(request: HttpRequest, returned: Return) -> dict[str, Any] | None:
    """The same for a return; one nobody was asked about has none."""
    shown = _shown(request, _steps_of(returned))
    return shown if shown["steps"] else None


def _steps_of(subject: Any) -> list[Step]:
    """Read once per page, however many panels show them."""
    if not hasattr(subject, "approval_steps"):
        subject.approval_steps = list(steps_about(Step.objects.filter(request__subject=subject.stream)))
    return subject.approval_steps


def _shown(request: HttpRequest, steps: list[Step]) -> dict[str, Any]:
    newest = steps[0].request_id if steps else None
    now = [step for step in steps if step.request_id == newest]
    return {
        "steps": now,
        "earlier": [step for step in steps if step.request_id != newest],
        "task": next((task for step in now for task in step.desks if _is_mine(request.user, step, task)), None),
    }


def _is_mine(user: Any, step: Step, task: Task) -> bool:
    if not task.is_open:
        return False
    task.step = step
    return may_decide(user, task)


SPEAKS_FOR = {FINANCE: FINANCE, WAREHOUSE: WAREHOUSE, BUYER: WAREHOUSE}
"""Which department an approver's role answers for in the joint check; all others answer for sales."""
RESULTS = {
    StepState.APPROVED: Result.PASSED,
    StepState.KEPT: Result.PASSED,
    StepState.OPEN: Result.WAITS,
    StepState.WAITING: Result.WAITS,
    StepState.RETURNED: Result.FAILED,
    StepState.REJECTED: Result.FAILED,
}
# What was asked names limits; whoever may see them reads it in the panel of the approval.
SAID = {
    Result.PASSED: _("Agreed to."),
    Result.WAITS: _("An approval is asked for."),
    Result.FAILED: _("Not agreed to."),
}


def decisions(order: Order, revision: Any) -> Iterable[Say]:
    """What the approvers of the newest round said, each for their department (S41)."""
    steps = _steps_of(order)
    for step in steps:
        if step.request_id == steps[0].request_id and step.state in RESULTS:
            yield _say(step)


def _say(step: Step) -> Say:
    made = step.kept or getattr(step.task, "decision", None)
    return Say(
        role=SPEAKS_FOR.get(step.role, SALES),
        result=RESULTS[step.state],
        words=(made.opinion if made else "") or SAID[RESULTS[step.state]],
        who=made.by if made else step.who,
        at=made.at if made else None,
    )


def waiting_count(user: Any) -> int:
    """How many tasks wait for this person; asked once per page, however many places show it."""
    if not may_decide(user):
        return 0
    if not hasattr(user, "approvals_waiting"):
        user.approvals_waiting = len(_waiting(user.pk, clock.today()))
    return user.approvals_waiting


@prepared(int, datetime.date)
def _waiting(user_id: int, day: datetime.date) -> Any:
    return Task.objects.awaiting(User(pk=user_id), day).order_by().values_list("pk")[:COUNT_CAP]


ROUTE = Panel(
    key="approvals",
    title=_("Approval"),
    template="approvals/_panel.html",
    may_see=may_look,
    context=route_of,
    place="side",
)

CHANGE_ROUTE = Panel("approvals", _("Approval"), "approvals/_panel.html", may_look, route_of_change, place="side")

RETURN_ROUTE = Panel("approvals", _("Approval"), "approvals/_panel.html", may_look, route_of_return, place="side")
