"""How fast goods leave, worked out once a night for every product and warehouse."""

import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from core import clock
from core.service import service

PACE_DAYS = 90

PACE = """
WITH moved AS (
    SELECT m.product_id, p.warehouse_id,
           SUM(m.quantity) FILTER (WHERE m.side = 'out' AND m.other = 'customer') AS used,
           SUM(CASE WHEN m.side = 'in' THEN m.quantity ELSE -m.quantity END) AS gained,
           MAX(m.at) FILTER (WHERE m.side = 'out' AND m.other = 'customer') AS last
    FROM (
        SELECT s.product_id, s.from_place_id AS place_id, t.kind AS other, s.quantity, s.at, 'out' AS side
        FROM inventory_stockmove s JOIN inventory_place t ON t.id = s.to_place_id WHERE s.at >= %(since)s
        UNION ALL
        SELECT s.product_id, s.to_place_id, f.kind, s.quantity, s.at, 'in'
        FROM inventory_stockmove s JOIN inventory_place f ON f.id = s.from_place_id WHERE s.at >= %(since)s
    ) AS m JOIN inventory_place p ON p.id = m.place_id AND p.kind = 'stock'
    GROUP BY m.product_id, p.warehouse_id
)
INSERT INTO inventory_stockpace (product_id, warehouse_id, used, gained, last_issue, "on")
SELECT i.product_id, i.warehouse_id, COALESCE(moved.used, 0), COALESCE(moved.gained, 0),
       (moved.last AT TIME ZONE %(zone)s)::date, %(today)s
FROM inventory_stockitem i LEFT JOIN moved USING (product_id, warehouse_id)
WHERE i.moved_at IS NOT NULL
ORDER BY i.product_id, i.warehouse_id
ON CONFLICT (product_id, warehouse_id) DO UPDATE SET used = EXCLUDED.used, gained = EXCLUDED.gained,
    last_issue = COALESCE(EXCLUDED.last_issue, inventory_stockpace.last_issue), "on" = EXCLUDED."on"
"""


@service
def work_out_pace() -> int:
    """What left for customers in the last 90 days, how stock changed, and the last day goods left; one statement.

    No shelf is held for it: pages read the figures, nothing promises by them. Returns how many rows it wrote.
    """
    today = clock.today()
    since = clock.now() - datetime.timedelta(days=PACE_DAYS)
    values: dict[str, Any] = {"since": since, "today": today, "zone": str(timezone.get_current_timezone())}
    with connection.cursor() as cursor:
        cursor.execute(PACE, values)
        return cursor.rowcount
