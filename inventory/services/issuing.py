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
from inventory.services.cutting import Cut, cut
from inventory.services.placing import put, write_serials
from inventory.services.posting import Move, Spot, adjust, effect_of, hold, places, post, refuse_frozen
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
    """So many base units leave one warehouse for one order line: of this lot, and these pieces, where it is known."""

    order_line_id: int
    warehouse_id: int
    quantity: Decimal
    lot_id: int | None = None
    serial_ids: tuple[int, ...] = ()


@service
def issue_goods(order_id: int, *, issues: Sequence[Issue], source: str, actor: Any) -> None:
    """Goods leave for the customer: on hand and set aside fall together, one movement per line and shelf.

    Only what is set aside for the order may leave. What lies in bins or lots leaves from where the picker took it;
    where that is not said, what expires first leaves first. The caller holds the order and tells it what shipped.
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
    refuse_frozen(item for _line, item, _q in rows)
    _consume(rows)
    _leave(cut(issues, rows), source, actor)


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


def _leave(cuts: Sequence[Cut], source: str, actor: Any) -> None:
    known = places([one.item.warehouse_id for one in cuts], Place.Kind.CUSTOMER)
    outside = Spot(place=known[Place.Kind.CUSTOMER])
    moves = [
        Move(
            product_id=one.item.product_id,
            source=Spot(place=known[one.item.warehouse_id], item=one.item.pk, bin=one.bin_id),
            target=outside,
            quantity=one.quantity,
            lot_id=one.lot_id,
            serials=tuple(serial.pk for serial in one.serials),
            order_line_id=one.order_line_id,
        )
        for one in cuts
    ]
    effect = effect_of(moves)
    adjust(on_hand=effect.on_hand, reserved=effect.on_hand, placed=effect.placed)
    put(effect.parts)
    for one in cuts:
        for serial in one.serials:
            serial.ship()
            serial.order_line_id, serial.source = one.order_line_id, source
    write_serials([serial for one in cuts for serial in one.serials])
    post(moves, source=source, actor=actor)
