"""What must always hold between orders, requests, tasks and decisions."""

from django.conf import settings

from core.invariants import Invariant, sql_rows

OPEN_ON_FINISHED = """
SELECT r.id FROM approvals_request r JOIN orders_order o ON o.id = r.order_id
WHERE r.state = 'open' AND r.kind = 'order' AND o.state <> 'pending_approval'
UNION
SELECT r.id FROM approvals_task t JOIN approvals_step s ON s.id = t.step_id
JOIN approvals_request r ON r.id = s.request_id JOIN orders_order o ON o.id = r.order_id
WHERE t.state = 'pending' AND r.kind = 'order' AND o.state <> 'pending_approval'
UNION
SELECT r.id FROM approvals_request r LEFT JOIN orders_changerequest c ON r.subject = 'change:' || c.id
WHERE r.kind = 'change' AND r.state = 'open' AND c.state IS DISTINCT FROM 'submitted'
"""

WAITS_FOR_NOBODY = """
SELECT o.id FROM orders_order o
WHERE o.origin = 'live' AND o.state = 'pending_approval'
  AND NOT EXISTS (SELECT 1 FROM approvals_request r JOIN approvals_step s ON s.request_id = r.id
                  JOIN approvals_task t ON t.step_id = s.id
                  WHERE r.order_id = o.id AND r.kind = 'order' AND r.state = 'open' AND s.state = 'open'
                    AND t.state = 'pending')
"""

NOT_APPROVED = """
SELECT o.id FROM orders_order o
LEFT JOIN LATERAL (SELECT r.id, r.state FROM approvals_request r
                   WHERE r.order_id = o.id AND r.kind = 'order' ORDER BY r.id DESC LIMIT 1) AS last ON true
WHERE o.origin = 'live' AND o.state IN ('approved', 'confirmed', 'completed')
  AND (last.id IS NULL OR last.state <> 'approved'
       OR EXISTS (SELECT 1 FROM approvals_step s
                  WHERE s.request_id = last.id AND s.state <> 'kept' AND (s.state <> 'approved' OR s.needed > (
                      SELECT count(*) FROM approvals_task t LEFT JOIN approvals_decision d ON d.task_id = t.id
                      WHERE t.step_id = s.id AND NOT t.replaced AND t.added_by_id IS NULL
                        AND d.outcome = 'approved')
                    AND NOT (s.at_limit = 'pass' AND EXISTS (SELECT 1 FROM approvals_task t WHERE t.step_id = s.id
                                                             AND NOT t.replaced AND t.state = 'expired')))))
"""

UNHEARD_SIGNER = """
SELECT s.id FROM approvals_step s JOIN approvals_task t ON t.step_id = s.id
WHERE s.state = 'approved' AND t.state IN ('pending', 'add_signed')
UNION
SELECT s.id FROM approvals_step s JOIN approvals_request r ON r.id = s.request_id
WHERE (s.state IN ('waiting', 'open') AND r.state <> 'open')
   OR (s.state = 'open' AND NOT EXISTS (SELECT 1 FROM approvals_task t WHERE t.step_id = s.id AND t.state = 'pending'))
"""

KEPT_MOVED = """
SELECT s.id FROM approvals_step s JOIN approvals_request r ON r.id = s.request_id
JOIN approvals_decision d ON d.id = s.kept_id
WHERE s.state = 'kept' AND (d.outcome <> 'approved' OR d.signed = ''
                            OR d.limit_then < COALESCE((r.facts ->> 'base_total')::numeric, r.amount))
"""

