"""The work of a colleague who leaves, given to a successor thing by thing (S104)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.models import Task
from approvals.services import transfer_task
from core.models import User
from core.refusal import Refused
from customers.models import Customer
from customers.services import CustomerCard, edit_customer
from customers.services.records import FIELDS
from orders.models import Order
from orders.services import hand_over_order
from reports.policies import may_hand_over_work, under_hand_over
from shipping.models import DispatchJob
from shipping.services import replan_job
from shipping.services.planning import Plan

MOST = 200
FARTHEST = 2000


@dataclass(frozen=True)
class Pile:
    """One sort of things somebody holds, and how one of them is given away."""

    key: str
    label: str | Promise
    rows: Any
    give: Callable[[Any], Any]


@dataclass
class Result:
    """How many of each sort went over, and what did not and why."""

    done: dict[str, int] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(self.done.values())


def work_of(person: User, to: User | None = None, *, reason: str = "", actor: Any = None) -> list[Pile]:
    """What somebody holds: approval tasks, dispatch jobs, open orders, customers."""
    return [
        Pile(
            "tasks",
            _("Open approval tasks"),
            Task.objects.pending().filter(user=person).select_related("step").order_by("pk"),
            lambda task: transfer_task(task.pk, to_id=_to(to), reason=reason, actor=actor, under=under_hand_over),
        ),
        Pile(
            "jobs",
            _("Dispatch jobs"),
            DispatchJob.objects.open().filter(assignee=person).order_by("pk"),
            lambda job: replan_job(job.pk, plan=_plan(job, _to(to)), actor=actor, under=under_hand_over),
        ),
        Pile(
            "orders",
            _("Open orders"),
            Order.objects.open().filter(owner=person).order_by("pk"),
            lambda order: hand_over_order(order.pk, to=to, actor=actor, under=under_hand_over),  # type: ignore[arg-type]
        ),
        Pile(
            "customers",
            _("Customers"),
            Customer.objects.filter(owner=person).order_by("pk"),
            lambda customer: edit_customer(customer.pk, card=_card(customer, to), actor=actor),
        ),
    ]


def _to(to: User | None) -> int:
    return to.pk if to else 0


def _plan(job: DispatchJob, to_id: int) -> Plan:
    return Plan(assignee_id=to_id, starts_at=job.starts_at, ends_at=job.ends_at, place=job.place, notes=job.notes)


def _card(customer: Customer, to: User | None) -> CustomerCard:
    known = {name: getattr(customer, name) for name in FIELDS}
    return CustomerCard(**known | {"owner": to, "department": to.department if to else None})


def hand_over_work(person: User, to: User, *, reason: str, actor: Any, most: int = MOST) -> Result:
    """Give everything somebody holds to a successor, each thing in a transaction and a history line of its own.

    Run again, it goes on where it stopped: what went over is not theirs any more. At most `most` things go over
    at once; what is refused stays and is told with the reason.
    """
    may_hand_over_work.demand(actor, person)
    if to.pk == person.pk or not to.is_active:
        raise Refused(_("Choose a successor who works here."), code="successor")
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
    result = Result()
    for pile in work_of(person, to, reason=reason.strip(), actor=actor):
        for thing in pile.rows[:FARTHEST]:
            if result.count < most:
                _give(pile, thing, result)
    return result


def _give(pile: Pile, thing: Any, result: Result) -> None:
    words = _refusal(partial(pile.give, thing))
    if words is None:
        result.done[pile.key] = result.done.get(pile.key, 0) + 1
    else:
        result.refused.append(f"{thing}: {words}")


def _refusal(give: Callable[[], Any]) -> str | None:
    try:
        give()
    except (Refused, PermissionDenied) as refusal:
        return str(refusal)
    return None
