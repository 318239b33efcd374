"""How long approvals usually take."""

import datetime
from collections.abc import Collection
from decimal import Decimal
from statistics import median

from approvals.models import Task
from approvals.models.words import TaskState
from core import clock
from core.calendar import working_hours_between

LOOK_BACK = datetime.timedelta(days=90)
FEWEST = 5
MOST = 400


def usual_hours(rule_ids: Collection[int]) -> dict[int, Decimal]:
    """The median working hours from asked to decided, by rule, over the last 90 days, in one query.

    A rule with fewer than five cases has no usual time and is left out.
    """
    if not rule_ids:
        return {}
    decided = Task.objects.filter(
        step__rule_id__in=rule_ids,
        closed_at__gte=clock.now() - LOOK_BACK,
        state__in=(TaskState.APPROVED, TaskState.RETURNED, TaskState.REJECTED),
    )
    spent: dict[int, list[Decimal]] = {}
    rows = decided.order_by("-closed_at").values_list("step__rule_id", "opened_at", "closed_at")
    for rule, opened, closed in rows[:MOST]:
        if rule and closed:
            spent.setdefault(rule, []).append(working_hours_between(opened, closed))
    return {rule: median(hours) for rule, hours in spent.items() if len(hours) >= FEWEST}
