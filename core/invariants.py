"""The kit of `check_invariants`: what an invariant is, and those of history itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection

from core import clock
from core.anchor import broken_anchors
from core.history import broken_events
from core.models import Delivery


@dataclass(frozen=True)
class Invariant:
    """A rule that must hold for ever; `rows()` gives the ids that break it."""

    code: str
    rule: str
    rows: Callable[[], Iterable[object]]


def sql_rows(sql: str) -> Callable[[], list[object]]:
    """The first column of every row a query returns: the offenders."""

    def rows() -> list[object]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return [row[0] for row in cursor.fetchall()]

    return rows


FLOATS = """
SELECT table_name || '.' || column_name FROM information_schema.columns
WHERE table_schema = 'public' AND data_type IN ('real', 'double precision') AND table_name NOT LIKE 'axes_%'
"""

INVARIANTS = (
    Invariant(
        "I1",
        "No amount or quantity is stored as a floating-point number",
        sql_rows(FLOATS),
    ),
    Invariant("I30", "Every history chain fits its hashes, numbers and columns", broken_events),
    Invariant("I30", "Every anchor agrees with the history it holds", broken_anchors),
    Invariant(
        "I31",
        "No message waits more than ten minutes without a new attempt",
        lambda: Delivery.objects.overdue(clock.now()).values_list("pk", flat=True)[:20],
    ),
)
