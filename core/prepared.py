"""Questions that every page asks, put into SQL once: to write them takes Django longer than PostgreSQL to answer."""

import datetime
from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Ask = Callable[..., list[tuple[Any, ...]]]

MARKS = {int: lambda n: -7_000_001 - n, datetime.date: lambda n: datetime.date.min + datetime.timedelta(days=n)}
"""Keys and days that nobody ever has: each keeps the place of one thing that changes from question to question."""


def prepared(*kinds: type) -> Callable[[Callable[..., QuerySet[Any, Any]]], Ask]:
    """Rows of the query a function makes of keys and days, whose SQL does not change with them.

    Only for plain columns: numbers, words and moments come as the database says them. The function is called once
    in a process; so it may not look at anything but what it is given.
    """
    marks = [MARKS[kind](n) for n, kind in enumerate(kinds)]

    def dress(make: Callable[..., QuerySet[Any, Any]]) -> Ask:
        @cache
        def statement() -> tuple[str, tuple[Any, ...]]:
            return make(*marks).query.sql_with_params()

        def ask(*given: Any) -> list[tuple[Any, ...]]:
            sql, params = statement()
            now = dict(zip(marks, given, strict=True))
            with connection.cursor() as cursor:
                cursor.execute(sql, [now.get(value, value) for value in params])
                return cursor.fetchall()

        return ask

    return dress
