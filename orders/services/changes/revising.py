"""Writing the next revision of an order that binds: only the lines that are touched, then everybody hears of it."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from core import clock
from core.act import in_hand, write_down
from core.setwise import write_columns
from orders.content import content_of, hash_of
from orders.events import OrderChanged
from orders.models import OrderLine, OrderRevision
from orders.services.changes.proposing import Proposal, facts_of
from orders.services.contracts.calling import call_more, called_by, give_back
from orders.services.entry.searching import index_order
from orders.services.life.settling import settle

ZERO = Decimal(0)
WRITTEN_LINE = (
    "unit", "factor", "quantity", "list_price", "price_source", "unit_price", "discount", "net", "tax", "wanted_on",
    "note", "promised_on", "ordered", "cancelled", "reserved", "split_net", "split_tax", "removed_in",
)  # fmt: skip


def write_revision(proposal: Proposal, *, reason: str, by: Any, findings: list[Any], head: Collection[str]) -> None:
    """Make a proposal the order's next revision; lines it does not touch are not written.

    The caller holds the order and has judged the proposal; it publishes OrderChanged afterwards.
    """
    order = proposal.order
    write_columns(proposal.changed, WRITTEN_LINE)
    OrderLine.objects.bulk_create(proposal.added)
    in_hand()[OrderLine, order.pk] = proposal.lines
    order.revision += 1
    order.version += 1
    order.changed_at = clock.now()
    content = content_of(facts_of(proposal, by))
    OrderRevision.objects.create(
        order=order,
        number=order.revision,
        content=content,
        content_hash=hash_of(content),
        findings=findings,
        reason=reason,
        submitted_by=by,
        at=order.changed_at,
    )
    # After the revision: an overrun that was approved with it is read from there.
    _call_off_again(proposal)
    if "customer_po" in head:
        index_order(order)
    settle(order, proposal.lines)
    # Whoever hears of the new revision asks the database about it.
    write_down()


def _call_off_again(proposal: Proposal) -> None:
    """A contract gives what a confirmed order wants more of, and gets back what it wants less of."""
    if not proposal.order.binds:
        return
    now = called_by(proposal.lines)
    more = {pk: quantity - proposal.called.get(pk, ZERO) for pk, quantity in now.items()}
    call_more(proposal.order, proposal.lines, {pk: quantity for pk, quantity in more.items() if quantity > 0})
    give_back({pk: -quantity for pk, quantity in more.items() if quantity < 0})


def changed_event(proposal: Proposal, *, change_id: int | None, cause: str, reason: str) -> OrderChanged:
    """What the others hear of a new revision."""
    order = proposal.order
    return OrderChanged(
        order_id=order.pk,
        change_id=change_id,
        revision=order.revision,
        customer_id=order.customer_id,
        before=proposal.before,
        after=order.total,
        currency=order.currency,
        cause=cause,
        reason=reason,
    )
