"""How many rows several lists have, asked together and never further than the cap."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from core.paging import COUNT_CAP


def capped_counts(lists: Mapping[str, QuerySet[Any]], *, cap: int = COUNT_CAP) -> dict[str, int]:
    """Rows of each list in one query; a list longer than the cap counts one more than it."""
    if not lists:
        return {}
    parts: list[str] = []
    params: list[Any] = []
    for rows in lists.values():
        sql, values = _sql(capped(rows, cap).values("pk"))
        parts.append(f"(SELECT count(*) FROM ({sql}) AS one)")
        params.extend(values)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return dict(zip(lists, cursor.fetchone(), strict=True))


def capped(rows: QuerySet[Any], cap: int = COUNT_CAP) -> QuerySet[Any]:
    """The rows up to one more than the cap, in any order; those found newest first are walked newest first."""
    walked = rows if tuple(rows.query.order_by) == ("-pk",) else rows.order_by()
    return walked[: cap + 1]


def count_words(number: int, *, cap: int = COUNT_CAP) -> str:
    """A capped count as people read it: 86, or 1,000+."""
    return f"{cap:,}+" if number > cap else f"{number:,}"


def _sql(rows: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    # An empty list compiles to nothing at all; it must still count as none.
    from django.core.exceptions import EmptyResultSet

    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 1 WHERE false", ()