# What an approval signed is what its revision holds. A split moves lines at their prices and asks nobody.
OTHER_CONTENT = """
SELECT o.id FROM orders_order o
JOIN LATERAL (SELECT r.judged, COALESCE((r.facts ->> 'round')::int, 1) AS round FROM approvals_request r
              WHERE r.subject = 'order:' || o.id AND r.state = 'approved' ORDER BY r.id DESC LIMIT 1) AS last ON true
JOIN orders_orderrevision v ON v.order_id = o.id AND v.number = 1 AND v.round = last.round
WHERE o.origin = 'live' AND o.state IN ('approved', 'confirmed', 'completed') AND v.content_hash <> last.judged
UNION
SELECT c.order_id FROM orders_changerequest c
JOIN orders_orderrevision v ON v.order_id = c.order_id AND v.number = c.revision
JOIN LATERAL (SELECT r.judged FROM approvals_request r
              WHERE r.subject = 'change:' || c.id AND r.state = 'approved' ORDER BY r.id DESC LIMIT 1) AS last ON true
WHERE c.state = 'applied' AND v.content_hash <> last.judged
UNION
SELECT o.id FROM orders_order o
JOIN LATERAL (SELECT v.content FROM orders_orderrevision v WHERE v.order_id = o.id
              ORDER BY v.number DESC, v.round DESC LIMIT 1) AS now ON true
WHERE o.origin = 'live' AND o.state IN ('approved', 'confirmed', 'completed') AND (
    (now.content ->> 'customer_id')::bigint <> o.customer_id OR now.content ->> 'ship_to' <> o.ship_to_text
    OR now.content ->> 'currency' <> o.currency OR now.content ->> 'own_terms' <> o.own_terms
    OR EXISTS (SELECT 1 FROM jsonb_to_recordset(now.content -> 'lines') AS
                    told(position int, product_id bigint, ordered numeric, unit_price numeric, discount numeric)
               FULL JOIN (SELECT * FROM orders_orderline WHERE order_id = o.id AND removed_in IS NULL) l
                    ON l.position = told.position
               WHERE (told.product_id, told.ordered, told.unit_price, told.discount)
                     IS DISTINCT FROM (l.product_id, l.ordered, l.unit_price, l.discount)))
"""

CHANGE_NOT_APPROVED = """
SELECT c.id FROM orders_changerequest c
LEFT JOIN LATERAL (SELECT r.state FROM approvals_request r
                   WHERE r.subject = 'change:' || c.id ORDER BY r.id DESC LIMIT 1) AS last ON true
WHERE (c.state IN ('approved', 'applied') AND last.state IS DISTINCT FROM 'approved')
   OR (c.state = 'submitted' AND last.state IS DISTINCT FROM 'open')
"""

OWN_ORDER = """
SELECT d.id FROM approvals_decision d JOIN approvals_task t ON t.id = d.task_id
JOIN approvals_step s ON s.id = t.step_id JOIN approvals_request r ON r.id = s.request_id
WHERE d.decider_id IN (r.owner_id, r.asked_by_id) OR d.on_behalf_of_id IN (r.owner_id, r.asked_by_id)
   OR d.role_then = ''
"""

DECIDED_TWICE_BY_ONE = """
SELECT s.request_id FROM approvals_decision d JOIN approvals_task t ON t.id = d.task_id
JOIN approvals_step s ON s.id = t.step_id
WHERE NOT t.replaced
GROUP BY s.request_id, d.decider_id HAVING count(*) > 1
"""

OVER_THE_LIMIT = """
SELECT r.id FROM approvals_request r JOIN approvals_step s ON s.request_id = r.id
JOIN approvals_task t ON t.step_id = s.id JOIN approvals_decision d ON d.task_id = t.id
WHERE r.state = 'approved' AND NOT t.replaced
GROUP BY r.id, r.amount, r.facts
HAVING max(COALESCE(d.limit_then, 'Infinity'::numeric)) < COALESCE((r.facts ->> 'base_total')::numeric, r.amount)
"""

OTHER_THAN_DECIDED = """
SELECT t.id FROM approvals_task t LEFT JOIN approvals_decision d ON d.task_id = t.id
WHERE (t.state IN ('approved', 'returned', 'rejected') AND d.outcome IS DISTINCT FROM t.state)
   OR (t.state NOT IN ('approved', 'returned', 'rejected') AND d.id IS NOT NULL)
"""

