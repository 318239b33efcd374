"""Document numbers: one database sequence per series and month, so that numbering makes nobody wait.

A number is used up when its transaction takes it, even if that fails afterwards:
numbers are unique and rising, and may have gaps.
"""

import datetime
import re

from django.db import connection, transaction

from core import clock

SERIES = re.compile(r"[A-Z]{1,4}")


def next_number(series: str, day: datetime.date | None = None) -> str:
    """The next number of a series: `SO-202611-0318`."""
    month = f"{day or clock.today():%Y%m}"
    return f"{series}-{month}-{_next(_sequence(series, month)):04d}"


def _sequence(series: str, month: str) -> str:
    if not SERIES.fullmatch(series):
        raise ValueError(series)
    return f"number_{series.lower()}_{month}"


def _next(sequence: str) -> int:
    value = _taken(sequence)
    return value if value is not None else _first(sequence)


def _taken(sequence: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(to_regclass(%s))", [sequence])
        return cursor.fetchone()[0]


def _first(sequence: str) -> int:
    """The first number of a month: whoever comes first makes the sequence, the others wait here once."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [sequence])
        cursor.execute(f'CREATE SEQUENCE IF NOT EXISTS "{sequence}"')
        cursor.execute("SELECT nextval(to_regclass(%s))", [sequence])
        return cursor.fetchone()[0]
