"""What shipping shows on the order page, which acts it offers, and its numbers in the menu."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import can_proceed

from core.access import Policy
from core.paging import capped_count
from core.panel import Panel
from orders.models import Order, Return
from orders.models.return_words import ReturnState
from orders.models.words import Returned, Stage
from orders.models.words import State as OrderState
from shipping.models import DispatchJob, Shipment
from shipping.policies import (
    may_cancel,
    may_deliver,
    may_dispatch,
    may_pack,
    may_perform,
    may_pick,
    may_plan,
    may_receive,
    may_see,
    may_see_jobs,
    may_settle,
    may_verify,
)
from shipping.services.carriers.ways import ways_of
from shipping.services.picking.opening import unassigned


@dataclass(frozen=True)
class Act:
    """Something a person can do with a shipment now; `leads` is the usual next step."""

    label: str | Promise
    url: str
    leads: bool = False
    danger: bool = False


@dataclass(frozen=True)
class _Offer:
    name: str
    label: str | Promise
    policy: Policy
    possible: Callable[[Any], bool]
    leads: bool = False
    danger: bool = False


OFFERS = (
    _Offer("pick", _("Scan goods"), may_pick, lambda s: s.is_being_picked, leads=True),
    _Offer("finish", _("Finish picking"), may_pick, lambda s: can_proceed(s.finish)),
    _Offer("pack", _("Pack"), may_pack, lambda s: can_proceed(s.pack)),
    _Offer("unpack", _("Open for packing again"), may_pack, lambda s: can_proceed(s.unpack)),
    _Offer("verify", _("Check at the door"), may_verify, lambda s: can_proceed(s.verify)),
    # Whoever sends it off may check it on the same page.
    _Offer(
        "dispatch", _("Send off"), may_dispatch, lambda s: can_proceed(s.verify) or can_proceed(s.dispatch), leads=True
    ),
    _Offer("resume", _("Pick more"), may_pick, lambda s: can_proceed(s.resume)),
    _Offer("deliver", _("Confirm delivery"), may_deliver, lambda s: can_proceed(s.deliver), leads=True),
    _Offer("trouble", _("Report trouble"), may_settle, lambda s: can_proceed(s.stray)),
    _Offer("settle", _("Settle the trouble"), may_settle, lambda s: can_proceed(s.settle)),
    _Offer("cancel", _("Cancel shipment"), may_cancel, lambda s: can_proceed(s.cancel), danger=True),
)


JOB_OFFERS = (
    _Offer("start_job", _("Set out"), may_perform, lambda job: can_proceed(job.start), leads=True),
    _Offer("finish_job", _("Work is done"), may_perform, lambda job: can_proceed(job.finish), leads=True),
    _Offer("replan_job", _("Another time or person"), may_plan, lambda job: can_proceed(job.replan)),
    _Offer("cancel_job", _("Cancel job"), may_plan, lambda job: can_proceed(job.cancel), danger=True),
)


def acts_of(user: Any, subject: Any) -> list[Act]:
    """What a person can do with a shipment or a job now: what its state allows and their rights permit."""
    offers = JOB_OFFERS if isinstance(subject, DispatchJob) else OFFERS
    return [
        Act(one.label, reverse(f"shipping:{one.name}", args=[subject.number]), one.leads, one.danger)
        for one in offers
        if one.possible(subject) and one.policy(user, subject)
    ]


def shipments_on(request: HttpRequest, order: Order) -> dict[str, Any] | None:
    """The shipments of an order with their next steps, their way and their proof; at most five queries."""
    found = Shipment.objects.filter(order=order).with_pieces().order_by("pk")
    rows = list(found.select_related("warehouse", "picker", "following__carrier", "proof"))
    may_start = _may_have_goods(order) and may_pick(request.user) and bool(unassigned(order.pk))
    if not rows and not may_start:
        return None
    ways = ways_of(rows)
    shipments = [{"row": row, "acts": acts_of(request.user, row)} | ways[row.pk] for row in rows]
    return {"order": order, "shipments": shipments, "may_start": may_start}


def _may_have_goods(order: Order) -> bool:
    """Whether goods may be set aside for it: it binds, or pieces of it came back and are replaced."""
    replaces = order.state == OrderState.COMPLETED and order.returned != Returned.NONE
    return order.state == OrderState.CONFIRMED or replaces


def receiving(request: HttpRequest, returned: Return) -> dict[str, Any] | None:
    """What the warehouse does with a return now; at most one query."""
    offers = [offer for offer in RETURN_OFFERS if offer.possible(returned) and offer.policy(request.user, returned)]
    if not offers:
        return None
    acts = [Act(one.label, reverse(f"shipping:{one.name}", args=[returned.number]), one.leads) for one in offers]
    return {"acts": acts}


def _waits(name: str) -> Callable[[Any], bool]:
    """Whether a settled return still has such pieces; its lines are read once."""

    def possible(returned: Return) -> bool:
        return returned.state == ReturnState.RESOLVED and any(getattr(line, name) for line in returned.lines.all())

    return possible


RETURN_OFFERS = (
    _Offer("receive", _("Scan goods in"), may_receive, lambda r: r.is_expected, leads=True),
    _Offer("inspect", _("Inspect"), may_receive, lambda r: can_proceed(r.inspect), leads=True),
    _Offer("send_back", _("Send goods back"), may_receive, _waits("to_send_back"), leads=True),
    _Offer("shelve", _("Put repaired goods on the shelf"), may_receive, _waits("to_shelve"), leads=True),
)


def returns_waiting(user: Any) -> int | None:
    """How many returns wait for the warehouse, for the menu; nobody else is asked a question for it."""
    if not may_receive(user):
        return None
    waiting = (ReturnState.APPROVED, ReturnState.RECEIVED)
    return capped_count(Return.objects.visible_to(user).filter(state__in=waiting))


def _may_look(user: Any, order: Any = None) -> bool:
    return may_see(user)


def to_pick(user: Any) -> int:
    """How many orders wait to be picked, for the menu."""
    return capped_count(Order.objects.visible_to(user).at_stage(Stage.TO_PICK, Stage.PICKING))


def jobs_on(request: HttpRequest, order: Order) -> dict[str, Any] | None:
    """The dispatch jobs of an order with their next steps, and what is still to be planned; at most two queries."""
    services = list(order.lines.filter(is_service=True)) if order.confirmed_at else []
    if not services:
        return None
    rows = DispatchJob.objects.filter(order=order).select_related("assignee").order_by("starts_at", "pk")
    waiting = [line for line in services if line.unplanned] if order.state == OrderState.CONFIRMED else []
    jobs = [{"row": row, "acts": acts_of(request.user, row)} for row in rows]
    return {"order": order, "jobs": jobs, "waiting": waiting, "may_plan": bool(waiting) and may_plan(request.user)}


def _may_see_jobs(user: Any, order: Any = None) -> bool:
    return may_see_jobs(user)


def jobs_waiting(user: Any) -> int | None:
    """How many jobs wait for this person, for the menu; nobody else is asked a question for it."""
    return capped_count(DispatchJob.objects.open().of(user)) if may_perform(user) else None


JOBS = Panel(
    key="dispatch",
    title=_("Dispatch jobs"),
    template="shipping/_jobs_panel.html",
    may_see=_may_see_jobs,
    context=jobs_on,
    place="side",
)

RECEIVING = Panel(
    key="receiving",
    title=pgettext_lazy("role", "Warehouse"),
    template="shipping/_receiving_panel.html",
    may_see=_may_look,
    context=receiving,
    place="side",
)

SHIPMENTS = Panel(
    key="shipping",
    title=_("Shipments"),
    template="shipping/_panel.html",
    may_see=_may_look,
    context=shipments_on,
    place="side",
)
