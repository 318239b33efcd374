"""Cases: opened, answered, closed, opened again, handed to a colleague."""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core import clock
from core.bus import publish
from core.calendar import add_working_hours
from core.locks import locked
from core.models import User
from core.numbering import next_number
from core.refusal import Refused
from core.service import service
from customers.models import Customer
from orders.events import CaseAnswered, CaseClosed, CaseHandedOver, CaseOpened, CaseReopened
from orders.models import Case, Order
from orders.models.case import CaseCause, CaseKind
from orders.policies import may_handle_case

SERIES = "CS"
LIMIT_HOURS = {CaseKind.COMPLAINT: 4, CaseKind.QUESTION: 8, CaseKind.REPAIR: 16, CaseKind.FOLLOW_UP: 8}
"""Working hours until a case of each kind is answered."""


@service
def open_case(
    customer: Customer,
    *,
    kind: str,
    title: str,
    text: str = "",
    cause: str = "",
    order: Order | None = None,
    actor: Any,
) -> Case:
    """Open a case with the limit of its kind in working hours; it belongs to whoever looks after the customer (S78).

    A complaint names its cause: the figures count by it (S80).
    """
    may_handle_case.demand(actor)
    if kind not in CaseKind.values or (cause and cause not in CaseCause.values):
        raise Refused(_("Please choose what it is about."), code="unknown_word")
    if kind == CaseKind.COMPLAINT and not cause:
        raise Refused(_("A complaint needs a cause."), code="needs_cause")
    if order is not None and order.customer_id != customer.pk:
        raise Refused(_("The order belongs to another customer."), code="other_customer")
    owner_id = (order.owner_id if order is not None else None) or customer.owner_id or getattr(actor, "pk", None)
    case = Case(
        number=next_number(SERIES),
        kind=kind,
        customer=customer,
        order=order,
        cause=cause,
        title=title.strip()[:120],
        text=text.strip()[:4000],
        owner_id=owner_id,
        opened_by=actor,
        opened_at=clock.now(),
        until=limit_of(kind),
    )
    may_handle_case.demand(actor, case)
    case.save()
    publish(CaseOpened(**identity(case), until=case.until, owner_id=case.owner_id), actor=actor)
    return case


@service
def answer_case(case_id: int, *, answer: str, actor: Any) -> Case:
    """Say what the customer was answered."""
    case = _taken(case_id, actor, "reply")
    case.reply(clock.now(), _need(answer, _("Please write the answer.")))
    case.save(update_fields=["state", "answered_at", "answer"])
    publish(CaseAnswered(**identity(case), answer=case.answer[:200]), actor=actor)
    return case


@service
def close_case(case_id: int, *, rating: int | None = None, actor: Any) -> Case:
    """Nothing more is to be done; how content the customer was is kept where they said so (S81)."""
    case = _taken(case_id, actor, "close")
    if rating is not None and not 1 <= rating <= 5:
        raise Refused(_("Satisfaction is a number from 1 to 5."), code="rating")
    case.close(clock.now(), rating)
    case.save(update_fields=["state", "closed_at", "rating"])
    publish(CaseClosed(**identity(case), rating=rating), actor=actor)
    return case


@service
def reopen_case(case_id: int, *, reason: str, actor: Any) -> Case:
    """The answer was not enough: the case is open again with a new limit."""
    case = _taken(case_id, actor, "reopen")
    reason = _need(reason, _("Please give a reason."))
    case.reopen(limit_of(case.kind))
    case.save(update_fields=["state", "answered_at", "closed_at", "until"])
    reopened = CaseReopened(**identity(case), reason=reason, until=case.until, owner_id=case.owner_id)
    publish(reopened, actor=actor)
    return case


@service
def hand_case(case_id: int, *, to: User, actor: Any) -> Case:
    """Somebody else answers it; the limit stays."""
    case = _taken(case_id, actor)
    if not to.is_active:
        raise Refused(_("%(name)s no longer works here.") % {"name": to}, code="inactive")
    case.owner = to
    case.save(update_fields=["owner"])
    publish(CaseHandedOver(**identity(case), to_id=to.pk, to_name=str(to)), actor=actor)
    return case


def limit_of(kind: str) -> datetime.datetime:
    """When a case opened now is to be answered, by the company's calendar."""
    return add_working_hours(clock.now(), LIMIT_HOURS[CaseKind(kind)])


def identity(case: Case) -> dict[str, Any]:
    """What every event of a case carries."""
    return {"case_id": case.pk, "number": case.number}


def _taken(case_id: int, actor: Any, verb: str = "") -> Case:
    case = locked(Case.objects.select_related("customer").filter(pk=case_id)).get()
    may_handle_case.demand(actor, case)
    step: Callable[..., Any] | None = getattr(case, verb) if verb else None
    if step is not None and not can_proceed(step):
        raise Refused(
            _("Case %(number)s is %(state)s; this step is not possible now.")
            % {"number": case.number, "state": case.get_state_display()},
            code="wrong_state",
        )
    return case


def _need(text: str, message: Any) -> str:
    if not text.strip():
        raise Refused(message, code="needs_reason")
    return text.strip()[:4000]
