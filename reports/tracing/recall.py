"""From a lot to all who got some of it: the list for a recall (S74)."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from inventory.models import Lot
from orders.models import Order
from reports.figures.seen import among

GOT = """
SELECT c.code, c.name, o.number, o.customer_po, s.number, s.shipped_at, s.carrier, s.waybill,
       sum(m.quantity) FILTER (WHERE t.kind = 'customer'),
       sum(m.quantity) FILTER (WHERE f.kind = 'customer')
FROM inventory_stockmove m
JOIN inventory_place f ON f.id = m.from_place_id JOIN inventory_place t ON t.id = m.to_place_id
JOIN orders_orderline l ON l.id = m.order_line_id JOIN orders_order o ON o.id = l.order_id
JOIN customers_customer c ON c.id = o.customer_id
LEFT JOIN shipping_shipment s
  ON s.id = CASE WHEN m.source ~ '^shipment:[0-9]{{1,18}}$' THEN split_part(m.source, ':', 2)::bigint END
WHERE m.lot_id = %(lot)s AND 'customer' IN (f.kind, t.kind) {visible}
GROUP BY c.code, c.name, o.id, o.number, o.customer_po, s.id, s.number, s.shipped_at, s.carrier, s.waybill
ORDER BY c.code, o.id, s.id NULLS LAST LIMIT %(most)s
"""


@dataclass(frozen=True)
class Got:
    """What one customer got of a lot with one shipment of one order, or brought back on that order."""

    customer_code: str
    customer: str
    order: str
    customer_po: str
    shipment: str
    shipped_at: datetime.datetime | None
    carrier: str
    waybill: str
    sent: Decimal
    back: Decimal


def recall(user: Any, lot: Lot, *, most: int) -> list[Got]:
    """Every delivery of a lot, and on its own row what came back; among the orders a person may see. One query."""
    visible, values = "", {"lot": lot.pk, "most": most}
    if not user.has_perm("orders.see_all_order"):
        visible, named = among(Order.objects.visible_to(user), "o.id", "v")
        values |= named
    with connection.cursor() as cursor:
        cursor.execute(GOT.format(visible=visible), values)
        return [_got(row) for row in cursor.fetchall()]


def _got(row: tuple[Any, ...]) -> Got:
    *words, shipment, shipped_at, carrier, waybill, sent, back = row
    zero = Decimal(0)
    return Got(*words, shipment or "", shipped_at, carrier or "", waybill or "", sent or zero, back or zero)
