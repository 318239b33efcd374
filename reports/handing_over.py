"""The work of a colleague who leaves, given to a successor thing by thing (S104)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.models import Task
from approvals.services import policies_naming, propose_successor, transfer_task
from core import clock
from core.bus import publish
from core.locks import locked, one_by_one
from core.models import User
from core.refusal import Refused
from core.service import service
from customers.models import Customer
from customers.services import CustomerCard, edit_customer
from customers.services.records import FIELDS
from orders.models import Order
from orders.services import hand_over_order
from reports.events import HandOverAsked
from reports.models import HandOver
from reports.policies import may_hand_over_work, under_hand_over
from shipping.models import DispatchJob
from shipping.services import replan_job
from shipping.services.jobs.planning import Plan

AT_ONCE = 200
"""So many things go over while the person waits; more is work for a worker."""
PORTION = 20
SHOWN = 200


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
    """What somebody holds: approval tasks, rules that name them, dispatch jobs, open orders, customers."""
    return [
        Pile(
            "tasks",
            _("Open approval tasks"),
            Task.objects.pending().filter(user=person).select_related("step").order_by("pk"),
            lambda task: transfer_task(task.pk, to_id=_to(to), reason=reason, actor=actor, under=under_hand_over),
        ),
        Pile(
            "rules",
            _("Approval rules that name them"),
            policies_naming(person.pk),
            lambda policy: propose_successor(
                policy.pk, from_id=person.pk, to_id=_to(to), actor=actor, under=under_hand_over
            ),
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


@service
def ask_hand_over(person: User, to: User, *, reason: str, actor: Any) -> tuple[HandOver, bool]:
    """Ask to give everything somebody holds to a successor; a worker does it, thing by thing (S104).

    Asked again while one is under way, or after one was cut off, that one goes on. The second value says whether
    it is a worker's: little is done at once by whoever asks.
    """
    may_hand_over_work.demand(actor, person)
    if to.pk == person.pk or not to.is_active:
        raise Refused(_("Choose a successor who works here."), code="successor")
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
    one_by_one(f"hand over {person.pk}")
    under_way = locked(HandOver.objects.filter(person=person, done_at=None)).first()
    if under_way is not None and under_way.to_id != to.pk:
        under_way = _give_up(under_way)
    total = sum(pile.rows.count() for pile in work_of(person))
    job = under_way or HandOver.objects.create(
        person=person, to=to, reason=reason.strip()[:300], by=actor, at=clock.now(), total=total
    )
    if total > AT_ONCE:
        asked = HandOverAsked(hand_over_id=job.pk, who=str(person), successor=str(to), things=total)
        publish(asked, actor=actor)
    return job, total > AT_ONCE


def _give_up(job: HandOver) -> None:
    """A small one that was cut off in somebody's hand makes room for another; a worker's is not cut short."""
    if job.total > AT_ONCE:
        raise Refused(_("Their work is being handed over to somebody else just now."), code="under_way")
    job.done_at = clock.now()
    job.save(update_fields=["done_at"])


def hand_over_work(person: User, to: User, *, reason: str, actor: Any) -> HandOver:
    """Give everything somebody holds to a successor: at once where it is little, by a worker where it is much."""
    job, by_worker = ask_hand_over(person, to, reason=reason, actor=actor)
    if not by_worker:
        work_hand_over(job.pk)
        job.refresh_from_db()
    return job


def work_hand_over(hand_over_id: int) -> None:
    """Give away thing by thing, each in a transaction and with a history line of its own.

    Cut off anywhere and begun again it goes on where it stopped: what went over is not theirs any more. Two who do
    it at once give each thing once. What is refused stays and is told with the reason.
    """
    job = HandOver.objects.select_related("person", "to", "by").get(pk=hand_over_id)
    if job.done_at is not None:
        return
    if not may_hand_over_work(job.by, job.person):
        _note(job, Result(refused=[str(_("Whoever asked for it may not hand over this work any more."))]), end=True)
        return
    job.refused = []
    for pile in work_of(job.person, job.to, reason=job.reason, actor=job.by):
        _give_pile(job, pile)
    _note(job, Result(), end=True)


def _give_pile(job: HandOver, pile: Pile) -> None:
    keys = list(pile.rows.values_list("pk", flat=True))
    for start in range(0, len(keys), PORTION):
        result = Result()
        for key in keys[start : start + PORTION]:
            _give(job, pile, key, result)
        _note(job, result)


def _give(job: HandOver, pile: Pile, key: int, result: Result) -> None:
    thing = pile.rows.filter(pk=key).first()
    if thing is None:
        return
    words = _refusal(partial(_give_once, job.person_id, pile, key))
    if words is None:
        result.done[pile.key] = result.done.get(pile.key, 0) + 1
    else:
        result.refused.append(f"{thing}: {words}")


@service
def _give_once(person_id: int, pile: Pile, key: int) -> None:
    """Whoever comes second waits, and finds that it is not theirs any more."""
    one_by_one(f"hand over from {person_id}")
    thing = pile.rows.filter(pk=key).first()
    if thing is not None:
        pile.give(thing)


@service
def _note(job: HandOver, result: Result, *, end: bool = False) -> None:
    """How far it is, for the page that looks again."""
    kept = locked(HandOver.objects.filter(pk=job.pk)).get()
    for key, count in result.done.items():
        kept.done[key] = kept.done.get(key, 0) + count
    job.refused = kept.refused = [*job.refused, *result.refused][:SHOWN]
    kept.done_at = clock.now() if end else kept.done_at
    kept.save(update_fields=["done", "refused", "done_at"])


def _refusal(give: Callable[[], Any]) -> str | None:
    try:
        give()
    except (Refused, PermissionDenied) as refusal:
        return str(refusal)
    return None
