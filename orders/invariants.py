"""What must hold for ever about orders: sums, amounts, moves, numbers, derived statuses, and whose things they are."""

from django.conf import settings
from django.db import connection

from core import clock
from core.invariants import Invariant, sql_rows
from orders.models import Order

SUMS = """
SELECT o.id FROM orders_order o
LEFT JOIN (SELECT order_id, sum(net) AS net, sum(tax) AS tax FROM orders_orderline GROUP BY order_id) l
       ON l.order_id = o.id
WHERE o.net <> COALESCE(l.net, 0) OR o.tax <> COALESCE(l.tax, 0) OR o.total <> o.net + o.tax + o.freight LIMIT 20
"""

# A price with tax has the tax taken out of it. A line closed short keeps its share of what it cost in full;
# each is rounded once, half up. A split line carries the cents that keep its halves at what it cost whole.
AMOUNTS = """
WITH unit AS (
    SELECT id, inclusive, CASE WHEN currency IN ('JPY', 'KRW', 'VND') THEN 0 ELSE 2 END AS digits FROM orders_order
), told AS (
    SELECT l.*, u.inclusive, u.digits, round(l.quantity * l.unit_price * (100 - l.discount) / 100, u.digits)
           + CASE WHEN u.inclusive THEN 0 ELSE l.split_net END AS amount
    FROM orders_orderline l JOIN unit u ON u.id = l.order_id
), taxed AS (
    SELECT *, round(amount * tax_percent / CASE WHEN inclusive THEN 100 + tax_percent ELSE 100 END, digits)
           + split_tax AS full_tax
    FROM told
), whole AS (
    SELECT *, CASE WHEN inclusive THEN amount - full_tax + split_tax + split_net ELSE amount END AS full_net FROM taxed
)
SELECT id FROM whole
WHERE ordered <> quantity * factor
   OR net <> CASE WHEN cancelled = 0 THEN full_net ELSE round(full_net * (ordered - cancelled) / ordered, digits) END
   OR tax <> CASE WHEN cancelled = 0 THEN full_tax ELSE round(full_tax * (ordered - cancelled) / ordered, digits) END
LIMIT 20
"""

MOVES = """
WITH moves AS (
    SELECT stream, seq, text::jsonb -> 'data' ->> 'source' AS source, text::jsonb -> 'data' ->> 'target' AS target
    FROM core_event
    WHERE name IN ('order.submitted', 'order.recalled', 'order.approved', 'order.returned', 'order.rejected',
                   'order.confirmed', 'order.cancelled', 'order.completed', 'order.reopened')
), chain AS (
    SELECT stream, source, target, lag(target) OVER w AS before, lead(target) OVER w AS after
    FROM moves WINDOW w AS (PARTITION BY stream ORDER BY seq)
), legal AS (
    SELECT * FROM unnest(%s::text[], %s::text[]) AS pair(source, target)
)
SELECT o.id FROM orders_order o LEFT JOIN chain c ON c.stream = 'order:' || o.id AND c.after IS NULL
WHERE o.origin = 'live' AND o.state <> COALESCE(c.target, 'draft')
UNION
SELECT o.id FROM chain c JOIN orders_order o ON c.stream = 'order:' || o.id
LEFT JOIN legal ON legal.source = c.source AND legal.target = c.target
WHERE legal.source IS NULL OR c.source <> COALESCE(c.before, 'draft')
LIMIT 20
"""

NUMBERS = """
SELECT number FROM orders_order WHERE number IS NOT NULL GROUP BY number HAVING count(*) > 1
UNION ALL
SELECT text::jsonb -> 'data' ->> 'number' FROM core_event WHERE name = 'order.submitted'
GROUP BY 1 HAVING count(DISTINCT stream) > 1
LIMIT 20
"""

PAYMENT = """
CASE WHEN o.paid_amount > o.invoiced_amount THEN 'overpaid'
     WHEN o.invoiced_amount <> o.paid_amount AND o.due_on < {day} THEN 'overdue'
     WHEN o.invoiced_amount = 0 THEN 'not_due'
     WHEN o.invoiced_amount = o.paid_amount THEN 'paid'
     WHEN o.paid_amount <> 0 THEN 'partly_paid' ELSE 'unpaid' END
"""

