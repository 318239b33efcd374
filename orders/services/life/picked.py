"""Counting picked pieces on the lines of an order without reading them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import connection

STATEMENT = """
WITH counted AS (
    UPDATE orders_orderline AS l SET picked = l.picked + new.picked
    FROM unnest(%(lines)s::bigint[], %(pieces)s::numeric[]) AS new(id, picked)
    WHERE l.id = new.id AND l.order_id = %(order)s RETURNING new.picked
)
SELECT sum(picked) + (SELECT COALESCE(sum(picked), 0) FROM counted), sum(reserved)
FROM orders_orderline WHERE order_id = %(order)s
"""
# The sums are of the rows as they stood before: whoever counts holds the order.


def count_picked(order_id: int, quantities: Mapping[int, Decimal]) -> tuple[Decimal, Decimal]:
    """Add pieces to what is picked of each line; what is picked and what is set aside now, over all lines."""
    given: dict[str, Any] = {"order": order_id, "lines": list(quantities), "pieces": list(quantities.values())}
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, given)
        picked, reserved = cursor.fetchone()
    return picked, reserved
