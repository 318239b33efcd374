"""The ends of an order before its time: cancelled, or closed short."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.money import part_of
from core.refusal import Refused
from core.service import service
from core.setwise import write_columns
from orders.events import OrderCancelled, OrderShortClosed
from orders.models import Order, OrderLine
from orders.policies import may_cancel, may_short_close
from orders.services.contracts.calling import called_by, give_back
from orders.services.life.settling import settle, total_up
from orders.services.rows import guard, lines_of, take


@service
def cancel_order(order_id: int, *, actor: Any, reason: str, lost_by: str = "") -> Order:
    """End an order of which nothing has left the house; what was set aside for it is free again (S55).

    A reason is required and kept, and with it what it was lost by, where that is known (S46).
    Once goods have shipped, close the order short instead.
    Those who hold stock, parcels or credit for it hear OrderCancelled and let go; they report nothing back.
    """
    order = take(order_id)
    may_cancel.demand(actor, order)
    guard(order, order.cancel)
    lines = lines_of(order)
    if any(line.shipped for line in lines):
        raise Refused(_("Goods have already left; close the order short instead."), code="already_shipped")
    _need(reason)
    source, called = order.state, called_by(lines) if order.binds else {}
    if order.is_editable:
        # A draft that is thrown away is archived, never gone (S15).
        order.archived_at = clock.now()
    order.cancel(clock.now(), reason, lost_by)
    _set_free(lines)
    settle(order, lines)
    moved = {"order_id": order.pk, "source": source, "target": order.state}
    publish(OrderCancelled(**moved, reason=reason, customer_id=order.customer_id), actor=actor)
    give_back(called)
    return order


@service
def short_close_order(order_id: int, *, actor: Any, reason: str) -> Order:
    """Cancel what has not shipped, with a reason; the order then ends by itself when the rest is paid.

    Picked goods must be put back first. Each line keeps the price of what shipped, to the cent.
    """
    order = take(order_id)
    may_short_close.demand(actor, order)
    lines = lines_of(order)
    _refuse_short_close(order, lines)
    _need(reason)
    cut = {line.pk: line.wanted - line.shipped for line in lines if line.wanted > line.shipped}
    before, called = order.total, called_by(lines)
    for line in lines:
        _cut(line, cut.get(line.pk, Decimal(0)), order.currency)
    total_up(order, lines)
    write_columns(lines, ["cancelled", "reserved", "planned", "net", "tax"])
    settle(order, lines)
    cancelled = {str(pk): str(quantity) for pk, quantity in cut.items()}
    closed = OrderShortClosed(
        order_id=order.pk,
        reason=reason,
        customer_id=order.customer_id,
        amount=before - order.total,
        cancelled=cancelled,
    )
    publish(closed, actor=actor)
    give_back({pk: called[pk] - kept for pk, kept in called_by(lines).items()})
    return order


def _refuse_short_close(order: Order, lines: list[OrderLine]) -> None:
    guard(order, order.complete)
    if not any(line.shipped for line in lines):
        raise Refused(_("Nothing has shipped yet; cancel the order instead."), code="nothing_shipped")
    if any(line.picked for line in lines):
        raise Refused(_("Picked goods must be put back or shipped first."), code="picked")
    if not any(line.wanted > line.shipped for line in lines):
        raise Refused(_("Everything has shipped; there is nothing to close short."), code="all_shipped")


def _cut(line: OrderLine, quantity: Decimal, currency: str) -> None:
    kept = line.wanted - quantity
    whole = line.wanted
    line.net = part_of(line.net, whole, Decimal(0), kept, currency)
    line.tax = part_of(line.tax, whole, Decimal(0), kept, currency)
    line.cancelled += quantity
    # What is set aside for a replacement stays: a return is made good whatever becomes of the rest.
    line.reserved, line.planned = min(line.reserved, line.replacing), Decimal(0)


def _set_free(lines: list[OrderLine]) -> None:
    held = [line for line in lines if line.reserved or line.picked or line.planned]
    for line in held:
        line.reserved = line.picked = line.planned = Decimal(0)
    if held:
        write_columns(held, ["reserved", "picked", "planned"])


def _need(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