# A delegate who is away is stood in for once more, so up to two delegations lead to the decider.
OUTSIDE = f"""
WITH made AS (
    SELECT d.id, d.decider_id, d.on_behalf_of_id, d.delegation_id, d.at, t.represents_id, t.opened_at, r.kind,
           COALESCE((r.facts ->> 'base_total')::numeric, r.amount) AS worth,
           (d.at AT TIME ZONE '{settings.TIME_ZONE}')::date AS day,
           (t.opened_at AT TIME ZONE '{settings.TIME_ZONE}')::date AS opened_day
    FROM approvals_decision d JOIN approvals_task t ON t.id = d.task_id
    JOIN approvals_step s ON s.id = t.step_id JOIN approvals_request r ON r.id = s.request_id
    WHERE d.delegation_id IS NOT NULL OR d.on_behalf_of_id IS NOT NULL OR t.represents_id IS NOT NULL
), ran AS (
    SELECT m.id, g.id AS delegation_id, g.user_id, g.to_id FROM made m JOIN approvals_delegation g
      ON m.day BETWEEN g.from_day AND g.until_day AND m.at >= g.made_at AND m.at <= COALESCE(g.ended_at, 'infinity')
     AND (g.kinds = '{{}}' OR m.kind = ANY (g.kinds)) AND m.worth <= COALESCE(g.up_to, 'Infinity'::numeric)
)
SELECT m.id FROM made m LEFT JOIN ran last ON last.id = m.id AND last.delegation_id = m.delegation_id
WHERE m.on_behalf_of_id IS DISTINCT FROM m.represents_id
   OR (m.delegation_id IS NOT NULL AND (
        last.id IS NULL OR last.to_id IS DISTINCT FROM m.decider_id
        OR (last.user_id <> m.on_behalf_of_id AND NOT EXISTS (
            SELECT 1 FROM ran first WHERE first.id = m.id AND first.user_id = m.on_behalf_of_id
                                      AND first.to_id = last.user_id))))
   OR (m.delegation_id IS NULL AND NOT EXISTS (
        SELECT 1 FROM approvals_delegation g WHERE g.user_id = m.on_behalf_of_id
           AND m.opened_day BETWEEN g.from_day AND g.until_day AND m.opened_at <= COALESCE(g.ended_at, 'infinity')))
"""

TWICE = "SELECT task_id FROM approvals_decision GROUP BY task_id HAVING count(*) > 1"

USED_BY_ANOTHER = """
SELECT l.id FROM approvals_tasklink l LEFT JOIN approvals_decision d ON d.task_id = l.task_id
WHERE l.used_at IS NOT NULL AND d.decider_id IS DISTINCT FROM l.user_id LIMIT 20
"""

INVARIANTS = (
    Invariant("I6", "No approval is open on an order that is not in approval", sql_rows(OPEN_ON_FINISHED)),
    Invariant("I8", "What was approved is what the order holds now", sql_rows(OTHER_CONTENT)),
    Invariant("I8", "An approval that stays valid was given, for this amount and this content", sql_rows(KEPT_MOVED)),
    Invariant("I26", "Every order in approval waits for an open task", sql_rows(WAITS_FOR_NOBODY)),
    Invariant("I26", "Every live order past approval has all decisions its route asked for", sql_rows(NOT_APPROVED)),
    Invariant("I26", "Every open step waits for somebody, and none that is done still does", sql_rows(UNHEARD_SIGNER)),
    Invariant("I26", "Every change past approval has its decisions", sql_rows(CHANGE_NOT_APPROVED)),
    Invariant("I26", "Nobody decided on their own order, and each decision keeps its role", sql_rows(OWN_ORDER)),
    Invariant("I26", "The steps of a request were decided by different people", sql_rows(DECIDED_TWICE_BY_ONE)),
    Invariant("I26", "No amount was approved above the limit its approvers had then", sql_rows(OVER_THE_LIMIT)),
    Invariant("I28", "Every delegated decision lies inside its delegation's days and scope", sql_rows(OUTSIDE)),
    Invariant("I27", "No task was decided twice", sql_rows(TWICE)),
    Invariant("I27", "Every task stands as it was decided", sql_rows(OTHER_THAN_DECIDED)),
    Invariant("I27", "What was decided through a link was decided by its person", sql_rows(USED_BY_ANOTHER)),
)
