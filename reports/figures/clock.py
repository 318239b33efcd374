"""How long orders stay at each stage, from the stage clock."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from orders.models import Order, StageSpan
from orders.models.words import Stage
from reports.figures.period import Period
from reports.figures.seen import among

SPANS = """
SELECT stage, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY hours),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY hours)
FROM (
    SELECT stage, since,
        extract(epoch FROM lead(since) OVER (PARTITION BY order_id ORDER BY id) - since)::numeric / 3600 AS hours
    FROM orders_stagespan WHERE order_id IN (
        SELECT order_id FROM orders_stagespan WHERE since >= %(begin)s AND since < %(end)s
    ) {visible}
) AS stays
WHERE hours IS NOT NULL AND since >= %(begin)s AND since < %(end)s
GROUP BY stage
"""


@dataclass(frozen=True)
class StageTime:
    """Stays at a stage that began in the period and have ended, in hours."""

    stage: Stage
    stays: int
    median: float
    slowest_tenth: float


def stage_times(user: Any, period: Period) -> list[StageTime]:
    """Median and 90th percentile of the hours orders stayed at each stage, among those a person may see."""
    visible, params = "", {"begin": period.begin, "end": period.end}
    if not user.has_perm("orders.see_all_order"):
        visible, named = among(Order.objects.visible_to(user), "order_id", "v")
        params |= named
    with connection.cursor() as cursor:
        cursor.execute(SPANS.format(visible=visible), params)
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    return [
        StageTime(stage, found[stage][0], float(found[stage][1]), float(found[stage][2]))
        for stage in Stage
        if stage in found
    ]


def passed_through(stage: str, period: Period) -> Any:
    """The orders that came to a stage in the period."""
    spans = StageSpan.objects.filter(stage=stage, since__gte=period.begin, since__lt=period.end)
    return spans.values("order_id")
