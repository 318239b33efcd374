"""Taking a shipment for oneself, and the guard before a verb.

Every write to a shipment holds its order first: so picking, sending off and cancelling wait in one line.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core.refusal import Refused
from inventory.models import StockItem
from orders import services as orders
from orders.models import Order
from shipping.models import BoxContent, Shipment, ShipmentLine, StrictRule

ZERO = Decimal(0)


def take_order(order_id: int) -> Order:
    """The order, locked until the transaction ends."""
    return orders.take(order_id)


take_owner = orders.taker(lambda pk: {"pk__in": Shipment.objects.filter(pk=pk).values("order_id")})
"""The order of a shipment, locked until the transaction ends."""


def take(shipment_id: int) -> tuple[Shipment, list[ShipmentLine]]:
    """A shipment with its lines in order, its order locked until the transaction ends."""
    order = take_owner(shipment_id)
    lines = list(lines_query(shipment_id=shipment_id).annotate(**OF_SHIPMENT))
    shipment = shipment_of(lines[0])
    shipment.order = order
    for line in lines:
        line.shipment = shipment
    return shipment, lines


COLUMNS = [field.attname for field in Shipment._meta.concrete_fields]
OF_SHIPMENT = {f"of_{name}": F(f"shipment__{name}") for name in COLUMNS}


def shipment_of(line: Any) -> Shipment:
    """The one shipment of all lines, which came with them: a model for each of 400 lines costs more than they do."""
    return Shipment.from_db(connection.alias, COLUMNS, [getattr(line, f"of_{name}") for name in COLUMNS])


def lines_of(shipment_id: int) -> list[ShipmentLine]:
    """The lines of a shipment in the order's own order; one query."""
    return lines_where(shipment_id=shipment_id)


def lines_where(**which: Any) -> list[ShipmentLine]:
    """Lines by tote and in their order's own order, with shipment, order line, product and unit, in one query.

    `placed` says how much of the product lies in bins and lots there, `boxed` how much of the line lies in boxes,
    `strict` whether each piece is to be scanned.
    """
    return list(lines_query(**which).select_related("shipment", "order_line", "product__unit"))


def lines_query(**which: Any) -> QuerySet[ShipmentLine]:
    """The question for lines, with what lines_where says of each."""
    shelf = StockItem.objects.filter(
        product_id=OuterRef("product_id"), warehouse_id=OuterRef("shipment__warehouse_id")
    )
    inside = BoxContent.objects.filter(line=OuterRef("pk")).order_by().values("line")
    rules = StrictRule.objects.filter(
        Q(product_id=OuterRef("product_id")) | Q(warehouse_id=OuterRef("shipment__warehouse_id")), strict=True
    )
    rows = ShipmentLine.objects.filter(**which).order_by("shipment__tote", "order_line__position")
    packed = {"boxed": Coalesce(Subquery(inside.values(pieces=Sum("quantity"))), ZERO)}
    rows = rows.annotate(placed=Subquery(shelf.values("placed")), strict=Exists(rules), **packed)
    return rows.select_related("order_line", "product__unit").defer("product__search")


def guard(shipment: Shipment, verb: Callable[..., Any]) -> None:
    """Refuse a move that is not legal from where the shipment is now (A37)."""
    if not can_proceed(verb):
        raise Refused(
            _("Shipment %(number)s is %(state)s; this step is not possible now.")
            % {"number": shipment.number, "state": shipment.get_state_display()},
            code="wrong_state",
        )


def picked_of(lines: Iterable[ShipmentLine]) -> dict[int, Decimal]:
    """Order line → pieces picked, where there are any."""
    return {line.order_line_id: line.picked for line in lines if line.picked}


def plain(quantity: Decimal) -> str:
    """A quantity as people write it, for sentences that are kept."""
    return f"{quantity.normalize():f}"


def identity(shipment: Shipment) -> dict[str, Any]:
    """What every event of a shipment carries."""
    return {"shipment_id": shipment.pk, "order_id": shipment.order_id, "number": shipment.number}


def need(text: str, message: Any) -> str:
    """A required word, cleaned; refused when it is empty."""
    if not text.strip():
        raise Refused(message, code="missing")
    return text.strip()
