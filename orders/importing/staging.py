"""The staging table: judged rows stand in the database before anything is written, so that size costs no memory."""

import io
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from core.refusal import Refused
from orders.importing.judging import Judged
from orders.importing.reasons import DUPLICATE

PIECE = 5_000
Progress = Callable[[str, int, int], None]

CREATE = """
DROP TABLE IF EXISTS pg_temp.import_stage;
CREATE TEMP TABLE import_stage (
    row integer, number text, ordinal integer, amount numeric, reason text, col text, order_number text,
    customer text, customer_name text, card text, product text, product_code text, product_name text, text text,
    quantity numeric, price numeric, discount numeric, list_price numeric, freight numeric,
    placed timestamptz, shipped timestamptz, wanted date, cancelled boolean, ship_to text
) ON COMMIT DROP
"""
INDEX = "CREATE INDEX import_stage_number ON import_stage (number, row); ANALYZE import_stage"

# A row that is in the books already is a duplicate, whatever else could be said about it.
DUPLICATES = f"""
UPDATE import_stage s SET reason = '{DUPLICATE}', col = NULL FROM orders_importedrow r
WHERE r.source = %(source)s AND r.number = s.number AND r.ordinal = s.ordinal
"""
TWICE = f"""
UPDATE import_stage s SET reason = '{DUPLICATE}', col = NULL FROM import_stage earlier
WHERE earlier.number = s.number AND earlier.ordinal = s.ordinal AND earlier.row < s.row
  AND s.reason IS NULL AND earlier.reason IS NULL
"""
# A number that stands for another order: one of the house, of another source, or of this file under another spelling.
TAKEN = """
UPDATE import_stage s SET reason = 'taken', col = %(number_column)s
WHERE s.reason IS NULL AND (
    EXISTS (SELECT 1 FROM orders_order o WHERE o.number = s.order_number AND NOT EXISTS (
        SELECT 1 FROM orders_importedrow r JOIN orders_orderline l ON l.id = r.line_id
        WHERE r.source = %(source)s AND r.number = s.number AND l.order_id = o.id))
    OR EXISTS (SELECT 1 FROM import_stage other WHERE other.order_number = s.order_number
               AND other.number <> s.number AND other.reason IS NULL AND other.row < s.row))
"""
CUSTOMERS = """
UPDATE import_stage s SET reason = 'two_customers', col = %(customer_column)s
FROM (SELECT DISTINCT ON (number) number, customer FROM import_stage WHERE reason IS NULL
      ORDER BY number, row) AS first
WHERE first.number = s.number AND s.reason IS NULL AND s.customer <> first.customer
"""
NOTHING = f"""
UPDATE import_stage SET reason = 'all_or_nothing', col = NULL
WHERE reason IS NULL AND EXISTS (SELECT 1 FROM import_stage WHERE reason <> '{DUPLICATE}')
"""

ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def stage(rows: Iterable[Judged], progress: Progress) -> int:
    """Put every judged row into the staging table, a few thousand at a time."""
    iterator, done = iter(rows), 0
    with connection.cursor() as cursor:
        cursor.execute(CREATE)
        while piece := list(islice(iterator, PIECE)):
            text = io.StringIO("".join(_line(row) for row in piece))
            cursor.copy_expert("COPY import_stage FROM STDIN", text)
            done += len(piece)
            progress("reading", done, 0)
        cursor.execute(INDEX)
    return done


def settle(source: str, columns: dict[str, str], *, whole: bool) -> None:
    """Judge what one row cannot know: what is in the books already, and what the rows of one order say together.

    With `whole` a single refused row refuses all others too.
    """
    words = {
        "source": source,
        "number_column": columns["number"],
        "customer_column": columns.get("customer", columns["number"]),
    }
    with connection.cursor() as cursor:
        for sql in (DUPLICATES, TWICE, TAKEN, CUSTOMERS, *([NOTHING] if whole else [])):
            cursor.execute(sql, words)


def alone(source: str) -> None:
    """One import of a source at a time; a second one at the same moment is told so and may come later."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [f"import:{source}"])
        if not cursor.fetchone()[0]:
            raise Refused(_("An import from this source is under way. Please wait for its end."), code="busy")


def _line(row: Judged) -> str:
    return "\t".join(map(_cell, row)) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    return value.translate(ESCAPES) if isinstance(value, str) else str(value)
