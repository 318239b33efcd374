"""Questions that every page asks, put into SQL once: to write them takes Django longer than PostgreSQL to answer."""

import datetime
from collections.abc import Callable
from copy import copy
from functools import cache
from types import SimpleNamespace
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable

from core import locks

M = TypeVar("M", bound=Model)
Ask = Callable[..., list[tuple[Any, ...]]]

MARKS: dict[type, Callable[[int], Any]] = {
    int: lambda n: -7_000_001 - n,
    datetime.date: lambda n: datetime.date.min + datetime.timedelta(days=n),
    list: lambda n: f"\0{n}",
}
"""Keys, days and lists that nobody ever has: each keeps the place of one thing that changes from question to question.

A list keeps its place only where PostgreSQL takes it as one: in `= ANY(…)`, see core.search.AmongThose.
"""


def prepared(*kinds: type) -> Callable[[Callable[..., QuerySet[Any, Any]]], Ask]:
    """Rows of the query a function makes of keys, days and lists, whose SQL does not change with them.

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


def prepared_models(
    *kinds: type, hold: bool = False
) -> Callable[[Callable[..., QuerySet[M]]], Callable[..., list[M]]]:
    """The same for rows that come as models, with all that is joined and worked out beside them.

    With `hold` they are held until the transaction ends; the function gives them in the order of their keys. That is
    no part of the SQL made before: a race is proved by switching locks off.
    """
    marks = [MARKS[kind](n) for n, kind in enumerate(kinds)]

    def dress(make: Callable[..., QuerySet[M]]) -> Callable[..., list[M]]:
        @cache
        def statement() -> tuple[Any, str, tuple[Any, ...]]:
            compiler = make(*marks).query.get_compiler(DEFAULT_DB_ALIAS)
            sql, params = compiler.as_sql()
            # What is to be done with each column is the same every time as well.
            converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
            compiler.get_converters = lambda _columns: converters
            return compiler, sql, params

        def ask(*given: Any) -> list[M]:
            compiler, sql, params = statement()
            now = dict(zip(marks, given, strict=True))
            # Each thread has a connection of its own, and each question its own values.
            mine = copy(compiler)
            mine.connection = connections[DEFAULT_DB_ALIAS]
            held = sql + locks.holding(compiler.query.model) if hold else sql
            mine.as_sql = lambda *_args, **_more: (held, tuple(now.get(value, value) for value in params))
            query = SimpleNamespace(get_compiler=lambda **_more: mine)
            rows = SimpleNamespace(
                db=DEFAULT_DB_ALIAS, query=query, model=compiler.query.model, _known_related_objects={}
            )
            return list(ModelIterable(rows))  # type: ignore[arg-type]

        return ask

    return dress
