"""What must always hold between orders, requests, tasks and decisions."""

from core.invariants import Invariant, sql_rows

OPEN_ON_FINISHED = """
SELECT r.id FROM approvals_request r JOIN orders_order o ON o.id = r.order_id
WHERE r.state = 'open' AND o.state <> 'pending_approval'
UNION
SELECT r.id FROM approvals_task t JOIN approvals_step s ON s.id = t.step_id
JOIN approvals_request r ON r.id = s.request_id JOIN orders_order o ON o.id = r.order_id
WHERE t.state = 'pending' AND o.state <> 'pending_approval'
"""

WAITS_FOR_NOBODY = """
SELECT o.id FROM orders_order o
WHERE o.origin = 'live' AND o.state = 'pending_approval'
  AND NOT EXISTS (SELECT 1 FROM approvals_request r JOIN approvals_step s ON s.request_id = r.id
                  JOIN approvals_task t ON t.step_id = s.id
                  WHERE r.order_id = o.id AND r.state = 'open' AND s.state = 'open' AND t.state = 'pending')
"""

NOT_APPROVED = """
SELECT o.id FROM orders_order o
LEFT JOIN LATERAL (SELECT r.id, r.state FROM approvals_request r
                   WHERE r.order_id = o.id ORDER BY r.id DESC LIMIT 1) AS last ON true
WHERE o.origin = 'live' AND o.state IN ('approved', 'confirmed', 'completed')
  AND (last.id IS NULL OR last.state <> 'approved'
       OR EXISTS (SELECT 1 FROM approvals_step s LEFT JOIN approvals_task t ON t.step_id = s.id
                  LEFT JOIN approvals_decision d ON d.task_id = t.id
                  WHERE s.request_id = last.id
                    AND (s.state <> 'approved' OR d.outcome IS DISTINCT FROM 'approved')))
"""

OWN_ORDER = """
SELECT d.id FROM approvals_decision d JOIN approvals_task t ON t.id = d.task_id
JOIN approvals_step s ON s.id = t.step_id JOIN approvals_request r ON r.id = s.request_id
WHERE d.decider_id IN (r.owner_id, r.asked_by_id) OR d.role_then = ''
"""

DECIDED_TWICE_BY_ONE = """
SELECT s.request_id FROM approvals_decision d JOIN approvals_task t ON t.id = d.task_id
JOIN approvals_step s ON s.id = t.step_id
GROUP BY s.request_id, d.decider_id HAVING count(*) > 1
"""

OVER_THE_LIMIT = """
SELECT r.id FROM approvals_request r JOIN approvals_step s ON s.request_id = r.id
JOIN approvals_task t ON t.step_id = s.id JOIN approvals_decision d ON d.task_id = t.id
WHERE r.state = 'approved'
GROUP BY r.id, r.amount, r.facts
HAVING max(COALESCE(d.limit_then, 'Infinity'::numeric)) < COALESCE((r.facts ->> 'base_total')::numeric, r.amount)
"""

OTHER_THAN_DECIDED = """
SELECT t.id FROM approvals_task t LEFT JOIN approvals_decision d ON d.task_id = t.id
WHERE (t.state IN ('approved', 'returned', 'rejected') AND d.outcome IS DISTINCT FROM t.state)
   OR (t.state NOT IN ('approved', 'returned', 'rejected') AND d.id IS NOT NULL)
"""

TWICE = "SELECT task_id FROM approvals_decision GROUP BY task_id HAVING count(*) > 1"

INVARIANTS = (
    Invariant("I6", "No approval is open on an order that is not in approval", sql_rows(OPEN_ON_FINISHED)),
    Invariant("I26", "Every order in approval waits for exactly one open task", sql_rows(WAITS_FOR_NOBODY)),
    Invariant("I26", "Every live order past approval has all decisions its route asked for", sql_rows(NOT_APPROVED)),
    Invariant("I26", "Nobody decided on their own order, and each decision keeps its role", sql_rows(OWN_ORDER)),
    Invariant("I26", "The steps of a request were decided by different people", sql_rows(DECIDED_TWICE_BY_ONE)),
    Invariant("I26", "No amount was approved above the limit its approvers had then", sql_rows(OVER_THE_LIMIT)),
    Invariant("I27", "No task was decided twice", sql_rows(TWICE)),
    Invariant("I27", "Every task stands as it was decided", sql_rows(OTHER_THAN_DECIDED)),
)