PROMISE = """
CASE WHEN o.state NOT IN ('confirmed', 'completed') OR o.first_promise IS NULL THEN 'on_track'
     WHEN open <> 0 OR accepted < shipped THEN
          CASE WHEN o.first_promise < {day} THEN 'late'
               WHEN o.promised_on > o.first_promise OR short <> 0 THEN 'at_risk' ELSE 'on_track' END
     WHEN (o.accepted_at AT TIME ZONE %(zone)s)::date > o.first_promise THEN 'late' ELSE 'on_track' END
"""

STANDING = """
WITH sums AS (
    SELECT order_id, sum(reserved) AS reserved, sum(picked) AS picked, sum(shipped) AS shipped,
           sum(accepted) AS accepted, sum(returned_credit + returned_replace - reshipped) AS returned,
           sum("returning") AS coming, sum(ordered - cancelled - shipped) AS open,
           sum(greatest(0, ordered - cancelled - shipped - greatest(0, reserved - returned_replace + reshipped)))
               FILTER (WHERE NOT is_service) AS short,
           sum(ordered - cancelled - shipped) FILTER (WHERE NOT is_service) AS goods,
           sum(greatest(0, ordered - cancelled - shipped + returned_replace - reshipped - planned))
               FILTER (WHERE is_service) AS unplanned, bool_and(is_service) AS services,
           sum(shipped - returned_credit - invoiced + credited) AS billable,
           min(shipped - returned_credit - invoiced + credited) AS least_billable,
           sum(invoiced - credited) AS billed
    FROM orders_orderline GROUP BY order_id
), o AS (
    SELECT o.*, COALESCE(s.reserved, 0) AS reserved, COALESCE(s.picked, 0) AS picked,
           COALESCE(s.shipped, 0) AS shipped, COALESCE(s.accepted, 0) AS accepted,
           COALESCE(s.returned, 0) AS back, COALESCE(s.coming, 0) AS coming,
           COALESCE(s.open, 0) AS open, COALESCE(s.short, 0) AS short,
           COALESCE(s.goods, 0) AS goods, COALESCE(s.unplanned, 0) AS unplanned,
           COALESCE(s.services, false) AS services,
           COALESCE(s.billable, 0) AS billable, COALESCE(s.least_billable, 0) AS least_billable,
           COALESCE(s.billed, 0) AS billed
    FROM (SELECT id, state, revision, origin, supply, fulfilment, billing, payment, returned, promise, stage,
                 invoiced_amount, paid_amount, due_on, first_promise, promised_on, accepted_at
          FROM orders_order) o LEFT JOIN sums s ON s.order_id = o.id
), billed AS (
    SELECT o.*, CASE WHEN least_billable < 0 THEN 'to_credit'
                     WHEN billable <> 0 AND billed <> 0 THEN 'partly_billed'
                     WHEN billable <> 0 THEN 'to_bill'
                     WHEN billed = 0 THEN 'nothing'
                     WHEN open <> 0 THEN 'partly_billed' ELSE 'billed' END AS own_billing FROM o
)
SELECT id FROM billed o
WHERE billing <> own_billing
   OR supply <> CASE WHEN services OR state NOT IN ('confirmed', 'completed', 'approved')
                         OR state = 'approved' AND reserved = 0 THEN 'none'
                     WHEN short = 0 THEN 'in_stock'
                     WHEN reserved <> 0 OR shipped <> 0 THEN 'partly_short' ELSE 'backordered' END
   OR fulfilment <> CASE WHEN shipped <> 0 AND open = 0 THEN
                              CASE WHEN accepted >= shipped THEN 'accepted'
                                   WHEN accepted <> 0 THEN 'partly_accepted' ELSE 'shipped' END
                         WHEN picked <> 0 THEN 'in_progress'
                         WHEN shipped <> 0 THEN 'partly_shipped'
                         WHEN reserved <> 0 THEN 'reserved' ELSE 'not_started' END
   OR returned <> CASE WHEN back = 0 AND coming = 0 THEN 'none' WHEN back = 0 THEN 'requested'
                       WHEN back >= shipped THEN 'returned' ELSE 'partly_returned' END
   OR payment NOT IN ({pay_now}, {pay_before})
   OR promise NOT IN ({promise_now}, {promise_before})
   OR stage <> CASE
        WHEN state = 'draft' THEN CASE WHEN revision <> 0 THEN 'rework' ELSE 'entry' END
        WHEN state = 'pending_approval' THEN 'approval'
        WHEN state = 'approved' THEN 'to_confirm'
        WHEN state NOT IN ('confirmed', 'completed') THEN 'done'
        WHEN goods <> 0 THEN CASE WHEN reserved = 0 THEN 'supply' WHEN picked >= reserved THEN 'to_ship'
                                 WHEN picked <> 0 THEN 'picking' ELSE 'to_pick' END
        WHEN accepted < shipped THEN 'delivery'
        WHEN open <> goods THEN CASE WHEN unplanned <> 0 THEN 'to_dispatch' ELSE 'service' END
        WHEN own_billing = 'to_credit' AND state = 'completed' THEN 'done'
        WHEN own_billing IN ('to_bill', 'partly_billed', 'to_credit') THEN 'to_invoice'
        WHEN payment IN ('paid', 'overpaid', 'not_due') OR billed = 0 THEN 'done' ELSE 'collection' END
LIMIT 20
"""

