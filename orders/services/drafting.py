"""Writing drafts: begun, saved with a version check, copied."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.refusal import Refused
from core.service import service
from orders.events import DraftSaved, OrderDrafted
from orders.models import Order, OrderLine
from orders.policies import may_enter
from orders.services.checking import refuse_stops
from orders.services.composing import DraftHead, DraftRow, compose
from orders.services.price_right import price_findings
from orders.services.rows import lines_of, take
from orders.services.searching import index_order
from orders.services.settling import settle, write_order

LINE_FIELDS = (
    "product", "text", "unit", "factor", "quantity", "list_price", "unit_price", "price_source",
    "discount", "tax_percent", "net", "tax", "wanted_on", "note", "contract_line", "ordered",
)  # fmt: skip


class Stale(Refused):
    """Somebody else saved the draft in between; nothing of either version is lost (S122, F43)."""

    def __init__(self, order: Order) -> None:
        super().__init__(
            _("Someone else saved this draft while you were writing. Compare, then save again."), code="stale"
        )
        self.order = order


@service
def save_draft(
    order_id: int | None, *, head: DraftHead, rows: Sequence[DraftRow], version: int | None, actor: Any
) -> Order:
    """Begin a draft or write it again, with all its lines, priced for its customer.

    `version` is the one the writer saw; if another was saved since, the save is refused with Stale
    and carries the saved order. A draft belongs to whoever begins it and has no number.
    Who lacks the pricing right changes no price; Blocked names the lines (S25).
    """
    may_enter.demand(actor)
    order = _begin(actor, head) if order_id is None else _reopen_draft(order_id, version, actor)
    fresh = order.pk is None
    lines, products = compose(order, head, rows)
    refuse_stops(price_findings(actor, order, lines, products))
    if fresh:
        settle(order, lines)
        write_order(order)
    _write_lines(order, lines)
    index_order(order)
    settle(order, lines)
    _tell(order, lines, fresh, actor)
    return order


def _begin(actor: Any, head: DraftHead) -> Order:
    return Order(owner=actor, department_id=actor.department_id, created_at=clock.now(), terms=head.customer.terms)


def _reopen_draft(order_id: int, version: int | None, actor: Any) -> Order:
    order = take(order_id)
    may_enter.demand(actor, order)
    if not order.is_editable:
        raise Refused(_("Order %(ref)s is no longer a draft.") % {"ref": order.ref}, code="wrong_state")
    if version != order.version:
        raise Stale(order)
    order.version += 1
    return order


def _write_lines(order: Order, lines: list[OrderLine]) -> None:
    """Line by position: changed ones in one statement, new ones in one, dropped ones in one."""
    kept = dict(order.lines.order_by("position").values_list("position", "pk"))
    for line in lines:
        line.pk = kept.get(line.position)
    fresh = [line for line in lines if line.pk is None]
    known = [line for line in lines if line.pk is not None]
    order.lines.filter(position__gt=len(lines)).delete()
    OrderLine.objects.bulk_update(known, LINE_FIELDS)
    OrderLine.objects.bulk_create(fresh)


def _tell(order: Order, lines: list[OrderLine], fresh: bool, actor: Any) -> None:
    if fresh:
        publish(OrderDrafted(order_id=order.pk, customer_id=order.customer_id), actor=actor)
    saved = DraftSaved(order_id=order.pk, version=order.version, lines=len(lines), total=order.total)
    publish(saved, actor=actor)


@service
def copy_order(order_id: int, *, actor: Any) -> Order:
    """A new draft with the same customer and lines at today's prices; the old order is untouched."""
    may_enter.demand(actor)
    source = Order.objects.select_related("customer__terms", "contact", "ship_to", "terms", "clause").get(pk=order_id)
    head = DraftHead(
        customer=source.customer,
        contact=source.contact,
        ship_to=source.ship_to,
        terms=source.terms,
        freight=source.freight,
        note=source.note,
        clause=source.clause,
        own_terms=source.own_terms,
    )
    rows = [
        DraftRow(product_id=line.product_id, quantity=line.quantity, unit_id=line.unit_id, discount=line.discount)
        for line in lines_of(source)
        if line.removed_in is None
    ]
    return save_draft(None, head=head, rows=rows, version=None, actor=actor)
