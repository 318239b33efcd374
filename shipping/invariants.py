"""What must always hold about shipments."""

from core.invariants import Invariant, sql_rows

SHIPPED = """
SELECT l.id FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id AND o.origin = 'live'
LEFT JOIN (
    SELECT sl.order_line_id, sum(sl.picked) AS gone,
           sum(sl.picked) FILTER (WHERE s.state = 'delivered') AS arrived
    FROM shipping_shipmentline sl JOIN shipping_shipment s ON s.id = sl.shipment_id
    WHERE s.state IN ('shipped', 'delivered') GROUP BY sl.order_line_id
) AS sent ON sent.order_line_id = l.id
WHERE l.shipped <> COALESCE(sent.gone, 0) OR l.accepted <> COALESCE(sent.arrived, 0)
LIMIT 20
"""

PICKED = """
SELECT l.id FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id AND o.origin = 'live'
LEFT JOIN (
    SELECT sl.order_line_id, sum(sl.picked) AS taken
    FROM shipping_shipmentline sl JOIN shipping_shipment s ON s.id = sl.shipment_id
    WHERE s.state IN ('picking', 'picked') GROUP BY sl.order_line_id
) AS held ON held.order_line_id = l.id
WHERE l.picked <> COALESCE(held.taken, 0)
LIMIT 20
"""

ENDED = """
SELECT s.id FROM shipping_shipment s JOIN orders_order o ON o.id = s.order_id
WHERE (o.state IN ('cancelled', 'rejected') AND s.state <> 'cancelled')
   OR (o.state = 'completed' AND s.state IN ('picking', 'picked', 'shipped'))
LIMIT 20
"""

SCANS_TWICE = """
SELECT min(id) FROM shipping_scan GROUP BY uuid HAVING count(*) > 1
UNION ALL
SELECT min(id) FROM shipping_scan WHERE device_seq IS NOT NULL GROUP BY device, device_seq HAVING count(*) > 1
LIMIT 20
"""

FOLD = """
SELECT sl.id FROM shipping_shipmentline sl
LEFT JOIN (
    SELECT shipment_id, order_line_id, sum(quantity) AS counted FROM shipping_scan
    WHERE result IN ('ok', 'back') GROUP BY shipment_id, order_line_id
) AS scans ON scans.shipment_id = sl.shipment_id AND scans.order_line_id = sl.order_line_id
WHERE sl.picked <> COALESCE(scans.counted, 0)
LIMIT 20
"""

INVARIANTS = (
    Invariant(
        "I5",
        "Each line of a live order shipped and accepted what its sent and delivered shipments hold"
        " (orders of imported history are left out)",
        sql_rows(SHIPPED),
    ),
    Invariant(
        "I5",
        "Each line of a live order has picked what its open shipments hold (orders of imported history are left out)",
        sql_rows(PICKED),
    ),
    Invariant("I6", "An order that has ended has no open pick and no undelivered shipment", sql_rows(ENDED)),
    Invariant("I33", "No scan is stored twice, by uuid or by device and number", sql_rows(SCANS_TWICE)),
    Invariant("I33", "Each shipment line has picked the sum of its counted scans", sql_rows(FOLD)),
)
