"""Document numbers: one database sequence per prefix and period, so that numbering makes nobody wait.

A number is used up when its transaction takes it, even if that fails afterwards:
numbers are unique and rising, and may have gaps. `core.models.NumberRule` says how they look.
"""

import datetime
import re

from django.db import connection, transaction

from core import clock
from core.models import NumberRule
from core.models.numbering import UsedUp

SERIES = re.compile(r"[A-Z]{1,4}")
STEM = re.compile(r"[A-Z][A-Z0-9-]{0,24}")

TAKE = """
SELECT stem, digits, nextval(to_regclass('number_' || lower(replace(stem, '-', '_')))) FROM (
    SELECT COALESCE(rule.digits, 4) AS digits, COALESCE(rule.prefix, asked.series) || CASE rule.date_part
        WHEN '' THEN '' ELSE '-' || to_char(%s::date, COALESCE(rule.date_part, 'YYYYMM')) END AS stem
    FROM (SELECT %s::text AS series) AS asked LEFT JOIN core_numberrule rule ON rule.series = asked.series
) AS form
"""


def next_number(series: str, day: datetime.date | None = None) -> str:
    """The next number of a series by its rule, in one statement: `SO-202611-0318`."""
    if not SERIES.fullmatch(series):
        raise ValueError(series)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [day or clock.today(), series])
        stem, digits, value = cursor.fetchone()
    return f"{stem}-{value if value is not None else _first(stem):0{digits}d}"


def numbered_as_draft(series: str) -> bool:
    """Whether the rule of a series takes the number when a draft is begun, not when it is submitted."""
    return NumberRule.objects.filter(series=series, used_up=UsedUp.DRAFT).exists()


def _first(stem: str) -> int:
    """The first number of a period: whoever comes first makes the sequence, the others wait here once."""
    if not STEM.fullmatch(stem):
        raise ValueError(stem)
    sequence = f"number_{stem.lower().replace('-', '_')}"
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [sequence])
        cursor.execute(f'CREATE SEQUENCE IF NOT EXISTS "{sequence}"')
        cursor.execute("SELECT nextval(to_regclass(%s))", [sequence])
        return cursor.fetchone()[0]
