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

PARTS = """
WITH went AS (
    SELECT product_id, warehouse_id, bin_id, lot_id, SUM(delta) AS quantity FROM (
        SELECT m.product_id, p.warehouse_id, m.to_bin_id AS bin_id, m.lot_id, m.quantity AS delta
        FROM inventory_stockmove m JOIN inventory_place p ON p.id = m.to_place_id AND p.kind = 'stock'
        WHERE m.to_bin_id IS NOT NULL OR m.lot_id IS NOT NULL
        UNION ALL
        SELECT m.product_id, p.warehouse_id, m.from_bin_id, m.lot_id, -m.quantity
        FROM inventory_stockmove m JOIN inventory_place p ON p.id = m.from_place_id AND p.kind = 'stock'
        WHERE m.from_bin_id IS NOT NULL OR m.lot_id IS NOT NULL
    ) AS deltas GROUP BY product_id, warehouse_id, bin_id, lot_id
), lies AS (
    SELECT i.product_id, i.warehouse_id, b.bin_id, b.lot_id, b.on_hand AS quantity
    FROM inventory_binstock b JOIN inventory_stockitem i ON i.id = b.item_id
)
SELECT 'product ' || COALESCE(l.product_id, w.product_id) || ' bin ' || COALESCE(l.bin_id, w.bin_id, 0)
       || ' lot ' || COALESCE(l.lot_id, w.lot_id, 0)
FROM lies l FULL JOIN went w ON w.product_id = l.product_id AND w.warehouse_id = l.warehouse_id
 AND COALESCE(w.bin_id, 0) = COALESCE(l.bin_id, 0) AND COALESCE(w.lot_id, 0) = COALESCE(l.lot_id, 0)
WHERE COALESCE(l.quantity, 0) <> COALESCE(w.quantity, 0) LIMIT 1000
"""

PLACED = """
SELECT i.id FROM inventory_stockitem i LEFT JOIN (
    SELECT b.item_id, SUM(b.on_hand) AS placed,
           SUM(b.on_hand) FILTER (WHERE n.kind = 'quarantine' OR l.blocked) AS blocked
    FROM inventory_binstock b LEFT JOIN inventory_bin n ON n.id = b.bin_id LEFT JOIN inventory_lot l ON l.id = b.lot_id
    GROUP BY b.item_id
) p ON p.item_id = i.id
WHERE i.placed <> COALESCE(p.placed, 0) OR i.blocked <> COALESCE(p.blocked, 0) OR i.placed > i.on_hand LIMIT 1000
"""

STRAYED = """
SELECT 'part ' || b.id FROM inventory_binstock b JOIN inventory_stockitem i ON i.id = b.item_id
LEFT JOIN inventory_bin n ON n.id = b.bin_id LEFT JOIN inventory_lot l ON l.id = b.lot_id
WHERE b.on_hand < 0 OR n.warehouse_id <> i.warehouse_id OR l.product_id <> i.product_id
UNION ALL
SELECT 'piece ' || s.id FROM inventory_serial s LEFT JOIN inventory_bin n ON n.id = s.bin_id
LEFT JOIN inventory_lot l ON l.id = s.lot_id
WHERE (s.state IN ('in_stock', 'returned')) <> (s.warehouse_id IS NOT NULL)
   OR n.warehouse_id <> s.warehouse_id OR l.product_id <> s.product_id
   OR s.bin_id IS NOT NULL AND s.warehouse_id IS NULL
LIMIT 1000
"""

# Pieces in the open area may still lack a number; in a bin or a lot every piece of such a product has one.
NUMBERED = """
WITH known AS (
    SELECT product_id, warehouse_id, bin_id, lot_id, count(*) AS pieces FROM inventory_serial
    WHERE warehouse_id IS NOT NULL GROUP BY product_id, warehouse_id, bin_id, lot_id
), lies AS (
    SELECT i.product_id, i.warehouse_id, b.bin_id, b.lot_id, b.on_hand AS pieces
    FROM inventory_binstock b JOIN inventory_stockitem i ON i.id = b.item_id
    JOIN catalog_product p ON p.id = i.product_id AND p.tracking = 'serial' WHERE b.on_hand > 0
)
SELECT 'product ' || COALESCE(k.product_id, l.product_id) || ' bin ' || COALESCE(k.bin_id, l.bin_id, 0)
FROM known k FULL JOIN lies l ON l.product_id = k.product_id AND l.warehouse_id = k.warehouse_id
 AND COALESCE(l.bin_id, 0) = COALESCE(k.bin_id, 0) AND COALESCE(l.lot_id, 0) = COALESCE(k.lot_id, 0)
WHERE (k.bin_id IS NOT NULL OR k.lot_id IS NOT NULL OR k.product_id IS NULL)
  AND COALESCE(k.pieces, 0) <> COALESCE(l.pieces, 0)
UNION ALL
SELECT 'product ' || k.product_id FROM known k
JOIN inventory_stockitem i ON i.product_id = k.product_id AND i.warehouse_id = k.warehouse_id
WHERE k.bin_id IS NULL AND k.lot_id IS NULL AND k.pieces > i.on_hand - i.placed
LIMIT 1000
"""

