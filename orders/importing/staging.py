"""The staging table: judged rows stand in the database before anything is written, so that size costs no memory."""

from collections.abc import Callable, Iterable
from itertools import islice

from django.db import connection
from django.utils.translation import gettext_lazy as _

from core.refusal import Refused
from orders.importing.copying import as_line, copy_text
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
UPDATE import_stage s SET reason = '{DUPLICATE}', col = NULL
FROM (SELECT number, ordinal, min(row) AS row FROM import_stage WHERE reason IS NULL
      GROUP BY number, ordinal HAVING count(*) > 1) AS first
WHERE first.number = s.number AND first.ordinal = s.ordinal AND first.row < s.row AND s.reason IS NULL
"""
# A number that stands for another order of the house or of another source ...
TAKEN = """
UPDATE import_stage s SET reason = 'taken', col = %(number_column)s FROM orders_order o
WHERE o.number = s.order_number AND s.reason IS NULL AND NOT EXISTS (
    SELECT 1 FROM orders_importedrow r JOIN orders_orderline l ON l.id = r.line_id
    WHERE r.source = %(source)s AND r.number = s.number AND l.order_id = o.id)
"""
# ... or of this file under another spelling: the first keeps it.
SPELLED = """
UPDATE import_stage s SET reason = 'taken', col = %(number_column)s
FROM (SELECT order_number, (array_agg(number ORDER BY row))[1] AS number FROM import_stage WHERE reason IS NULL
      GROUP BY order_number HAVING min(number) <> max(number)) AS first
WHERE first.order_number = s.order_number AND first.number <> s.number AND s.reason IS NULL
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


def stage(rows: Iterable[Judged], progress: Progress) -> int:
    """Put every judged row into the staging table, a few thousand at a time."""
    iterator, done = iter(rows), 0
    with connection.cursor() as cursor:
        cursor.execute(CREATE)
        while piece := list(islice(iterator, PIECE)):
            copy_text(cursor, "import_stage", "".join(map(as_line, piece)))
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
        for sql in (DUPLICATES, TWICE, TAKEN, SPELLED, CUSTOMERS, *([NOTHING] if whole else [])):
            cursor.execute(sql, words)


def take_time() -> None:
    """Let this transaction's statements take minutes: a person waits for a page, nobody for a batch."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '10min'")


def alone(source: str) -> None:
    """One import of a source at a time; a second one at the same moment is told so and may come later."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [f"import:{source}"])
        if not cursor.fetchone()[0]:
            raise Refused(_("An import from this source is under way. Please wait for its end."), code="busy")
