"""What must always hold about shipments and dispatch jobs."""

from core.invariants import Invariant, sql_rows

SHIPPED = """
SELECT l.id FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id AND o.origin = 'live'
LEFT JOIN (
    SELECT sl.order_line_id, sum(sl.picked - sl.replaced) AS gone, sum(sl.replaced) AS again,
           sum(sl.picked - sl.replaced) FILTER (WHERE s.state = 'delivered') AS arrived
    FROM shipping_shipmentline sl JOIN shipping_shipment s ON s.id = sl.shipment_id
    WHERE s.state IN ('shipped', 'in_transit', 'exception', 'delivered') GROUP BY sl.order_line_id
) AS sent ON sent.order_line_id = l.id
WHERE NOT l.is_service AND (l.shipped <> COALESCE(sent.gone, 0) OR l.accepted <> COALESCE(sent.arrived, 0)
                            OR l.reshipped <> COALESCE(sent.again, 0))
   OR l.is_service AND sent.gone IS NOT NULL
LIMIT 20
"""

SERVED = """
SELECT l.id FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id AND o.origin = 'live'
LEFT JOIN (
    SELECT jl.order_line_id, sum(jl.quantity) FILTER (WHERE j.state = 'done') AS done,
           sum(jl.quantity) FILTER (WHERE j.state IN ('assigned', 'under_way')) AS planned
    FROM shipping_dispatchline jl JOIN shipping_dispatchjob j ON j.id = jl.job_id GROUP BY jl.order_line_id
) AS jobs ON jobs.order_line_id = l.id
WHERE l.is_service AND (l.shipped <> COALESCE(jobs.done, 0) OR l.accepted <> COALESCE(jobs.done, 0))
   OR l.planned <> COALESCE(jobs.planned, 0) OR (NOT l.is_service AND jobs.done IS NOT NULL)
   OR l.planned > greatest(0, l.ordered - l.cancelled - l.shipped)
LIMIT 20
"""

TWO_PLACES = """
SELECT one.id FROM shipping_dispatchjob one JOIN shipping_dispatchjob other
    ON other.assignee_id = one.assignee_id AND other.id > one.id
   AND other.starts_at < one.ends_at AND other.ends_at > one.starts_at
WHERE one.state IN ('assigned', 'under_way') AND other.state IN ('assigned', 'under_way')
LIMIT 20
"""

JOBS_ENDED = """
SELECT j.id FROM shipping_dispatchjob j JOIN orders_order o ON o.id = j.order_id
WHERE o.state <> 'confirmed' AND j.state IN ('assigned', 'under_way')
LIMIT 20
"""

PICKED = """
SELECT l.id FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id AND o.origin = 'live'
LEFT JOIN (
    SELECT sl.order_line_id, sum(sl.picked) AS taken
    FROM shipping_shipmentline sl JOIN shipping_shipment s ON s.id = sl.shipment_id
    WHERE s.state IN ('picking', 'picked', 'packed', 'verified') GROUP BY sl.order_line_id
) AS held ON held.order_line_id = l.id
WHERE l.picked <> COALESCE(held.taken, 0)
LIMIT 20
"""

ENDED = """
SELECT s.id FROM shipping_shipment s JOIN orders_order o ON o.id = s.order_id
WHERE (o.state IN ('cancelled', 'rejected') AND s.state <> 'cancelled')
   OR (o.state = 'completed' AND s.state IN ('picking', 'picked', 'packed', 'verified')
       AND NOT EXISTS (SELECT 1 FROM orders_orderline l WHERE l.order_id = o.id AND l.returned_replace > l.reshipped))
   OR (o.state = 'completed' AND s.state IN ('shipped', 'in_transit', 'exception')
       AND EXISTS (SELECT 1 FROM shipping_shipmentline sl WHERE sl.shipment_id = s.id AND sl.picked > sl.replaced))
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

SCANNED = """
SELECT min(sc.id) FROM shipping_scan sc JOIN shipping_shipment s ON s.id = sc.shipment_id
WHERE s.state IN ('shipped', 'in_transit', 'exception', 'delivered')
  AND sc.result IN ('ok', 'back') AND sc.serial_id IS NOT NULL
GROUP BY sc.shipment_id, sc.serial_id HAVING sum(sc.quantity) <> (
    SELECT count(*) FROM inventory_serialmove sm JOIN inventory_stockmove m ON m.id = sm.move_id
    WHERE sm.serial_id = sc.serial_id AND m.source = 'shipment:' || sc.shipment_id)
LIMIT 20
"""

TROUBLED = """
SELECT s.id FROM shipping_shipment s
LEFT JOIN shipping_trouble t ON t.shipment_id = s.id AND t.settled_at IS NULL
WHERE (s.state = 'exception') <> (t.id IS NOT NULL)
LIMIT 20
"""

PROVED = """
SELECT s.id FROM shipping_deliveryproof p JOIN shipping_shipment s ON s.id = p.shipment_id
WHERE s.state <> 'delivered' OR p.at <> s.delivered_at OR p.person <> s.received_by
LIMIT 20
"""

TAKEN_IN = """
SELECT r.id FROM orders_return r
LEFT JOIN shipping_returnreceipt t ON t.returned_id = r.id
LEFT JOIN (SELECT of_id, sum(received) AS received FROM orders_returnline GROUP BY of_id) l ON l.of_id = r.id
LEFT JOIN (SELECT returned_id, sum(quantity) AS counted FROM shipping_scan
           WHERE returned_id IS NOT NULL AND result IN ('ok', 'back') GROUP BY returned_id) c ON c.returned_id = r.id
