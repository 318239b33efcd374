"""What approvals show on the order page, and the number in the menu."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from approvals.evidence import steps_about
from approvals.models import Step, Task
from approvals.policies import may_decide, may_look
from core.paging import capped_count
from core.panel import Panel
from orders.models import ChangeRequest, Order


def route_of(request: HttpRequest, order: Order) -> dict[str, Any] | None:
    """The steps of every round of an order's approval, in one query; a draft that was never submitted has none."""
    if not order.revision:
        return None
    return _shown(request, Step.objects.filter(request__subject=order.stream))


def route_of_change(request: HttpRequest, change: ChangeRequest) -> dict[str, Any] | None:
    """The same for a change; one that was never handed in has none."""
    return _shown(request, Step.objects.filter(request__subject=change.stream)) if change.round else None


def _shown(request: HttpRequest, about: Any) -> dict[str, Any]:
    steps = list(steps_about(about))
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


def waiting_count(user: Any) -> int:
    """How many tasks wait for this person; asked once per page, however many places show it."""
    if not may_decide(user):
        return 0
    if not hasattr(user, "approvals_waiting"):
        user.approvals_waiting = capped_count(Task.objects.awaiting(user))
    return user.approvals_waiting


ROUTE = Panel(
    key="approvals",
    title=_("Approval"),
    template="approvals/_panel.html",
    may_see=may_look,
    context=route_of,
    place="side",
)

CHANGE_ROUTE = Panel("approvals", _("Approval"), "approvals/_panel.html", may_look, route_of_change, place="side")
