"""The statements behind the compliance list, one for each section, all with the columns of LINES.

What was seen on an earlier version or round of the same order is told once, with the first.
"""

FINDINGS = """
orders_orderrevision v JOIN orders_order o ON o.id = v.order_id AND o.origin = 'live'
CROSS JOIN LATERAL jsonb_array_elements(v.findings) AS f(finding)
WHERE v.at >= %(begin)s AND v.at < %(end)s {visible}
"""

SEEN_BEFORE = """
EXISTS (SELECT 1 FROM orders_orderrevision e WHERE e.order_id = v.order_id AND e.id < v.id AND e.findings @>
        jsonb_build_array(jsonb_build_object('code', finding -> 'code', 'line', finding -> 'line',
                                             'facts', finding -> 'facts')))
"""

REASONS = f"""
SELECT 'reasons', v.id, v.at, v.submitted_by_id, NULL::bigint, o.id, NULL::bigint, finding, v.reason
FROM {FINDINGS} AND finding ->> 'level' = 'needs_reason' AND btrim(v.reason) <> '' AND NOT {SEEN_BEFORE}
"""

PRICES = f"""
SELECT 'prices', v.id, v.at, v.submitted_by_id, NULL::bigint, o.id, NULL::bigint, finding, v.reason
FROM {FINDINGS} AND finding ->> 'code' IN ('price_typed', 'below_floor') AND NOT {SEEN_BEFORE}
"""

# A person agreed to this very content; a step that its sentence lets pass at the limit is told on its own.
AGREED = """
EXISTS (SELECT 1 FROM approvals_request r JOIN approvals_step s ON s.request_id = r.id
        WHERE r.order_id = o.id AND r.judged = v.content_hash AND r.state = 'approved' AND (
            s.state = 'kept' OR EXISTS (
                SELECT 1 FROM approvals_task t LEFT JOIN approvals_decision d ON d.task_id = t.id
                WHERE t.step_id = s.id AND NOT t.replaced
                  AND (d.outcome = 'approved' OR (t.state = 'expired' AND s.at_limit = 'pass')))))
"""

SKIPPED = f"""
SELECT 'skipped', v.id, v.at, v.submitted_by_id, NULL::bigint, o.id, NULL::bigint, finding, v.reason
FROM {FINDINGS}
AND (o.state IN ('approved', 'confirmed', 'completed') OR EXISTS (
     SELECT 1 FROM approvals_request r WHERE r.order_id = o.id AND r.judged = v.content_hash AND r.state = 'approved'))
AND NOT EXISTS (SELECT 1 FROM orders_orderrevision e
                WHERE e.order_id = v.order_id AND e.number = v.number AND e.round > v.round)
AND (finding ->> 'level' = 'stop' OR (finding ->> 'level' = 'needs_reason' AND btrim(v.reason) = '')
     OR (finding ->> 'level' = 'approve' AND NOT {AGREED}))
"""

HOLDS = """
SELECT 'holds', h.id, h.lifted_at, h.lifted_by_id, NULL::bigint, o.id, NULL::bigint,
       jsonb_build_object('kind', h.kind), h.reason
FROM orders_orderhold h JOIN orders_order o ON o.id = h.order_id
WHERE h.lifted_at >= %(begin)s AND h.lifted_at < %(end)s {visible}
"""

PASSED = """
SELECT 'passed', t.id, t.closed_at, t.user_id, t.represents_id, o.id, r.id, jsonb_build_object('asked', s.reasons), ''
FROM approvals_task t JOIN approvals_step s ON s.id = t.step_id JOIN approvals_request r ON r.id = s.request_id
LEFT JOIN orders_order o ON o.id = r.order_id
WHERE t.state = 'expired' AND s.at_limit = 'pass' AND t.closed_at >= %(begin)s AND t.closed_at < %(end)s {visible}
"""

DECISIONS = """
SELECT '{section}', d.id, d.at, d.decider_id, d.on_behalf_of_id, o.id, r.id,
       jsonb_build_object('asked', s.reasons, 'outcome', d.outcome, 'due', t.due_at), d.opinion
FROM approvals_decision d JOIN approvals_task t ON t.id = d.task_id
JOIN approvals_step s ON s.id = t.step_id JOIN approvals_request r ON r.id = s.request_id
LEFT JOIN orders_order o ON o.id = r.order_id
WHERE d.at >= %(begin)s AND d.at < %(end)s AND {which} {{visible}}
"""

OWN = DECISIONS.format(
    section="own",
    which="(d.decider_id IN (r.owner_id, r.asked_by_id) OR d.on_behalf_of_id IN (r.owner_id, r.asked_by_id))",
)
LATE = DECISIONS.format(section="late", which="d.at > t.due_at")
DELEGATED = DECISIONS.format(section="delegated", which="d.on_behalf_of_id IS NOT NULL")

# A day's anchor knows the last event before it, so a month is found by key and the whole history is not read.
SHARES = """
SELECT 'shares', e.id, e.at, e.actor_id, NULL::bigint, o.id, NULL::bigint, e.text::jsonb -> 'data', ''
FROM core_event e JOIN orders_order o ON o.id = split_part(e.topic, ':', 2)::bigint
WHERE e.name = 'order.shared' AND e.at >= %(begin)s AND e.at < %(end)s {visible}
  AND e.id > COALESCE((SELECT max(upto) FROM core_anchor WHERE day < %(first)s - 1), 0)
  AND e.id <= COALESCE((SELECT min(upto) FROM core_anchor WHERE day > %(last)s + 1), 9223372036854775807)
"""

STATEMENTS = {
    "skipped": SKIPPED,
    "own": OWN,
    "reasons": REASONS,
    "prices": PRICES,
    "holds": HOLDS,
    "passed": PASSED,
    "late": LATE,
    "delegated": DELEGATED,
    "shares": SHARES,
}

LINES = "WITH lines (section, key, at, who, for_whom, order_id, request_id, detail, reason) AS ({lines})"

COUNTED = f"{LINES} SELECT section, count(*) FROM lines GROUP BY section"

TOLD = f"""
{LINES}
SELECT l.section, l.key, l.at, COALESCE(NULLIF(u.name, ''), u.username, ''),
       COALESCE(NULLIF(f.name, ''), f.username, ''), COALESCE(o.number, ''), COALESCE(r.title, ''),
       COALESCE(r.facts ->> 'url', ''), l.detail, l.reason
FROM lines l LEFT JOIN core_user u ON u.id = l.who LEFT JOIN core_user f ON f.id = l.for_whom
LEFT JOIN orders_order o ON o.id = l.order_id LEFT JOIN approvals_request r ON r.id = l.request_id
ORDER BY array_position(%(sections)s, l.section), l.at DESC, l.key DESC LIMIT %(most)s OFFSET %(from)s
"""
