"""Writing quotations, priced as orders are, and having the house agree before they leave."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core import clock
from core.bus import publish
from core.events import ApprovalAsked
from core.finding import Finding
from core.locks import locked
from core.models import User
from core.numbering import next_number
from core.refusal import Refused
from core.service import service
from orders.content import content_of, hash_of, parts_of
from orders.events import (
    QuotationApproved,
    QuotationClosed,
    QuotationRecalled,
    QuotationReturned,
    QuotationSubmitted,
    QuotationWritten,
)
from orders.facts import OrderFacts
from orders.models import Order, OrderLine, Quotation, QuotationLine, Requirement
from orders.models.quotation import AGREED_BY
from orders.policies import may_quote, may_send_quote
from orders.services.contracts.matching import match
from orders.services.entry.checking import load_facts, refuse_stops, run_checks
from orders.services.entry.composing import DraftHead, DraftRow, compose
from orders.services.life.submitting import question_facts
from orders.services.prices.right import price_findings

SERIES = "QT"
USUAL_DAYS = 30
COPIED = (
    "position", "product_id", "text", "unit_id", "factor", "quantity", "list_price", "unit_price", "discount",
    "tax_percent", "net", "tax", "wanted_on", "note", "part",
)  # fmt: skip
HEAD = (
    "customer", "contact", "ship_to", "wanted_on", "terms", "clause", "own_terms", "note", "currency", "net", "tax",
    "freight", "rate", "inclusive", "total",
)  # fmt: skip


def usual_last_day() -> datetime.date:
    """Until when an offer holds if nobody says otherwise."""
    return clock.today() + datetime.timedelta(days=USUAL_DAYS)


@service
def save_quotation(
    quotation_id: int | None,
    *,
    head: DraftHead,
    rows: Sequence[DraftRow],
    valid_until: datetime.date,
    version: int | None,
    actor: Any,
    requirement: Requirement | None = None,
) -> Quotation:
    """Begin a quotation or write it again, priced for its customer at today's prices (S20).

    Who lacks the pricing right changes no price (S25).
    """
    may_quote.demand(actor)
    quotation = _begun(head, actor) if quotation_id is None else _reopened(quotation_id, version, actor)
    if valid_until < clock.today():
        raise Refused(_("The last day of the offer is over already."), code="passed")
    order, lines = _priced(quotation, head, rows, actor)
    for name in HEAD:
        setattr(quotation, name, getattr(order, name))
    quotation.valid_until = valid_until
    quotation.requirement = requirement or quotation.requirement
    quotation.save()
    quotation.lines.all().delete()
    QuotationLine.objects.bulk_create(_as_offered(quotation, line) for line in lines)
    written = QuotationWritten(
        quotation_id=quotation.pk,
        version=quotation.version,
        lines=len(lines),
        total=quotation.total,
        currency=quotation.currency,
    )
    publish(written, actor=actor)
    return quotation


@service
def submit_quotation(quotation_id: int, *, actor: Any) -> Quotation:
    """Hand a quotation in: prices or terms that deviate are agreed to in the house before it leaves (S20, S22).

    Where no rule asks for a person it may be sent at once.
    """
    quotation = take_quotation(quotation_id)
    may_quote.demand(actor, quotation)
    guard(quotation, quotation.submit)
    _refuse_passed(quotation)
    facts, findings = examined(quotation, actor)
    if not facts.lines:
        raise Refused(_("There is no line yet."), code="no_lines")
    refuse_stops(findings)
    quotation.submit()
    quotation.findings = [finding.as_data() for finding in findings]
    quotation.save(update_fields=["state", "round", "reason", "findings"])
    publish(QuotationSubmitted(quotation_id=quotation.pk, round=quotation.round), actor=actor)
    publish(_question(quotation, facts, findings, actor), actor=actor)
    return Quotation.objects.get(pk=quotation.pk)


@service
def recall_quotation(quotation_id: int, *, actor: Any) -> Quotation:
    """Take a quotation back for changes before the customer has seen it."""
    quotation = take_quotation(quotation_id)
    may_quote.demand(actor, quotation)
    guard(quotation, quotation.recall)
    quotation.recall()
    quotation.save(update_fields=["state"])
    publish(QuotationRecalled(quotation_id=quotation.pk), actor=actor)
    return quotation


@service
def approve_quotation(quotation_id: int, *, by: Sequence[int] = ()) -> Quotation:
    """The house agreed; the quotation may be sent, and says for ever who agreed to it."""
    quotation = take_quotation(quotation_id)
    guard(quotation, quotation.approve)
    quotation.approve(_names(by))
    quotation.save(update_fields=["state", "agreed_by"])
    publish(QuotationApproved(quotation_id=quotation.pk))
    return quotation


@service
def refuse_quotation(quotation_id: int, *, outcome: str, opinion: str) -> Quotation:
    """An approver wants changes (returned: a draft again) or ended it (rejected)."""
    quotation = take_quotation(quotation_id)
    verb = quotation.send_back if outcome == "returned" else quotation.reject
    guard(quotation, verb)
    verb(opinion)
    quotation.save(update_fields=["state", "reason"])
    told = QuotationReturned(quotation_id=quotation.pk, outcome=outcome, opinion=opinion, owner_id=quotation.owner_id)
    publish(told)
    return quotation


@service
def withdraw_quotation(quotation_id: int, *, actor: Any, reason: str) -> Quotation:
    """Take an offer back, or throw a draft away; a reason is kept."""
    quotation = take_quotation(quotation_id)
    (may_quote if quotation.is_editable else may_send_quote).demand(actor, quotation)
    return close_as(quotation, quotation.withdraw, reason, actor)


def take_quotation(quotation_id: int) -> Quotation:
    """The quotation, held until the transaction ends."""
    rows = Quotation.objects.select_related("customer__terms", "terms", "contact", "ship_to", "clause")
    return locked(rows.filter(pk=quotation_id)).get()


def guard(quotation: Quotation, verb: Callable[..., Any]) -> None:
    """Refuse a move that is not legal from where the quotation is now (A37)."""
    if not can_proceed(verb):
        raise Refused(
            _("Quotation %(number)s is %(state)s; this step is not possible now.")
            % {"number": quotation.number, "state": quotation.get_state_display()},
            code="wrong_state",
        )


def close_as(quotation: Quotation, verb: Callable[..., Any], reason: str, actor: Any) -> Quotation:
    """End a quotation without an order, with its reason."""
    guard(quotation, verb)
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
    verb(clock.now(), reason)
    quotation.save(update_fields=["state", "answered_at", "reason"])
    closed = QuotationClosed(quotation_id=quotation.pk, outcome=quotation.state, reason=reason)
    publish(closed, actor=actor)
    return quotation


def examined(quotation: Quotation, actor: Any) -> tuple[OrderFacts, list[Finding]]:
    """The saved quotation as the checks see it, and what they say."""
    order = Order(**{name: getattr(quotation, name) for name in HEAD}, owner_id=quotation.owner_id)
    rows = quotation.lines.order_by("position").values(*COPIED)
    lines = [OrderLine(order=order, ordered=row["quantity"] * row["factor"], **row) for row in rows]
    match(order, lines)
    facts = replace(load_facts(order, lines, actor), ref=quotation.number)
    return facts, run_checks(facts, settings.QUOTE_CHECKS)


def _names(by: Sequence[int]) -> str:
    people = User.objects.in_bulk(by) if by else {}
    return ", ".join(str(people[pk]) for pk in by if pk in people)[:AGREED_BY]


def _begun(head: DraftHead, actor: Any) -> Quotation:
    quotation = Quotation(
        number=next_number(SERIES),
        customer=head.customer,
        owner=actor,
        department_id=getattr(actor, "department_id", None),
        created_at=clock.now(),
    )
    may_quote.demand(actor, quotation)
    return quotation


def _reopened(quotation_id: int, version: int | None, actor: Any) -> Quotation:
    quotation = take_quotation(quotation_id)
    may_quote.demand(actor, quotation)
    if not quotation.is_editable:
        raise Refused(
            _("Quotation %(number)s is no longer a draft.") % {"number": quotation.number}, code="wrong_state"
        )
    if version != quotation.version:
        raise Refused(
            _("Someone else saved this quotation while you were writing. Open it again and compare."), code="stale"
        )
    quotation.version += 1
    return quotation


def _priced(
    quotation: Quotation, head: DraftHead, rows: Sequence[DraftRow], actor: Any
) -> tuple[Order, list[OrderLine]]:
    order = Order(owner_id=quotation.owner_id, created_at=clock.now())
    lines, products = compose(order, head, rows)
    refuse_stops(price_findings(actor, order, lines, products))
    return order, lines


def _as_offered(quotation: Quotation, line: OrderLine) -> QuotationLine:
    return QuotationLine(quotation=quotation, **{name: getattr(line, name) for name in COPIED})


def _refuse_passed(quotation: Quotation) -> None:
    if quotation.has_passed(clock.today()):
        raise Refused(
            _("The offer was valid until %(day)s only; give it another day first.") % {"day": quotation.valid_until},
            code="passed",
        )


def _question(quotation: Quotation, facts: OrderFacts, findings: list[Finding], actor: Any) -> ApprovalAsked:
    more = {"round": quotation.round, "url": quotation.get_absolute_url()}
    content = content_of(facts)
    return ApprovalAsked(
        subject=quotation.stream,
        kind="quotation",
        title=f"{quotation.number} {facts.customer_name}",
        asked_by_id=actor.pk if actor is not None else None,
        owner_id=quotation.owner_id,
        amount=quotation.total,
        currency=quotation.currency,
        judged=hash_of(content),
        parts=parts_of(content),
        facts=question_facts(facts, findings) | more,
    )
