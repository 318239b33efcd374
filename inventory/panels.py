"""What stock shows on the order page."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.panel import Panel
from inventory.models import Reservation, Shortage
from inventory.policies import may_reserve, may_see
from orders.models import Order
from orders.models.words import State


@dataclass
class LineStock:
    """One line at the shelf: what is set aside where, and what is missing."""

    position: int
    code: str
    title: str
    held: list[Reservation] = field(default_factory=list)
    missing: Decimal = Decimal(0)


def stock_of(request: HttpRequest, order: Order) -> dict[str, Any] | None:
    """What is set aside for an order and what it waits for, by line, in two queries."""
    if order.state != State.CONFIRMED:
        return None
    rows: dict[int, LineStock] = {}
    held = Reservation.objects.for_order(order.pk).select_related("order_line", "item__product", "item__warehouse")
    for reservation in held.defer("item__product__search").order_by("order_line__position", "item__warehouse__code"):
        _row(rows, reservation.order_line, reservation.item.product).held.append(reservation)
    missing = Shortage.objects.filter(order=order).select_related("order_line", "product").defer("product__search")
    for shortage in missing:
        _row(rows, shortage.order_line, shortage.product).missing = shortage.quantity
    if not rows:
        return None
    lines = sorted(rows.values(), key=lambda row: row.position)
    short = any(row.missing for row in lines)
    return {"order": order, "lines": lines, "may_reserve": short and may_reserve(request.user)}


def _row(rows: dict[int, LineStock], line: Any, product: Any) -> LineStock:
    return rows.setdefault(line.pk, LineStock(position=line.position, code=product.code, title=product.title))


def _may_look(user: Any, order: Any = None) -> bool:
    return may_see(user)


STOCK = Panel(
    key="inventory",
    title=_("Reserved stock"),
    template="inventory/_panel.html",
    may_see=_may_look,
    context=stock_of,
    place="side",
)
