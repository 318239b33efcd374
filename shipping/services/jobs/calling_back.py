"""A dispatch job that will not be done: cancelled by its planner, or because its order ended or changed."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.people import HOUSE
from core.service import service
from orders import services as orders
from shipping.events import JobCancelled
from shipping.models import DispatchJob, DispatchLine
from shipping.models.words import JOB_OPEN, JobState
from shipping.policies import may_plan
from shipping.services.jobs.rows import guard_job, job_identity, take_job, tell_order
from shipping.services.rows import need


@service
def cancel_job(job_id: int, *, reason: str, actor: Any) -> DispatchJob:
    """Call somebody back, with a reason; the services can be planned again."""
    may_plan.demand(actor)
    job, _lines = take_job(job_id)
    guard_job(job, job.cancel)
    _end(job, need(reason, _("Please give a reason.")), actor)
    tell_order(job.order_id)
    return job


@service
def call_back(order_id: int, *, reason: str) -> None:
    """Call back everybody who goes for an order that ended; the order has already freed its lines."""
    orders.take(order_id)
    for job in DispatchJob.objects.open().filter(order_id=order_id).order_by("pk"):
        _end(job, reason, HOUSE)


@service
def fit_jobs(order_id: int) -> None:
    """Call back whoever a changed order no longer needs, the latest job first and who has set out last."""
    order = orders.take(order_id)
    if not any(line.is_service for line in orders.lines_of(order)):
        return
    room = {line.pk: line.open_to_ship for line in orders.lines_of(order) if line.is_service}
    for job, lines in _open_jobs(order_id):
        if any(room[pk] < quantity for pk, quantity in lines.items()):
            _end(job, gettext("The order was changed"), HOUSE)
            continue
        for pk, quantity in lines.items():
            room[pk] -= quantity
    tell_order(order_id)


def _open_jobs(order_id: int) -> list[tuple[DispatchJob, dict[int, Decimal]]]:
    """The open jobs with what they take of each line, in the order in which they keep it."""
    found: dict[DispatchJob, dict[int, Decimal]] = defaultdict(dict)
    rows = DispatchLine.objects.filter(job__order_id=order_id, job__state__in=JOB_OPEN).select_related("job")
    for row in rows.order_by("job_id"):
        found[row.job][row.order_line_id] = row.quantity
    return sorted(found.items(), key=lambda one: (one[0].state != JobState.UNDER_WAY, one[0].pk))


def _end(job: DispatchJob, reason: str, actor: Any) -> None:
    job.cancel(clock.now(), reason[:250])
    job.save(update_fields=["state", "cancelled_at", "reason"])
    publish(JobCancelled(**job_identity(job), assignee_id=job.assignee_id, reason=job.reason), actor=actor)