AUDITED = """
SELECT o.id FROM orders_order o
WHERE o.origin = 'live'
  AND NOT EXISTS (SELECT 1 FROM core_event e WHERE e.stream = 'order:' || o.id AND e.name = 'order.drafted')
UNION
SELECT r.order_id FROM (SELECT order_id, count(*) AS n FROM orders_orderrevision GROUP BY order_id) r
LEFT JOIN (SELECT stream, count(*) AS n FROM core_event WHERE name IN ('order.submitted', 'order.changed')
           GROUP BY stream) e
       ON e.stream = 'order:' || r.order_id
WHERE r.n <> COALESCE(e.n, 0)
LIMIT 20
"""

STOPPED = """
SELECT o.id FROM orders_order o
LEFT JOIN (SELECT order_id, string_agg(stops, ' ') AS stops FROM orders_orderhold WHERE lifted_at IS NULL
           GROUP BY order_id) h ON h.order_id = o.id
LEFT JOIN orders_changerequest c ON c.order_id = o.id AND c.state IN ('submitted', 'approved')
WHERE (o.stopped <> '' OR h.stops IS NOT NULL OR c.id IS NOT NULL)
  AND (('confirm' = ANY(string_to_array(o.stopped, ' ')))
          <> ('confirm' = ANY(string_to_array(COALESCE(h.stops, ''), ' ')) OR c.id IS NOT NULL)
       OR ('dispatch' = ANY(string_to_array(o.stopped, ' ')))
          <> ('dispatch' = ANY(string_to_array(COALESCE(h.stops, ''), ' '))))
LIMIT 20
"""

REVISED = """
SELECT c.order_id FROM orders_changerequest c
LEFT JOIN orders_orderrevision r ON r.order_id = c.order_id AND r.number = c.revision
WHERE c.state = 'applied' AND (r.id IS NULL OR r.reason <> c.reason OR (r.content ->> 'total')::numeric <> c.after)
UNION
SELECT o.id FROM orders_order o WHERE o.origin = 'live' AND o.revision > 0
  AND o.revision <> (SELECT max(r.number) FROM orders_orderrevision r WHERE r.order_id = o.id)
LIMIT 20
"""

SAME_PO = """
SELECT later.id FROM orders_order later
JOIN orders_order earlier ON earlier.customer_id = later.customer_id AND earlier.customer_po = later.customer_po
     AND earlier.id < later.id
WHERE later.customer_po <> '' AND later.origin = 'live' AND earlier.origin = 'live'
  AND later.state NOT IN ('draft', 'cancelled') AND earlier.state NOT IN ('draft', 'cancelled')
  AND NOT EXISTS (SELECT 1 FROM orders_orderrevision r
                  WHERE r.order_id IN (later.id, earlier.id) AND r.reason <> '')
LIMIT 20
"""

FOREIGN = """
SELECT o.id FROM orders_order o JOIN customers_address a ON a.id = o.ship_to_id WHERE a.customer_id <> o.customer_id
UNION
SELECT o.id FROM orders_order o JOIN customers_contact c ON c.id = o.contact_id WHERE c.customer_id <> o.customer_id
UNION
SELECT o.id FROM orders_order o WHERE o.origin = 'live' AND o.owner_id IS NULL
LIMIT 20
"""