WHERE (t.id IS NOT NULL) <> (r.received_at IS NOT NULL)
   OR r.received_at IS NOT NULL AND l.received <> COALESCE(c.counted, 0)
LIMIT 20
"""

# The lots and pieces a return took in are those that were scanned, and found to be what its lines say.
NAMED_BACK = """
WITH counted AS (
    SELECT s.returned_id, s.order_line_id, COALESCE(s.lot_id, 0) AS lot, COALESCE(s.serial_id, 0) AS serial,
           sum(s.quantity) AS quantity
    FROM shipping_scan s JOIN orders_return r ON r.id = s.returned_id
    WHERE s.result IN ('ok', 'back') AND (s.lot_id IS NOT NULL OR s.serial_id IS NOT NULL)
      AND r.received_at IS NOT NULL
    GROUP BY 1, 2, 3, 4 HAVING sum(s.quantity) <> 0
), taken AS (
    SELECT t.returned_id, p.order_line_id, COALESCE(p.lot_id, 0) AS lot, COALESCE(p.serial_id, 0) AS serial,
           p.quantity, p.good, p.repair, p.scrap
    FROM shipping_returnpiece p JOIN shipping_returnreceipt t ON t.id = p.receipt_id
)
SELECT 'return ' || COALESCE(c.returned_id, t.returned_id) FROM counted c FULL JOIN taken t
    ON t.returned_id = c.returned_id AND t.order_line_id = c.order_line_id AND t.lot = c.lot AND t.serial = c.serial
WHERE COALESCE(c.quantity, 0) <> COALESCE(t.quantity, 0)
UNION ALL
SELECT 'return ' || l.of_id FROM orders_returnline l JOIN (
    SELECT returned_id, order_line_id, sum(quantity) AS quantity, sum(good) AS good, sum(repair) AS repair,
           sum(scrap) AS scrap FROM taken GROUP BY 1, 2
) t ON t.returned_id = l.of_id AND t.order_line_id = l.order_line_id
WHERE t.quantity > l.received OR t.good > l.good OR t.repair > l.repair OR t.scrap > l.scrap
LIMIT 20
"""

# What lies in boxes was picked: line by line, and lot by lot where scans name them.
BOXED = """
SELECT sl.id FROM shipping_shipmentline sl JOIN (
    SELECT line_id, sum(quantity) AS inside FROM shipping_boxcontent GROUP BY line_id
) AS boxed ON boxed.line_id = sl.id
WHERE boxed.inside > sl.picked
UNION ALL
SELECT bc.id FROM shipping_boxcontent bc JOIN shipping_box b ON b.id = bc.box_id
    JOIN shipping_shipmentline sl ON sl.id = bc.line_id
WHERE b.shipment_id <> sl.shipment_id
UNION ALL
SELECT min(bc.id) FROM shipping_boxcontent bc JOIN shipping_shipmentline sl ON sl.id = bc.line_id
WHERE bc.serial_id IS NOT NULL GROUP BY sl.shipment_id, bc.serial_id HAVING count(*) > 1
LIMIT 20
"""

PACKED = """
SELECT s.id FROM shipping_shipment s
WHERE s.packed_at IS NOT NULL AND (
    EXISTS (SELECT 1 FROM shipping_shipmentline sl WHERE sl.shipment_id = s.id AND sl.picked <> COALESCE(
        (SELECT sum(quantity) FROM shipping_boxcontent bc WHERE bc.line_id = sl.id), 0))
    OR EXISTS (SELECT 1 FROM shipping_box b WHERE b.shipment_id = s.id
               AND (b.closed_at IS NULL OR b.weight IS NULL OR b.weight = 0)))
LIMIT 20
"""

# A shipment that left before there were checks has none and no moment it was checked at.
CHECKED = """
SELECT s.id FROM shipping_shipment s LEFT JOIN (
    SELECT shipment_id, count(*) AS passed FROM shipping_doorcheck GROUP BY shipment_id
) AS c ON c.shipment_id = s.id
WHERE (s.verified_at IS NOT NULL AND COALESCE(c.passed, 0) <> 4) OR (s.verified_at IS NULL AND c.passed > 0)
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
    Invariant(
        "I5",
        "Each service line of a live order is done and accepted as its finished dispatch jobs say,"
        " and planned as its open ones do (orders of imported history are left out)",
        sql_rows(SERVED),
    ),
    Invariant("I5", "Nobody is sent to two places at once", sql_rows(TWO_PLACES)),
    Invariant("I6", "Only a confirmed order has open dispatch jobs", sql_rows(JOBS_ENDED)),
    Invariant("I6", "An order that has ended has no open pick and no undelivered shipment", sql_rows(ENDED)),
    Invariant("I7", "A shipment is in trouble as long as one trouble of it is open", sql_rows(TROUBLED)),
    Invariant("I7", "A delivery has the person and the time of its proof", sql_rows(PROVED)),
    Invariant("I33", "A return received the sum of its counted scans", sql_rows(TAKEN_IN)),
    Invariant("I33", "A return took in the lots and pieces that were scanned on it", sql_rows(NAMED_BACK)),
    Invariant("I33", "Nothing lies in a box that was not picked for its shipment", sql_rows(BOXED)),
    Invariant("I33", "Every piece of a packed shipment lies in a weighed box", sql_rows(PACKED)),
    Invariant("I33", "A shipment that was checked at the door passed all four checks", sql_rows(CHECKED)),
    Invariant("I33", "No scan is stored twice, by uuid or by device and number", sql_rows(SCANS_TWICE)),
    Invariant("I33", "Each shipment line has picked the sum of its counted scans", sql_rows(FOLD)),
    Invariant("I33", "A numbered piece left with the shipment it was scanned on, once", sql_rows(SCANNED)),
)
