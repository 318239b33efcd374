"""Asking for goods to come back, and taking the wish back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.events import ApprovalAsked
from core.numbering import next_number
from core.refusal import Refused
from core.service import service
from customers.models import Tier
from orders.content import hash_of
from orders.events import ReturnRequested, ReturnWithdrawn
from orders.models import Order, Return, ReturnLine
from orders.models.return_words import Reason, Resolution, ReturnState
from orders.policies import may_request_return, may_withdraw_return
from orders.services.returns.eligible import Eligible, eligible_lines, may_come_back
from orders.services.returns.rows import ZERO, guard, identity, move_pieces, plain, take_return, worth_of
from orders.services.rows import lines_of, take

SERIES = "RT"
WANTED = (Resolution.CREDIT, Resolution.REPLACE, Resolution.REPAIR)
"""What a customer may wish for."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """So many base units of one order line are to come back, why, and what the customer wants instead."""

    line_id: int
    quantity: Decimal
    reason: str
    wanted: str
    note: str = ""


@service
def request_return(order_id: int, *, wishes: Sequence[Wish], actor: Any, note: str = "") -> Return:
    """Ask that goods may come back; where no rule asks for a person it is agreed to in the same step (S77).

    Only what the customer has and what is on no other open return: a piece comes back once. The pieces are
    spoken for until the return is settled. The order itself stays as it is.
    """
    order = take(order_id)
    may_request_return.demand(actor, order)
    if not may_come_back(order):
        raise Refused(_("Only goods of a confirmed order can come back."), code="wrong_state")
    lines = lines_of(order)
    known = {one.line.pk: one for one in eligible_lines(order, lines)}
    asked = [_sound(wish, known.get(wish.line_id)) for wish in wishes]
    _refuse_twice(wishes)
    returned = _write(order, wishes, asked, note, actor)
    move_pieces(order, {"returning": {wish.line_id: wish.quantity for wish in wishes}})
    publish(_requested(returned, wishes), actor=actor)
    publish(_question(order, returned, wishes, actor), actor=actor)
    return Return.objects.get(pk=returned.pk)


@service
def withdraw_return(return_id: int, *, reason: str, actor: Any) -> Return:
    """The goods stay with the customer after all, as long as none have come in; a reason is kept."""
    order, returned, lines = take_return(return_id)
    may_withdraw_return.demand(actor, returned)
    guard(returned, returned.withdraw)
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
    was_asked = returned.state == ReturnState.REQUESTED
    returned.withdraw(clock.now(), reason.strip()[:1000])
    returned.save(update_fields=["state", "closed_at", "answer"])
    set_free(order, lines)
    withdrawn = ReturnWithdrawn(**identity(returned), reason=returned.answer, was_asked=was_asked)
    publish(withdrawn, actor=actor)
    return returned


def set_free(order: Order, lines: Sequence[ReturnLine]) -> None:
    """Pieces that do not come back may be returned another time."""
    move_pieces(order, {"returning": {line.order_line_id: -line.quantity for line in lines}})


def _sound(wish: Wish, known: Eligible | None) -> Eligible:
    if known is None:
        raise Refused(_("Nothing of this line can come back."), code="not_returnable")
    if not wish.quantity.is_finite() or wish.quantity <= ZERO:
        raise Refused(_("The quantity must be above zero."), code="quantity")
    values: Mapping[str, Any] = {"line": known.line.position, "left": plain(known.most), "asked": plain(wish.quantity)}
    if wish.quantity > known.most:
        raise Refused(
            _("Line %(line)s: %(left)s can come back, %(asked)s are asked for.") % values, code="too_many"
        )
    _refuse_unknown(wish)
    if wish.reason == Reason.OTHER and not wish.note.strip():
        raise Refused(_("Line %(line)s: please say why it comes back.") % values, code="needs_reason")
    return known


def _refuse_unknown(wish: Wish) -> None:
    if wish.reason not in Reason.values or wish.wanted not in WANTED:
        raise Refused(_("Please choose a reason and what the customer wants."), code="unknown_word")


def _refuse_twice(wishes: Sequence[Wish]) -> None:
    if not wishes:
        raise Refused(_("Please say how many pieces come back."), code="empty")
    if len({wish.line_id for wish in wishes}) < len(wishes):
        raise Refused(_("A line is named twice."), code="twice")


def _write(order: Order, wishes: Sequence[Wish], asked: Sequence[Eligible], note: str, actor: Any) -> Return:
    pairs = list(zip(wishes, asked, strict=True))
    lines = [
        ReturnLine(
            order_line=one.line,
            quantity=wish.quantity,
            worth=worth_of(one.line, wish.quantity, order.currency),
            reason=wish.reason,
            wanted=wish.wanted,
            note=wish.note.strip()[:250],
        )
        for wish, one in pairs
    ]
    returned = Return.objects.create(
        number=next_number(SERIES),
        order=order,
        customer_id=order.customer_id,
        note=note.strip()[:500],
        late=any(one.late for one in asked),
        currency=order.currency,
        worth=sum((line.worth for line in lines), ZERO),
        asked_by=actor,
        requested_at=clock.now(),
    )
    for line in lines:
        line.of = returned
    ReturnLine.objects.bulk_create(lines)
    return returned


def _requested(returned: Return, wishes: Sequence[Wish]) -> ReturnRequested:
    quantities = {str(wish.line_id): str(wish.quantity) for wish in wishes}
    return ReturnRequested(
        **identity(returned), worth=returned.worth, currency=returned.currency, quantities=quantities
    )


def _question(order: Order, returned: Return, wishes: Sequence[Wish], actor: Any) -> ApprovalAsked:
    judged = [[one.line_id, str(one.quantity), one.reason, one.wanted] for one in wishes]
    content = {"order": order.pk, "lines": judged}
    return ApprovalAsked(
        subject=returned.stream,
        kind="return",
        title=f"{returned.number} {order.customer.name}",
        asked_by_id=actor.pk if actor is not None else None,
        owner_id=order.owner_id,
        amount=returned.worth,
        currency=returned.currency,
        judged=hash_of(content),
        facts=return_facts(order, returned, wishes),
    )


def return_facts(order: Order, returned: Return, wishes: Sequence[Wish]) -> dict[str, Any]:
    """What approval rules may ask about a return: its worth, why and how, and whose order it is."""
    base = returned.worth * (order.rate or Decimal(1))
    return {
        "ref": returned.number,
        "order": order.ref,
        "url": returned.get_absolute_url() if returned.number else "",
        "customer_id": order.customer_id,
        "customer": order.customer.name,
        "total": str(returned.worth),
        "currency": returned.currency,
        "base_total": str(base.quantize(Decimal("0.01"))),
        "tier": order.customer.tier,
        "new_customer": order.customer.tier == Tier.NEW,
        "department": order.department_id,
        "groups": [],
        "prepaid": order.terms.prepaid,
        "kind": order.kind,
        "lines": len(wishes),
        "return_late": returned.late,
        "return_reasons": sorted({wish.reason for wish in wishes}),
        "return_wants": sorted({wish.wanted for wish in wishes}),
        "findings": [],
    }
