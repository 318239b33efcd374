"""What must hold for stock for ever."""

from django.utils.functional import lazy

from core.invariants import Invariant, sql_rows
from orders.models import Order
from orders.models.words import Origin

ON_HAND = """
WITH went AS (
    SELECT product_id, warehouse_id, SUM(delta) AS quantity FROM (
        SELECT m.product_id, p.warehouse_id, m.quantity AS delta
        FROM inventory_stockmove m JOIN inventory_place p ON p.id = m.to_place_id AND p.kind = 'stock'
        UNION ALL
        SELECT m.product_id, p.warehouse_id, -m.quantity
        FROM inventory_stockmove m JOIN inventory_place p ON p.id = m.from_place_id AND p.kind = 'stock'
    ) AS deltas GROUP BY product_id, warehouse_id
)
SELECT 'product ' || COALESCE(i.product_id, w.product_id) || ' in ' || COALESCE(i.warehouse_id, w.warehouse_id)
FROM inventory_stockitem i FULL JOIN went w ON w.product_id = i.product_id AND w.warehouse_id = i.warehouse_id
WHERE COALESCE(i.on_hand, 0) <> COALESCE(w.quantity, 0) LIMIT 1000
"""

RESERVED = """
SELECT i.id FROM inventory_stockitem i
LEFT JOIN (SELECT item_id, SUM(quantity) AS quantity FROM inventory_reservation GROUP BY item_id) r ON r.item_id = i.id
WHERE i.reserved <> COALESCE(r.quantity, 0) LIMIT 1000
"""

BETWEEN = "SELECT id FROM inventory_stockitem WHERE reserved < 0 OR reserved > on_hand LIMIT 1000"

PER_LINE = """
SELECT 'line ' || COALESCE(l.id, r.order_line_id)
FROM (SELECT id, order_id, reserved FROM orders_orderline WHERE reserved > 0) l
FULL JOIN (
    SELECT order_line_id, MIN(order_id) AS order_id, SUM(quantity) AS quantity
    FROM inventory_reservation GROUP BY order_line_id
) r ON r.order_line_id = l.id
WHERE COALESCE(l.reserved, 0) <> COALESCE(r.quantity, 0) OR l.order_id <> r.order_id LIMIT 1000
"""

HOLDING = """
SELECT r.id FROM inventory_reservation r JOIN orders_order o ON o.id = r.order_id
JOIN orders_orderline l ON l.id = r.order_line_id
WHERE o.state NOT IN ('approved', 'confirmed') AND NOT (o.state = 'completed' AND l.returned_replace > l.reshipped)
   OR o.origin <> 'live'
   OR o.state = 'approved' AND (l.picked > 0 OR o.first_promise IS NOT NULL) LIMIT 1000
"""

ENDED = """
SELECT o.id FROM orders_order o WHERE o.state IN ('cancelled', 'completed', 'rejected') AND (
    EXISTS (SELECT 1 FROM inventory_reservation r JOIN orders_orderline l ON l.id = r.order_line_id
            WHERE r.order_id = o.id AND l.returned_replace = l.reshipped)
    OR EXISTS (SELECT 1 FROM inventory_shortage s JOIN orders_orderline l ON l.id = s.order_line_id
               WHERE s.order_id = o.id AND l.returned_replace = l.reshipped)) LIMIT 1000
"""

BALANCED = """
SELECT product_id FROM (
    SELECT product_id, to_place_id AS place_id, quantity AS delta FROM inventory_stockmove
    UNION ALL SELECT product_id, from_place_id, -quantity FROM inventory_stockmove
) AS ends GROUP BY product_id HAVING SUM(delta) <> 0 OR bool_or(place_id IS NULL) LIMIT 1000
"""

SHIPPED = """
SELECT 'line ' || COALESCE(l.id, m.order_line_id) FROM (
    SELECT l.id, l.shipped + l.reshipped + COALESCE(b.quantity, 0) AS quantity, l.product_id FROM orders_orderline l
    JOIN orders_order o ON o.id = l.order_id
    LEFT JOIN (SELECT order_line_id, SUM(sent_back) AS quantity FROM orders_returnline GROUP BY order_line_id) b
           ON b.order_line_id = l.id
    WHERE o.origin = 'live' AND NOT l.is_service AND l.shipped + l.reshipped > 0
) l FULL JOIN (
    SELECT m.order_line_id, SUM(m.quantity) AS quantity, MIN(m.product_id) AS product_id,
           MAX(m.product_id) AS other_product_id
    FROM inventory_stockmove m JOIN inventory_place p ON p.id = m.to_place_id AND p.kind = 'customer'
    WHERE m.order_line_id IS NOT NULL GROUP BY m.order_line_id
) m ON m.order_line_id = l.id
WHERE COALESCE(l.quantity, 0) <> COALESCE(m.quantity, 0)
   OR l.product_id <> m.product_id OR m.product_id <> m.other_product_id LIMIT 1000
"""

