"""Planning who goes to a customer and when; nobody is at two places at once."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.access import Policy
from core.bus import publish
from core.locks import locked
from core.models import User
from core.numbering import next_number
from core.refusal import Refused
from core.service import service
from orders import services as orders
from orders.models import Order, OrderLine
from orders.models.words import State as OrderState
from shipping.events import JobMoved, JobPlanned
from shipping.models import DispatchJob, DispatchLine
from shipping.policies import may_plan
from shipping.services.jobs.rows import guard_job, job_identity, slot_words, take_job, tell_order
from shipping.services.rows import ZERO, need, plain

SERIES = "DJ"
LONGEST = datetime.timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Who goes, from when until when, where to, and what to know; `quantities` says how much of which line."""

    assignee_id: int
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    place: str
    notes: str = ""
    quantities: Mapping[int, Decimal] = field(default_factory=dict)


@service
def plan_job(order_id: int, *, plan: Plan, actor: Any) -> DispatchJob:
    """Send somebody to a customer for services of a confirmed order, in a time slot (S16).

    Without quantities the job takes every service nobody is sent for yet. Refused when the person is
    elsewhere at that time, with the job that says so; the order then waits for whoever goes.
    """
    may_plan.demand(actor)
    order = orders.take(order_id)
    _refuse_unconfirmed(order)
    wanted = _wanted(order, plan.quantities)
    place = need(plan.place, _("Please say where to go."))[:500]
    _refuse_slot(plan)
    person = _take_person(plan)
    job = DispatchJob.objects.create(
        number=next_number(SERIES),
        order=order,
        assignee=person,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        place=place,
        notes=plan.notes.strip()[:500],
        planner=actor,
        planned_at=clock.now(),
    )
    DispatchLine.objects.bulk_create(
        DispatchLine(job=job, order_line=line, product_id=line.product_id, quantity=quantity)
        for line, quantity in wanted
    )
    told = JobPlanned(**job_identity(job), assignee_id=person.pk, assignee=str(person), slot=slot_words(job))
    publish(told, actor=actor)
    tell_order(order_id)
    return job


@service
def replan_job(job_id: int, *, plan: Plan, actor: Any, under: Policy = may_plan) -> DispatchJob:
    """Send another person, or at another time, while nobody has set out; both people hear of it.

    `under` is the right it is done by.
    """
    under.demand(actor)
    job, _lines = take_job(job_id)
    guard_job(job, job.replan)
    place = need(plan.place, _("Please say where to go."))[:500]
    _refuse_slot(plan)
    person, before = _take_person(plan, but=job.pk), job.assignee_id
    job.assignee, job.starts_at, job.ends_at = person, plan.starts_at, plan.ends_at
    job.place, job.notes = place, plan.notes.strip()[:500]
    job.replan(actor.pk, clock.now())
    job.save()
    moved = JobMoved(
        **job_identity(job), assignee_id=person.pk, assignee=str(person), slot=slot_words(job), before_id=before
    )
    publish(moved, actor=actor)
    tell_order(job.order_id)
    return job


def technicians() -> Any:
    """The people who may be sent: whoever holds the right to do jobs, by a role or in person."""
    right = Permission.objects.filter(content_type__app_label="shipping", codename="perform_dispatchjob")
    holders = Q(groups__permissions__in=right) | Q(user_permissions__in=right)
    return User.objects.filter(holders, is_active=True).distinct().order_by("name", "pk")


def _refuse_unconfirmed(order: Order) -> None:
    if order.state != OrderState.CONFIRMED:
        raise Refused(
            _("Order %(ref)s is %(state)s; people are sent for confirmed orders only.")
            % {"ref": order.ref, "state": order.get_state_display()},
            code="wrong_state",
        )


def _wanted(order: Order, asked: Mapping[int, Decimal]) -> list[tuple[OrderLine, Decimal]]:
    lines = {line.pk: line for line in orders.lines_of(order) if line.unplanned}
    if not lines:
        raise Refused(_("Nobody needs to be sent for this order now."), code="nothing_to_plan")
    asked = asked or {pk: line.unplanned for pk, line in lines.items()}
    quantities = {pk: quantity for pk, quantity in asked.items() if quantity}
    if not quantities:
        raise Refused(_("Say how much of which service is to be done."), code="nothing")
    for pk, quantity in quantities.items():
        line = lines.get(pk)
        if line is None or not quantity.is_finite() or not ZERO < quantity <= line.unplanned:
            left = plain(line.unplanned) if line else "0"
            message = _("Only %(left)s of this service are still to be planned.") % {"left": left}
            raise Refused(message, code="quantity")
    return [(line, quantities[pk]) for pk, line in lines.items() if pk in quantities]


def _refuse_slot(plan: Plan) -> None:
    if plan.ends_at <= plan.starts_at:
        raise Refused(_("The time slot must end after it begins."), code="slot")
    if plan.ends_at - plan.starts_at > LONGEST:
        raise Refused(_("A time slot lasts two weeks at most; plan several jobs."), code="slot")
    if plan.ends_at < clock.now():
        raise Refused(_("This time slot is over already."), code="slot")


def _take_person(plan: Plan, *, but: int | None = None) -> User:
    """The person, held until the job is written: two planners who look at one diary wait for each other."""
    person = locked(User.objects.filter(pk=plan.assignee_id, pk__in=technicians().order_by().values("pk"))).first()
    if person is None:
        raise Refused(_("This person cannot be sent."), code="unknown_person")
    _refuse_elsewhere(person, plan, but)
    return person


def _refuse_elsewhere(person: User, plan: Plan, but: int | None) -> None:
    rows = DispatchJob.objects.open().of(person).between(plan.starts_at, plan.ends_at).exclude(pk=but or 0)
    other = rows.order_by("starts_at").first()
    if other is not None:
        raise Refused(
            _("%(who)s is away then: dispatch job %(number)s, %(slot)s.")
            % {"who": person, "number": other.number, "slot": slot_words(other)},
            code="elsewhere",
        )
