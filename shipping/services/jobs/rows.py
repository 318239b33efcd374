"""Taking a dispatch job for oneself, and the guard before a verb.

Every write to a job holds its order first: so planning, doing and cancelling wait in one line.
"""

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core.refusal import Refused
from orders import services as orders
from orders.models.words import Stage
from shipping.models import DispatchJob, DispatchLine
from shipping.models.words import JOB_OPEN


def take_job(job_id: int) -> tuple[DispatchJob, list[DispatchLine]]:
    """A job with its lines in order, its order locked until the transaction ends."""
    owner = DispatchJob.objects.filter(pk=job_id).values("order_id")
    order = orders.take_where(pk__in=owner)[0]
    lines = job_lines(job_id)
    job = lines[0].job
    job.order = order
    return job, lines


def job_lines(job_id: int) -> list[DispatchLine]:
    """The lines in the order's own order, with job, order line, product and unit, in one query."""
    rows = DispatchLine.objects.filter(job_id=job_id).order_by("order_line__position")
    return list(rows.select_related("job__assignee", "order_line", "product__unit").defer("product__search"))


def guard_job(job: DispatchJob, verb: Callable[..., Any]) -> None:
    """Refuse a move that is not legal from where the job is now (A37)."""
    if not can_proceed(verb):
        raise Refused(
            _("Dispatch job %(number)s is %(state)s; this step is not possible now.")
            % {"number": job.number, "state": job.get_state_display()},
            code="wrong_state",
        )


def job_identity(job: DispatchJob) -> dict[str, Any]:
    """What every event of a job carries."""
    return {"job_id": job.pk, "order_id": job.order_id, "number": job.number}


def slot_words(job: DispatchJob) -> str:
    """A time slot as people read it: 2026-11-27 09:00–11:30."""
    begin, end = timezone.localtime(job.starts_at), timezone.localtime(job.ends_at)
    last = f"{end:%H:%M}" if begin.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"
    return f"{begin:%Y-%m-%d %H:%M}–{last}"


def tell_order(order_id: int) -> None:
    """Tell the order what of its services stands on open jobs now, and who holds it for that."""
    planned: dict[int, Decimal] = defaultdict(Decimal)
    rows = DispatchLine.objects.filter(job__order_id=order_id, job__state__in=JOB_OPEN)
    for line, quantity in rows.values_list("order_line_id", "quantity"):
        planned[line] += quantity
    orders.record_planned(order_id, quantities=planned)
    name_holder(order_id)


def name_holder(order_id: int) -> None:
    """Whoever goes next holds the order until their time slot ends, once nothing but services is left to do."""
    if orders.take(order_id).stage != Stage.SERVICE:
        return
    job = DispatchJob.objects.open().filter(order_id=order_id).order_by("starts_at", "pk").first()
    if job is not None:
        orders.record_holder(order_id, stage=Stage.SERVICE, user_id=job.assignee_id, until=job.ends_at)