# An approved order takes part in waiting as soon as goods were asked for it, and then as a whole: whatever the
# house's rule is by now, it has or waits for something, and so for everything.
MISSING = """
SELECT 'line ' || COALESCE(l.id, s.order_line_id) FROM (
    SELECT l.id, l.ordered - l.cancelled - l.shipped + l.returned_replace - l.reshipped - l.reserved AS quantity
    FROM orders_orderline l
    JOIN orders_order o ON o.id = l.order_id
    WHERE (o.state IN ('confirmed', 'completed') OR o.state = 'approved' AND (
            EXISTS (SELECT 1 FROM inventory_reservation r WHERE r.order_id = o.id)
            OR EXISTS (SELECT 1 FROM inventory_shortage w WHERE w.order_id = o.id)))
      AND o.origin = 'live' AND NOT l.is_service
      AND l.ordered - l.cancelled - l.shipped + l.returned_replace - l.reshipped - l.reserved > 0
) l FULL JOIN inventory_shortage s ON s.order_line_id = l.id
WHERE COALESCE(l.quantity, 0) <> COALESCE(s.quantity, 0) LIMIT 1000
"""

# What came back came from the customer once, and everything that is here lies where its lines say.
RETURNED = """
SELECT 'line ' || COALESCE(r.order_line_id, m.order_line_id) FROM (
    SELECT order_line_id, SUM(received) AS back,
           SUM(CASE WHEN l.resolved = '' THEN received WHEN l.resolved = 'reject' THEN good + repair - sent_back
                    ELSE 0 END) AS here,
           SUM(CASE l.resolved WHEN 'repair' THEN good + repair - sent_back WHEN 'reject' THEN 0 WHEN '' THEN 0
                    ELSE repair - shelved END) AS mending
    FROM orders_returnline l GROUP BY order_line_id HAVING SUM(received) > 0
) r FULL JOIN (
    SELECT order_line_id, SUM(quantity) FILTER (WHERE f.kind = 'customer') AS back,
           COALESCE(SUM(quantity) FILTER (WHERE t.kind = 'returned'), 0)
             - COALESCE(SUM(quantity) FILTER (WHERE f.kind = 'returned'), 0) AS here,
           COALESCE(SUM(quantity) FILTER (WHERE t.kind = 'repair'), 0)
             - COALESCE(SUM(quantity) FILTER (WHERE f.kind = 'repair'), 0) AS mending
    FROM inventory_stockmove m JOIN inventory_place f ON f.id = m.from_place_id
    JOIN inventory_place t ON t.id = m.to_place_id
    WHERE order_line_id IS NOT NULL AND f.kind IN ('customer', 'returned', 'repair') GROUP BY order_line_id
) m ON m.order_line_id = r.order_line_id
WHERE COALESCE(r.back, 0) <> COALESCE(m.back, 0) OR COALESCE(r.here, 0) <> COALESCE(m.here, 0)
   OR COALESCE(r.mending, 0) <> COALESCE(m.mending, 0) LIMIT 1000
"""


def _shipped_rule() -> str:
    history = Order.objects.filter(origin=Origin.HISTORY).count()
    return (
        "What a live line shipped is what moved to the customer for it, and a service moves nothing"
        f" ({history} history orders left out)"
    )


INVARIANTS = (
    Invariant("I6", "No ended order has stock set aside or waits for goods", sql_rows(ENDED)),
    Invariant("I9", "What is on hand is the sum of all moves, per product and warehouse", sql_rows(ON_HAND)),
    Invariant("I10", "What is set aside is the sum of the reservations, per shelf", sql_rows(RESERVED)),
    Invariant("I11", "Nothing below zero, and never more set aside than on hand", sql_rows(BETWEEN)),
    Invariant("I12", "Each order line has set aside what its reservations say", sql_rows(PER_LINE)),
    Invariant("I12", "Only confirmed live orders hold goods, and approved ones that promise none", sql_rows(HOLDING)),
    Invariant("I12", "A line of a confirmed order, or of one with goods, waits for what it lacks", sql_rows(MISSING)),
    Invariant("I13", "Over all places together no product is made or lost", sql_rows(BALANCED)),
    Invariant("I15", lazy(_shipped_rule, str)(), sql_rows(SHIPPED)),
    Invariant("I15", "What came back moved in once for its line, and lies where its return says", sql_rows(RETURNED)),
)
