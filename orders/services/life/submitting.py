"""Handing an order in, and taking it back before it is decided."""

from typing import Any

from catalog.services import rate_of
from core import clock
from core.bus import publish
from core.events import ApprovalAsked
from core.finding import Finding
from core.models.numbering import Series
from core.numbering import next_number
from core.service import service
from customers.models import Tier
from orders.content import content_of, hash_of, parts_of
from orders.events import OrderRecalled, OrderSubmitted
from orders.facts import OrderFacts
from orders.models import Order, OrderRevision
from orders.policies import may_recall, may_submit
from orders.services.changes.quality import note_round
from orders.services.contracts.matching import keep_matches, match
from orders.services.entry.checking import load_facts, refuse_stops, refuse_unreasoned, run_checks
from orders.services.entry.searching import index_order
from orders.services.life.settling import settle
from orders.services.rows import guard, lines_of, take


@service
def submit_order(order_id: int, *, actor: Any, reason: str = "") -> Order:
    """Hand a draft in: it gets its number, a frozen revision with the findings, and goes to approval.

    The day's exchange rate is frozen with it: limits and reports count the order in the house's currency.

    Refused with every reason at once when a check stops it, or when a check asks for a reason
    and none is given. Where no rule asks for a person it is approved in the same step.
    """
    order = take(order_id)
    may_submit.demand(actor, order)
    guard(order, order.submit)
    lines = lines_of(order)
    order.rate = rate_of(order.currency, clock.today())
    moved = match(order, lines)
    facts = load_facts(order, lines, actor)
    findings = run_checks(facts)
    refuse_stops(findings)
    refuse_unreasoned(findings, reason)
    keep_matches(moved)
    turn = order.revisions.count() + 1 if order.number else 1
    order.number = order.number or next_number(Series.ORDER)
    source = order.state
    order.submit(clock.now())
    revision = _freeze(order, facts, findings, reason, turn, actor)
    index_order(order)
    settle(order, lines)
    _tell(order, source, facts, findings, revision, actor)
    return order


def _freeze(
    order: Order, facts: OrderFacts, findings: list[Finding], reason: str, turn: int, actor: Any
) -> OrderRevision:
    content = content_of(facts)
    if turn > 1:
        last = order.revisions.order_by("-number", "-round").only("content", "at")[0]
        note_round(order, last, content, source=f"round:{turn}")
    return OrderRevision.objects.create(
        order=order,
        number=order.revision,
        round=turn,
        content=content,
        content_hash=hash_of(content),
        findings=[finding.as_data() for finding in findings],
        reason=reason,
        submitted_by=actor,
        at=clock.now(),
    )


def _tell(
    order: Order, source: str, facts: OrderFacts, findings: list[Finding], revision: OrderRevision, actor: Any
) -> None:
    submitted = OrderSubmitted(
        order_id=order.pk,
        source=source,
        target=order.state,
        number=order.ref,
        revision=revision.number,
        round=revision.round,
        total=order.total,
        currency=order.currency,
        customer_id=order.customer_id,
    )
    publish(submitted, actor=actor)
    publish(_question(order, facts, findings, revision, actor), actor=actor)


def _question(
    order: Order, facts: OrderFacts, findings: list[Finding], revision: OrderRevision, actor: Any
) -> ApprovalAsked:
    return ApprovalAsked(
        subject=order.stream,
        kind="order",
        title=f"{order.ref} {facts.customer_name}",
        asked_by_id=actor.pk if actor is not None else None,
        owner_id=order.owner_id,
        amount=order.total,
        currency=order.currency,
        judged=revision.content_hash,
        parts=parts_of(revision.content),
        facts=question_facts(facts, findings) | {"reason": revision.reason, "round": revision.round},
    )


def question_facts(facts: OrderFacts, findings: list[Finding]) -> dict[str, Any]:
    """What approval rules may ask about an order: amount, tier, lines, and the findings of the checks.

    `base_total` is the total in the house's own currency: thresholds are written in it.
    """
    return {
        "ref": facts.ref,
        "customer_id": facts.customer_id,
        "customer": facts.customer_name,
        "total": str(facts.total),
        "currency": facts.currency,
        "base_total": str(facts.base_total),
        "tier": facts.tier,
        "new_customer": facts.tier == Tier.NEW,
        "department": facts.department_id,
        "groups": sorted({line.group_id for line in facts.lines if line.group_id}),
        "prepaid": facts.prepaid,
        "kind": facts.kind,
        "terms": facts.terms,
        "invoice_title": facts.invoice_title,
        "tax_number": facts.tax_number,
        "lines": len(facts.lines),
        "findings": [finding.as_data() for finding in findings],
    }


@service
def recall_order(order_id: int, *, actor: Any) -> Order:
    """Take an order back for changes before anybody's decision ended its approval."""
    order = take(order_id)
    may_recall.demand(actor, order)
    guard(order, order.recall)
    source = order.state
    order.recall()
    settle(order, lines_of(order))
    publish(OrderRecalled(order_id=order.pk, source=source, target=order.state), actor=actor)
    return order
