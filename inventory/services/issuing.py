"""Goods that leave the house for a customer."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from core.refusal import Refused
from core.service import service
from inventory.models import Place, StockItem
from inventory.services.posting import Move, adjust, hold, places, post
from orders.services import lines_of, take

CONSUME = """
WITH leaving AS (
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::numeric[]) AS t(line, item, quantity)
), gone AS (
    DELETE FROM inventory_reservation r USING leaving l
    WHERE r.order_line_id = l.line AND r.item_id = l.item AND r.quantity = l.quantity RETURNING 1
), less AS (
    UPDATE inventory_reservation r SET quantity = r.quantity - l.quantity FROM leaving l
    WHERE r.order_line_id = l.line AND r.item_id = l.item AND r.quantity > l.quantity RETURNING 1
)
SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM less)
"""


@dataclass(frozen=True)
class Issue:
    """So many base units leave one warehouse for one order line."""

    order_line_id: int
    warehouse_id: int
    quantity: Decimal


@service
def issue_goods(order_id: int, *, issues: Sequence[Issue], source: str, actor: Any) -> None:
    """Goods leave for the customer: on hand and set aside fall together, one movement per line and warehouse.

    Only what is set aside for the order may leave. The caller holds the order and tells it what shipped.
    """
    leaving: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for issue in issues:
        if not issue.quantity.is_finite() or issue.quantity <= 0:
            raise Refused(_("The quantity must be above zero."), code="quantity")
        leaving[issue.order_line_id, issue.warehouse_id] += issue.quantity
    products = _products(order_id, {line for line, _warehouse in leaving})
    shelves = {(item.product_id, item.warehouse_id): item for item in hold(set(products.values()))}
    rows = [
        (line, _shelf(shelves, products[line], warehouse), quantity) for (line, warehouse), quantity in leaving.items()
    ]
    _consume(rows)
    _leave(rows, source, actor)


def _products(order_id: int, line_ids: set[int]) -> dict[int, int]:
    products = {line.pk: line.product_id for line in lines_of(take(order_id)) if line.pk in line_ids}
    if products.keys() != line_ids:
        raise Refused(_("This line does not belong to the order."), code="unknown_line")
    return products


def _shelf(shelves: Mapping[tuple[int, int], StockItem], product_id: int, warehouse_id: int) -> StockItem:
    item = shelves.get((product_id, warehouse_id))
    if item is None:
        raise Refused(_("This product does not lie in this warehouse."), code="not_reserved")
    return item


def _consume(rows: Sequence[tuple[int, StockItem, Decimal]]) -> None:
    columns: list[Any] = [[line for line, *_ in rows], [item.pk for _l, item, _q in rows], [q for *_, q in rows]]
    with connection.cursor() as cursor:
        cursor.execute(CONSUME, columns)
        consumed = cursor.fetchone()[0]
    if consumed != len(rows):
        raise Refused(_("More would leave than is set aside for this order."), code="not_reserved")


def _leave(rows: Sequence[tuple[int, StockItem, Decimal]], source: str, actor: Any) -> None:
    known = places([item.warehouse_id for _line, item, _q in rows], Place.Kind.CUSTOMER)
    moves = [
        Move(
            product_id=item.product_id,
            from_place=known[item.warehouse_id],
            to_place=known[Place.Kind.CUSTOMER],
            quantity=quantity,
            order_line_id=line,
        )
        for line, item, quantity in rows
    ]
    less: dict[int, Decimal] = defaultdict(Decimal)
    for _line, item, quantity in rows:
        less[item.pk] -= quantity
    adjust(on_hand=less, reserved=less)
    post(moves, source=source, actor=actor)
