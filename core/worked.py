"""Working time worked out by the database: the hours of core.calendar for thousands of rows in one statement.

A statement joins the table `worked` (day, before, works) by the local day of a moment; `before` are the working
seconds from the table's first day up to that day.
"""

import datetime
from typing import Any

from django.utils import timezone

from core.calendar import ONE_DAY, in_force

TABLE = (
    "worked (day, before, works) AS (SELECT * FROM"
    " unnest(%(worked_days)s::date[], %(worked_before)s::bigint[], %(worked_works)s::boolean[]))"
)


def worked_days(first: datetime.date, last: datetime.date) -> dict[str, Any]:
    """What the table is filled with: every day from the first to the last one, both included."""
    calendar = in_force()
    length = int(calendar.day_length.total_seconds())
    days = [first + n * ONE_DAY for n in range((last - first).days + 1)]
    works = [calendar.works(day) for day in days]
    before, passed = [], 0
    for one in works:
        before.append(passed)
        passed += length * one
    return {"worked_days": days, "worked_before": before, "worked_works": works}


def local_day(moment: str) -> str:
    """The day of a moment in the company's zone, to join the table by."""
    return f"({_local(moment)})::date"


def worked_seconds(moment: str, table: str) -> str:
    """The working seconds from the table's first day to a moment; `table` is its join by that moment's day."""
    at = f"extract(epoch FROM ({_local(moment)})::time)"
    shifts = ((_seconds(opens), _seconds(closes)) for opens, closes in in_force().shifts)
    today = " + ".join(f"LEAST(GREATEST({at} - {opens}, 0), {closes - opens})" for opens, closes in shifts)
    return f"({table}.before + CASE WHEN {table}.works THEN {today} ELSE 0 END)"


def _local(moment: str) -> str:
    return f"{moment} AT TIME ZONE '{timezone.get_default_timezone()}'"


def _seconds(at: datetime.time) -> int:
    return at.hour * 3600 + at.minute * 60