CALLED_OFF = """
SELECT c.id FROM orders_contractline c
LEFT JOIN (SELECT l.contract_line_id, sum(l.ordered - l.cancelled) AS called
           FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
           WHERE l.contract_line_id IS NOT NULL AND o.state IN ('confirmed', 'completed')
           GROUP BY l.contract_line_id) s ON s.contract_line_id = c.id
WHERE c.called_off <> COALESCE(s.called, 0)
UNION
SELECT c.id FROM orders_orderline l JOIN orders_contractline c ON c.id = l.contract_line_id
JOIN orders_contract k ON k.id = c.contract_id JOIN orders_order o ON o.id = l.order_id
WHERE l.product_id <> c.product_id OR o.customer_id <> k.customer_id
LIMIT 20
"""

RETURNED = """
SELECT l.id FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id AND o.origin = 'live'
LEFT JOIN (
    SELECT r.order_line_id,
           sum(CASE WHEN t.state IN ('requested', 'approved') THEN r.quantity
                    WHEN t.state IN ('received', 'inspected') THEN r.received ELSE 0 END) AS coming,
           sum(r.received) FILTER (WHERE r.resolved = 'credit') AS credit,
           sum(r.received) FILTER (WHERE r.resolved = 'replace') AS swapped, sum(r.replaced) AS again
    FROM orders_returnline r JOIN orders_return t ON t.id = r.of_id GROUP BY r.order_line_id
) AS b ON b.order_line_id = l.id
WHERE l."returning" <> COALESCE(b.coming, 0) OR l.returned_credit <> COALESCE(b.credit, 0)
   OR l.returned_replace <> COALESCE(b.swapped, 0) OR l.reshipped <> COALESCE(b.again, 0)
LIMIT 20
"""

OFFERED = """
SELECT q.id FROM orders_quotation q
LEFT JOIN (SELECT quotation_id, sum(net) AS net, sum(tax) AS tax FROM orders_quotationline GROUP BY quotation_id) l
       ON l.quotation_id = q.id
WHERE q.net <> COALESCE(l.net, 0) OR q.tax <> COALESCE(l.tax, 0) OR (q.state = 'accepted') <> (q.order_id IS NOT NULL)
LIMIT 20
"""


def illegal_moves() -> list[object]:
    """Live orders whose state is not where their history of moves led, step by legal step."""
    pairs = [(one.source, str(one.target)) for one in Order._meta.get_field("state").get_all_transitions(Order)]
    with connection.cursor() as cursor:
        cursor.execute(MOVES, [[source for source, _target in pairs], [target for _source, target in pairs]])
        return [row[0] for row in cursor.fetchall()]


def misjudged() -> list[object]:
    """Orders whose statuses or stage are not what their lines imply, today or at the last change of day."""
    day, before = "%(today)s::date", "(%(today)s::date - 1)"
    sql = STANDING.format(
        pay_now=PAYMENT.format(day=day),
        pay_before=PAYMENT.format(day=before),
        promise_now=PROMISE.format(day=day),
        promise_before=PROMISE.format(day=before),
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, {"today": clock.today(), "zone": settings.TIME_ZONE})
        return [row[0] for row in cursor.fetchall()]


INVARIANTS = (
    Invariant("I1", "An order's net, tax and total are the sums of its lines and freight", sql_rows(SUMS)),
    Invariant("I1", "A quotation adds up as its lines do, and has an order once it is accepted", sql_rows(OFFERED)),
    Invariant("I1", "What a contract says was called off is what confirmed orders took of it", sql_rows(CALLED_OFF)),
    Invariant("I2", "Each line's amount is quantity × price less discount, rounded once", sql_rows(AMOUNTS)),
    Invariant("I3", "A live order's state is where its legal moves led (history has no moves)", illegal_moves),
    Invariant("I4", "Order numbers are unique and never used again", sql_rows(NUMBERS)),
    Invariant("I5", "What came back of a live line, and left again, is what its returns say", sql_rows(RETURNED)),
    Invariant("I7", "Statuses and stage are what the lines imply", misjudged),
    Invariant("I7", "An order is stopped in what its holds and its open change stop", sql_rows(STOPPED)),
    Invariant("I29", "Every applied change is a revision of its order, and the newest counts", sql_rows(REVISED)),
    Invariant("I29", "Every live order and every submit has its line in history", sql_rows(AUDITED)),
    Invariant("I32", "A customer PO number is on one live order, or a reason is on file", sql_rows(SAME_PO)),
    Invariant("I36", "An order's address and contact are its customer's, and it has an owner", sql_rows(FOREIGN)),
)
