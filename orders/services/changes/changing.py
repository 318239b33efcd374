"""A change request on somebody's desk: written, handed in, taken back, brought onto the newest revision."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from catalog.models import Product
from core import clock
from core.bus import publish
from core.events import ApprovalAsked
from core.finding import Finding
from core.locks import locked
from core.refusal import Refused
from core.service import service
from orders.content import content_of, hash_of, parts_of
from orders.events import ChangeBegun, ChangeOvertaken, ChangeSaved, ChangeSubmitted, ChangeWithdrawn
from orders.models import ChangeRequest, Order
from orders.models.change import BEGUN, Cause
from orders.policies import may_request_change
from orders.services.changes.comparing import changes_in_words
from orders.services.changes.differences import Wish, differences_of, head_again, lines_again
from orders.services.changes.proposing import (
    Proposal,
    facts_of,
    imagined,
    propose,
)
from orders.services.entry.checking import refuse_stops
from orders.services.life.holding import restate_stops
from orders.services.life.submitting import question_facts
from orders.services.prices.right import price_findings
from orders.services.rows import lines_of, take


class StaleChange(Refused):
    """Somebody saved this change in between; nothing of either version is lost."""


@service
def save_change(order_id: int, *, wish: Wish, actor: Any, version: int | None = None) -> ChangeRequest:
    """Write down what somebody wants changed about a confirmed order; the order itself is untouched (S47, S48).

    One draft for each person and order: it is begun here or written again, against the version the writer
    saw. Only differences are kept, so one line of a thousand costs one entry. A cause and a reason are required.
    """
    order = take(order_id)
    may_request_change.demand(actor, order)
    refuse_closed(order)
    change = _draft_of(order, actor) or _begin(order, actor)
    _refuse_stale(change, version)
    head, edits = differences_of(order, wish)
    if not head and not edits:
        raise Refused(_("Nothing is changed yet."), code="nothing")
    change.head, change.lines = head, edits
    change.cause, change.reason = _cause(wish.cause), _reason(wish.reason)
    fresh = change.pk is None
    proposal = propose(*imagined(order, lines_of(order)), head, edits, actor=actor)
    refuse_stops(_price_findings(actor, proposal))
    change.before, change.after = proposal.before, proposal.order.total
    change.findings = [finding.as_data() for finding in proposal.findings]
    change.save()
    told = ChangeBegun if fresh else ChangeSaved
    publish(told(change_id=change.pk, order_id=order_id, version=change.version), actor=actor)
    return change


def _price_findings(actor: Any, proposal: Proposal) -> list[Finding]:
    """Whoever may not set prices changes none (S25)."""
    touched = [line for line in (*proposal.changed, *proposal.added) if line.removed_in is None]
    products = Product.objects.in_bulk({line.product_id for line in touched})
    return price_findings(actor, proposal.order, touched, products)


def _draft_of(order: Order, actor: Any) -> ChangeRequest | None:
    mine = locked(ChangeRequest.objects.filter(order_id=order.pk, asked_by=actor, state__in=BEGUN)).first()
    if mine is not None and mine.base_revision != order.revision:
        raise Refused(
            _("The order was changed meanwhile. Bring your change onto the new revision first."), code="moved"
        )
    return mine


def _begin(order: Order, actor: Any) -> ChangeRequest:
    return ChangeRequest(order=order, asked_by=actor, base_revision=order.revision, version=0, begun_at=clock.now())


def _refuse_stale(change: ChangeRequest, version: int | None) -> None:
    if change.pk is not None and version != change.version:
        raise StaleChange(_("This change was saved elsewhere meanwhile. Open it again."), code="stale")
    change.version += 1


def refuse_closed(order: Order) -> None:
    """Refuse to change what does not bind yet, or is over (S47)."""
    if not order.may_change:
        raise Refused(
            _("Order %(ref)s is %(state)s; only approved and confirmed orders are changed this way.")
            % {"ref": order.ref, "state": order.get_state_display()},
            code="wrong_state",
        )


def _cause(cause: str) -> str:
    if cause not in Cause.values:
        raise Refused(_("Please say whose doing the change is."), code="needs_cause")
    return cause


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
    return reason.strip()[:1000]


@service
def submit_change(change_id: int, *, actor: Any) -> ChangeRequest:
    """Hand a change in: it is checked like an order, frozen, and goes to approval (S48, S50, S57).

    Refused while another change of the order is open. Where the order has another revision by now the
    change is overtaken instead, and must be brought onto it first (S54).
    """
    order, change = take_change(change_id)
    may_request_change.demand(actor, order)
    guard_change(change, change.submit)
    refuse_closed(order)
    if overtaken(order, change):
        return change
    _refuse_second(order)
    proposal = propose(*imagined(order, lines_of(order)), change.head, change.lines, actor=actor)
    refuse_stops([*_price_findings(actor, proposal), *proposal.findings])
    _freeze(change, proposal, actor)
    restate_stops(order)
    submitted = ChangeSubmitted(
        change_id=change.pk,
        order_id=order.pk,
        before=change.before,
        after=change.after,
        currency=order.currency,
        cause=change.cause,
        reason=change.reason,
    )
    publish(submitted, actor=actor)
    publish(_question(order, change, proposal, actor), actor=actor)
    return change


def _freeze(change: ChangeRequest, proposal: Proposal, actor: Any) -> None:
    change.submit(clock.now())
    change.before, change.after = proposal.before, proposal.order.total
    change.findings = [finding.as_data() for finding in proposal.findings]
    change.judged = hash_of(content_of(facts_of(proposal, actor)))
    change.save()


def _refuse_second(order: Order) -> None:
    other = ChangeRequest.objects.open().filter(order_id=order.pk).select_related("asked_by").first()
    if other is not None:
        raise Refused(
            _("Another change of this order, by %(who)s, is not decided yet. Wait for it, then bring yours onto it.")
            % {"who": other.asked_by or "--"},
            code="second_change",
        )


def _question(order: Order, change: ChangeRequest, proposal: Proposal, actor: Any) -> ApprovalAsked:
    imagined_facts = facts_of(proposal, actor)
    facts = question_facts(imagined_facts, proposal.findings)
    more = {"before": str(change.before), "reason": change.reason, "round": change.round, "cause": change.cause}
    shown = {"changes": changes_in_words(change), "change": change.get_absolute_url()}
    return ApprovalAsked(
        subject=change.stream,
        kind="change",
        title=f"{order.ref} {order.customer.title}",
        asked_by_id=actor.pk if actor is not None else None,
        owner_id=order.owner_id,
        amount=change.after,
        currency=order.currency,
        judged=change.judged,
        parts=parts_of(content_of(imagined_facts)),
        facts=facts | more | shown,
    )


@service
def withdraw_change(change_id: int, *, actor: Any) -> ChangeRequest:
    """Take a change back before it is in force; whoever was asked about it is no longer asked."""
    order, change = take_change(change_id)
    may_request_change.demand(actor, order)
    guard_change(change, change.withdraw)
    _withdraw(order, change, actor)
    return change


@service
def end_changes(order_id: int, *, actor: Any = None) -> None:
    """Take back every unfinished change of an order that has come to its end."""
    order = take(order_id)
    for change in locked(ChangeRequest.objects.unfinished().filter(order_id=order_id)):
        change.order = order
        _withdraw(order, change, actor)


def _withdraw(order: Order, change: ChangeRequest, actor: Any) -> None:
    was_open = change.is_open
    change.withdraw(clock.now())
    change.save(update_fields=["state", "closed_at"])
    restate_stops(order)
    publish(ChangeWithdrawn(change_id=change.pk, order_id=order.pk, was_open=was_open), actor=actor)


@service
def rebase_change(change_id: int, *, actor: Any) -> ChangeRequest:
    """Bring an overtaken change onto the newest revision: what it still changes is kept, to be looked at again (S54).

    What the order says already is dropped; a line that is gone is left out.
    """
    order, change = take_change(change_id)
    may_request_change.demand(actor, order)
    guard_change(change, change.rebase)
    change.head = head_again(order, change.head)
    change.lines = lines_again(order, change.lines)
    change.rebase(order.revision)
    change.version += 1
    change.before = order.total
    change.save()
    publish(ChangeSaved(change_id=change.pk, order_id=order.pk, version=change.version), actor=actor)
    return change


def take_change(change_id: int) -> tuple[Order, ChangeRequest]:
    """The order first, then its change, both held until the transaction ends."""
    order = take(ChangeRequest.objects.values_list("order_id", flat=True).get(pk=change_id))
    change = locked(ChangeRequest.objects.select_related("asked_by").filter(pk=change_id)).get()
    change.order = order
    return order, change


def guard_change(change: ChangeRequest, verb: Any) -> None:
    """Refuse a move that is not legal from where the change is now (A37)."""
    if not can_proceed(verb):
        raise Refused(
            _("This change is %(state)s; this step is not possible now.") % {"state": change.get_state_display()},
            code="wrong_state",
        )


def overtaken(order: Order, change: ChangeRequest) -> bool:
    """Whether the order has another revision than the change began on; then it is marked so."""
    if change.base_revision == order.revision:
        return False
    change.overtake()
    change.save(update_fields=["state"])
    restate_stops(order)
    publish(ChangeOvertaken(change_id=change.pk, order_id=order.pk, revision=order.revision), actor=None)
    return True
