"""What customers ask for: noted, confirmed with them, then quoted."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core import clock
from core.bus import publish
from core.locks import locked
from core.numbering import next_number
from core.refusal import Refused
from core.service import service
from customers.models import Customer
from orders.events import RequirementConfirmed, RequirementDropped, RequirementQuoted, RequirementWritten
from orders.models import Quotation, Requirement
from orders.policies import may_quote
from orders.services.entry.composing import DraftHead
from orders.services.quotes.quoting import save_quotation, usual_last_day

SERIES = "RQ"


@dataclass(frozen=True, kw_only=True)
class RequirementCard:
    """What is wanted, in the customer's words."""

    customer: Customer
    title: str
    text: str
    wanted_on: datetime.date | None = None


@service
def save_requirement(
    requirement_id: int | None, *, card: RequirementCard, version: int | None, actor: Any
) -> Requirement:
    """Note what a customer asks for, or write the note again while it is not confirmed (S18)."""
    may_quote.demand(actor)
    note = _begun(card, actor) if requirement_id is None else _reopened(requirement_id, version, actor)
    may_quote.demand(actor, note)
    if note.customer_id != card.customer.pk:
        note.contact = None
    note.customer, note.title, note.text, note.wanted_on = card.customer, card.title, card.text, card.wanted_on
    note.contact = note.contact or card.customer.contacts.order_by("-main", "pk").first()
    note.save()
    publish(RequirementWritten(requirement_id=note.pk, version=note.version), actor=actor)
    return note


@service
def confirm_requirement(requirement_id: int, *, actor: Any) -> Requirement:
    """The customer agreed that the note says what they want; only then it is quoted (S18)."""
    note = _taken(requirement_id, actor, "confirm")
    note.confirm(clock.now())
    note.save(update_fields=["state", "confirmed_at"])
    publish(RequirementConfirmed(requirement_id=note.pk), actor=actor)
    return note


@service
def drop_requirement(requirement_id: int, *, actor: Any, reason: str) -> Requirement:
    """Nothing will be offered; the reason is kept."""
    note = _taken(requirement_id, actor, "drop")
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
    note.drop(reason)
    note.save(update_fields=["state", "reason"])
    publish(RequirementDropped(requirement_id=note.pk, reason=reason), actor=actor)
    return note


@service
def quote_requirement(requirement_id: int, *, actor: Any) -> Quotation:
    """A quotation draft for the customer of a confirmed note, with its words; both stay linked (S18)."""
    note = _taken(requirement_id, actor, "quote")
    head = DraftHead(customer=note.customer, contact=note.contact, wanted_on=note.wanted_on, note=note.text[:2000])
    quotation = save_quotation(
        None, head=head, rows=[], valid_until=usual_last_day(), version=None, actor=actor, requirement=note
    )
    note.quote()
    note.save(update_fields=["state"])
    quoted = RequirementQuoted(requirement_id=note.pk, quotation_id=quotation.pk, number=quotation.number)
    publish(quoted, actor=actor)
    return quotation


def _begun(card: RequirementCard, actor: Any) -> Requirement:
    return Requirement(
        number=next_number(SERIES), customer=card.customer, owner=actor, created_at=clock.now(), version=1
    )


def _reopened(requirement_id: int, version: int | None, actor: Any) -> Requirement:
    note = _take(requirement_id)
    may_quote.demand(actor, note)
    if not note.is_editable:
        raise _wrong_state(note)
    if version != note.version:
        raise Refused(_("Someone else saved this note while you were writing. Open it again."), code="stale")
    note.version += 1
    return note


def _taken(requirement_id: int, actor: Any, verb: str) -> Requirement:
    note = _take(requirement_id)
    may_quote.demand(actor, note)
    step: Callable[..., Any] = getattr(note, verb)
    if not can_proceed(step):
        raise _wrong_state(note)
    return note


def _take(requirement_id: int) -> Requirement:
    rows = Requirement.objects.select_related("customer__terms", "contact").filter(pk=requirement_id)
    return locked(rows).get()


def _wrong_state(note: Requirement) -> Refused:
    return Refused(
        _("Requirement %(number)s is %(state)s; this step is not possible now.")
        % {"number": note.number, "state": note.get_state_display()},
        code="wrong_state",
    )