# Where the last move of a piece led, there it is.
FOLLOWED = """
SELECT s.id FROM inventory_serial s LEFT JOIN LATERAL (
    SELECT p.warehouse_id, m.to_bin_id, p.kind FROM inventory_serialmove sm
    JOIN inventory_stockmove m ON m.id = sm.move_id JOIN inventory_place p ON p.id = m.to_place_id
    WHERE sm.serial_id = s.id ORDER BY m.id DESC LIMIT 1
) last ON true
WHERE s.warehouse_id IS DISTINCT FROM last.warehouse_id OR s.bin_id IS DISTINCT FROM last.to_bin_id
   OR (s.state = 'shipped') <> COALESCE(last.kind = 'customer', false)
   OR (s.state = 'desk') <> COALESCE(last.kind = 'returned', false)
   OR (s.state = 'repair') <> COALESCE(last.kind = 'repair', false) LIMIT 1000
"""

NAMED = """
SELECT 'move ' || m.id FROM inventory_stockmove m
JOIN (SELECT move_id, count(*) AS pieces FROM inventory_serialmove GROUP BY move_id) n ON n.move_id = m.id
WHERE n.pieces <> m.quantity LIMIT 1000
"""

FROZEN = """
SELECT 'shelf ' || i.id FROM inventory_stockitem i JOIN inventory_stockcount c ON c.id = i.count_id
WHERE c.state <> 'counting'
UNION ALL
SELECT 'bin ' || n.id FROM inventory_bin n JOIN inventory_stockcount c ON c.id = n.count_id
WHERE c.state <> 'counting'
LIMIT 1000
"""

# What no order holds softly any more is not set aside: reservations have no end of their own, and drafts hold none.
HELD_OVER = """
SELECT r.id FROM inventory_reservation r JOIN orders_order o ON o.id = r.order_id
WHERE o.draft_held_until IS NOT NULL AND o.state = 'draft' LIMIT 1000
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

CAME_BACK = """
SELECT 'line ' || m.order_line_id || ' lot ' || m.lot_id FROM inventory_stockmove m
JOIN inventory_place f ON f.id = m.from_place_id JOIN inventory_place t ON t.id = m.to_place_id
WHERE m.order_line_id IS NOT NULL AND m.lot_id IS NOT NULL AND 'customer' IN (f.kind, t.kind)
GROUP BY m.order_line_id, m.lot_id
HAVING SUM(CASE WHEN t.kind = 'customer' THEN m.quantity ELSE -m.quantity END) < 0 LIMIT 1000
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
    Invariant("I9", "What lies in each bin and of each lot is the sum of its moves", sql_rows(PARTS)),
    Invariant("I9", "Each shelf knows what of it lies in bins and lots, and what is not for sale", sql_rows(PLACED)),
    Invariant("I10", "What is set aside is the sum of the reservations, per shelf", sql_rows(RESERVED)),
    Invariant("I11", "Nothing below zero, and never more set aside than on hand", sql_rows(BETWEEN)),
    Invariant("I12", "Each order line has set aside what its reservations say", sql_rows(PER_LINE)),
    Invariant("I12", "Only confirmed live orders hold goods, and approved ones that promise none", sql_rows(HOLDING)),
    Invariant("I12", "A line of a confirmed order, or of one with goods, waits for what it lacks", sql_rows(MISSING)),
    Invariant("I13", "Over all places together no product is made or lost", sql_rows(BALANCED)),
    Invariant("I14", "No lot is below zero, and nothing is in two places or in another's", sql_rows(STRAYED)),
    Invariant("I14", "In bins and lots every piece with a number is counted exactly once", sql_rows(NUMBERED)),
    Invariant("I14", "Each piece with a number is where its last move led", sql_rows(FOLLOWED)),
    Invariant("I14", "A move of numbered pieces names each of them", sql_rows(NAMED)),
    Invariant("I14", "Only an open count freezes", sql_rows(FROZEN)),
    Invariant("I15", lazy(_shipped_rule, str)(), sql_rows(SHIPPED)),
    Invariant("I16", "A draft holds goods softly at most: nothing is set aside for it", sql_rows(HELD_OVER)),
    Invariant("I15", "What came back moved in once for its line, and lies where its return says", sql_rows(RETURNED)),
    Invariant("I15", "Of no lot more came back than left for its line", sql_rows(CAME_BACK)),
)
