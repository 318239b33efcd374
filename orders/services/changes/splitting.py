"""One order becomes two: part of what is open moves to a new order; or a further order is begun beside it (S19)."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import attempt, publish
from core.money import line_tax
from core.refusal import Refused
from core.service import service
from orders.events import DraftSaved, OrderDrafted, OrderSplit, OrderSupplemented
from orders.models import ChangeRequest, Order, OrderLine
from orders.models.change import Cause
from orders.models.words import Descent
from orders.policies import may_enter, may_request_change
from orders.services.changes.applying import overtake_drafts
from orders.services.changes.changing import refuse_closed
from orders.services.changes.proposing import Proposal
from orders.services.changes.revising import changed_event, write_revision
from orders.services.contracts.calling import called_by
from orders.services.entry.composing import DraftHead, cost_of
from orders.services.entry.drafting import save_draft
from orders.services.entry.searching import index_order
from orders.services.life.settling import settle, total_up
from orders.services.life.submitting import submit_order
from orders.services.rows import lines_of, take

ZERO = Decimal(0)
COPIED = (
    "product_id", "text", "unit_id", "factor", "list_price", "unit_price", "price_source", "discount", "tax_percent",
    "note", "contract_line_id", "is_service",
)  # fmt: skip
SAME = (
    "customer", "contact", "ship_to", "ship_to_text", "customer_po", "terms", "currency", "rate", "inclusive",
    "clause", "own_terms", "note", "owner",
)  # fmt: skip


@service
def split_order(
    order_id: int,
    *,
    quantities: Mapping[int, Decimal],
    reason: str,
    actor: Any,
    wanted_on: datetime.date | None = None,
) -> Order:
    """Move open quantities, line → in the unit it was ordered in, to a new order at the same prices (S19).

    Both together cost what the one cost, to the cent; freight stays. This order gets its next revision, the
    new one is handed in at once with a number of its own. Refused while a change of the order is open, and
    for more than is neither shipped nor picked.
    """
    order = take(order_id)
    may_request_change.demand(actor, order)
    refuse_closed(order)
    _refuse_split(order, reason)
    lines = lines_of(order)
    moved = _moved(lines, quantities)
    before, called = order.total, called_by(lines)
    parts = [_part(line, moved[line.pk], order) for line in lines if line.pk in moved]
    total_up(order, lines)
    changed = [line for line in lines if line.pk in moved]
    parent = Proposal(order=order, lines=lines, changed=changed, added=[], before=before, findings=[], called=called)
    write_revision(parent, reason=reason, by=actor, findings=[], head=())
    overtake_drafts(order)
    child = _child(order, parts, wanted_on, actor)
    publish(changed_event(parent, change_id=None, cause=Cause.CUSTOMER, reason=reason), actor=actor)
    attempt(lambda: submit_order(child.pk, actor=actor, reason=reason))
    child = take(child.pk)
    told = OrderSplit(
        order_id=order.pk, child_id=child.pk, child=child.ref, amount=child.total, currency=child.currency
    )
    publish(told, actor=actor)
    return child


def _refuse_split(order: Order, reason: str) -> None:
    if ChangeRequest.objects.open().filter(order_id=order.pk).exists():
        raise Refused(_("A change of this order is open; split it when that is decided."), code="second_change")
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")


def _moved(lines: Sequence[OrderLine], quantities: Mapping[int, Decimal]) -> dict[int, Decimal]:
    known = {line.pk: line for line in lines if line.removed_in is None and not line.cancelled}
    moved = {pk: quantity for pk, quantity in quantities.items() if quantity}
    for pk, quantity in moved.items():
        line = known.get(pk)
        if line is None or not ZERO < quantity * line.factor <= line.wanted - line.gone:
            raise Refused(_("Only what is neither shipped nor picked can move to another order."), code="locked")
    if not moved:
        raise Refused(_("Say how much of which line moves."), code="nothing")
    if all(moved.get(pk, ZERO) == line.quantity for pk, line in known.items()):
        raise Refused(_("Something must stay; copy or cancel the order instead."), code="everything")
    return moved


def _part(line: OrderLine, quantity: Decimal, order: Order) -> OrderLine:
    """Take a quantity off a line; the part costs what the line no longer does, to the cent."""
    net, tax = line.net, line.tax
    part = OrderLine(position=line.position, quantity=quantity, **{name: getattr(line, name) for name in COPIED})
    part.ordered, part.wanted_on = quantity * line.factor, line.wanted_on
    if quantity == line.quantity:
        line.cancelled, line.removed_in = line.ordered, order.revision + 1
        line.net = line.tax = line.split_net = line.split_tax = ZERO
    else:
        line.quantity -= quantity
        line.ordered = line.quantity * line.factor
        _cost(line, order)
    line.reserved = min(line.reserved, line.open_to_ship)
    _cost(part, order, net=net - line.net, tax=tax - line.tax)
    return part


def _cost(line: OrderLine, order: Order, *, net: Decimal | None = None, tax: Decimal | None = None) -> None:
    """Give a line an amount, and write down the cents by which it differs from quantity × price."""
    usual_net, usual_tax = cost_of(line, order)
    line.net = usual_net if net is None else net
    if not order.inclusive:
        usual_tax = line_tax(line.net, line.tax_percent, order.currency)
    line.tax = usual_tax if tax is None else tax
    line.split_net, line.split_tax = line.net - usual_net, line.tax - usual_tax


def _child(order: Order, parts: Sequence[OrderLine], wanted_on: datetime.date | None, actor: Any) -> Order:
    child = Order(**{name: getattr(order, name) for name in SAME}, created_at=clock.now())
    child.department_id, child.parent, child.descent = order.department_id, order, Descent.SPLIT
    child.wanted_on = wanted_on or order.wanted_on
    for position, part in enumerate(parts, start=1):
        part.order, part.position = child, position
        part.wanted_on = wanted_on or part.wanted_on
    total_up(child, parts)
    child.save()
    OrderLine.objects.bulk_create(parts)
    settle(child, parts)
    index_order(child)
    publish(OrderDrafted(order_id=child.pk, customer_id=child.customer_id), actor=actor)
    saved = DraftSaved(order_id=child.pk, version=child.version, lines=len(parts), total=child.total)
    publish(saved, actor=actor)
    return child


@service
def supplement_order(order_id: int, *, actor: Any) -> Order:
    """Begin an empty draft for the same customer, address and terms that names this order as its parent (S19)."""
    parent = take(order_id)
    may_enter.demand(actor)
    may_request_change.demand(actor, parent)
    refuse_closed(parent)
    head = DraftHead(
        customer=parent.customer,
        contact=parent.contact,
        ship_to=parent.ship_to,
        customer_po=parent.customer_po,
        wanted_on=parent.wanted_on,
        terms=parent.terms,
        note=_("Supplement to %(ref)s") % {"ref": parent.ref},
    )
    child = save_draft(None, head=head, rows=[], version=None, actor=actor)
    child.parent, child.descent = parent, Descent.SUPPLEMENT
    child.save(update_fields=["parent", "descent"])
    publish(OrderSupplemented(order_id=parent.pk, child_id=child.pk, child=child.ref), actor=actor)
    return child
