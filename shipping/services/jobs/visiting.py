"""The assignee sets out, and the customer agrees that the work is done."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.refusal import Refused
from core.service import service
from orders import services as orders
from orders.models import Order
from orders.models.hold import Stopped
from orders.models.words import State as OrderState
from orders.services.life.holding import refuse_stopped
from shipping.events import JobDone, JobStarted
from shipping.models import DispatchJob
from shipping.policies import may_perform
from shipping.services.jobs.rows import guard_job, job_identity, take_job, tell_order
from shipping.services.rows import need


@service
def start_job(job_id: int, *, actor: Any) -> DispatchJob:
    """Say that one sets out; not while a hold keeps what belongs to the order in the house."""
    job, _lines = take_job(job_id)
    may_perform.demand(actor, job)
    guard_job(job, job.start)
    _refuse_unconfirmed(job.order)
    refuse_stopped(job.order, Stopped.DISPATCH)
    job.start(clock.now())
    job.save(update_fields=["state", "started_at"])
    publish(JobStarted(**job_identity(job)), actor=actor)
    return job


@service
def finish_job(job_id: int, *, accepted_by: str, report: str = "", actor: Any) -> DispatchJob:
    """The work is done: who accepted it at the customer's, and when, is kept (S16, S73).

    The order hears it exactly as it hears of a shipment that left and arrived, so billing and completion follow.
    """
    job, lines = take_job(job_id)
    may_perform.demand(actor, job)
    guard_job(job, job.finish)
    _refuse_unconfirmed(job.order)
    accepted_by = need(accepted_by, _("Please say who accepted the work."))[:80]
    done = {line.order_line_id: line.quantity for line in lines}
    # The invoice that hears of it, then the job: see the ladder in core.locks.
    orders.record_shipped(job.order_id, quantities=done, source=job.stream, actor=actor)
    orders.record_accepted(job.order_id, quantities=done, source=job.stream, actor=actor)
    job.finish(clock.now(), accepted_by, report.strip()[:500])
    job.save(update_fields=["state", "done_at", "accepted_by", "report"])
    publish(JobDone(**job_identity(job), accepted_by=accepted_by), actor=actor)
    tell_order(job.order_id)
    return job


def _refuse_unconfirmed(order: Order) -> None:
    if order.state != OrderState.CONFIRMED:
        raise Refused(_("Order %(ref)s is not confirmed.") % {"ref": order.ref}, code="wrong_state")
