"""What stock shows on the order page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.joint import Result, Say
from core.models import Event
from core.panel import Panel
from core.roles import WAREHOUSE
from core.sentence import Sentence
from inventory.events import GoodsReserved
from inventory.models import Reservation, Shortage
from inventory.policies import may_reserve, may_see
from inventory.services.moment import at_approval
from orders.models import Order, OrderRevision
from orders.models.words import State, Supply


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
    if not _has_asked(order):
        return None
    rows: dict[int, LineStock] = {}
    held = Reservation.objects.for_order(order.pk).select_related("order_line", "item__product", "item__warehouse")
    for reservation in held.defer("item__product__search").order_by("order_line__position", "item__warehouse__code"):
        _row(rows, reservation.order_line, reservation.item.product).held.append(reservation)
    for shortage in _missing(order):
        _row(rows, shortage.order_line, shortage.product).missing = shortage.quantity
    if not rows:
        return None
    lines = sorted(rows.values(), key=lambda row: row.position)
    short = any(row.missing for row in lines)
    return {"order": order, "lines": lines, "may_reserve": short and may_reserve(request.user)}


def goods(order: Order, revision: OrderRevision) -> Iterable[Say]:
    """Warehouse: whether the goods of the order are set aside, or what is missing (S41)."""
    if not _has_asked(order):
        short = any(finding["code"] == "short" for finding in revision.findings)
        yield Say(role=WAREHOUSE, result=Result.WAITS, words=WILL_WAIT if short else _will_set_aside(order))
    elif order.supply in (Supply.PARTLY_SHORT, Supply.BACKORDERED) or not order.binds and _missing(order):
        for row in _missing(order):
            values = {"code": row.product.code, "n": f"{row.quantity.normalize():f}"}
            yield Say(role=WAREHOUSE, result=Result.WAITS, words=Sentence(MISSING, values), at=row.since)
    else:
        events = Event.objects.filter(stream=order.stream, name=GoodsReserved.name).order_by("-seq")
        at = events.values_list("at", flat=True).first() or order.confirmed_at
        yield Say(role=WAREHOUSE, result=Result.PASSED, words=_("The goods are set aside."), at=at)


def _has_asked(order: Order) -> bool:
    """Whether goods were asked for the order: all that are confirmed, and of the approved those under the rule."""
    if order.state == State.APPROVED:
        return order.supply != Supply.NONE or bool(_missing(order))
    return order.state == State.CONFIRMED


def _will_set_aside(order: Order) -> Any:
    return FROM_APPROVAL if at_approval() and order.state == State.PENDING_APPROVAL else WILL_SET_ASIDE


FROM_APPROVAL = _("The goods are set aside when the order is approved.")
WILL_SET_ASIDE = _("The goods are set aside when the order is confirmed.")
WILL_WAIT = _("Not everything was in stock when it was handed in; the order will wait for goods.")
MISSING = _("%(code)s: %(n)s missing; the order keeps its turn.")


def _missing(order: Any) -> list[Shortage]:
    """What the order waits for; read once per page, however many panels show it."""
    if not hasattr(order, "missing_goods"):
        rows = Shortage.objects.filter(order=order).select_related("order_line", "product").defer("product__search")
        order.missing_goods = list(rows.order_by("order_line__position"))
    return order.missing_goods


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
