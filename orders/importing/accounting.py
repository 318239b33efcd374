"""The account of an import: every row of the file, in count and in money, by what became of it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection

from orders.importing.reasons import DUPLICATE, label, remedy

ZERO = Decimal(0)
KINDS = ("rows", "accepted", "refused", "duplicates")

BY_REASON = """
SELECT reason, count(*), coalesce(sum(amount), 0), min(row) FROM import_stage GROUP BY reason ORDER BY count(*) DESC, 1
"""
# What would be, or was, made: orders, customers and products the books do not know yet.
COUNTS = """
SELECT
  (SELECT count(DISTINCT number) FROM import_stage s WHERE reason IS NULL AND NOT EXISTS (
      SELECT 1 FROM orders_importedrow r WHERE r.source = %(source)s AND r.number = s.number)),
  (SELECT count(DISTINCT customer) FROM import_stage s WHERE reason IS NULL AND NOT EXISTS (
      SELECT 1 FROM customers_customer c WHERE c.code = s.customer)),
  (SELECT count(DISTINCT product) FROM import_stage s WHERE reason IS NULL AND product NOT IN (
      SELECT CASE WHEN %(fold)s THEN upper(p.code) ELSE p.code END FROM catalog_product p))
"""
NOTES = f"""
SELECT
  (SELECT count(*) FROM (SELECT number FROM import_stage WHERE reason IS NULL GROUP BY number
                         HAVING count(DISTINCT placed) > 1) AS n),
  (SELECT count(*) FROM (SELECT product FROM import_stage WHERE reason IS NULL GROUP BY product
                         HAVING count(DISTINCT product_code) > 1) AS n),
  (SELECT count(*) FROM import_stage WHERE reason IS NULL AND price = 0),
  (SELECT count(*) FROM (SELECT number FROM import_stage GROUP BY number HAVING bool_or(reason IS NULL)
                         AND bool_or(reason <> '{DUPLICATE}')) AS n),
  (SELECT coalesce(sum(freight), 0) FROM (SELECT DISTINCT ON (number) freight FROM import_stage
                                          WHERE reason IS NULL ORDER BY number, row) AS n),
  (SELECT coalesce(sum(amount * (100 - discount) / 100), 0) FROM import_stage WHERE reason IS NULL)
"""
REFUSED = f"""
SELECT row, number, ordinal, reason, col FROM import_stage
WHERE reason IS NOT NULL AND reason <> '{DUPLICATE}' ORDER BY row
"""


@dataclass(kw_only=True)
class Account:
    """accepted + refused + duplicates = rows, and the same in money; amounts are unrounded quantity × price."""

    rows: int = 0
    orders: int = 0
    lines: int = 0
    customers: int = 0
    products: int = 0
    accepted: int = 0
    refused: int = 0
    duplicates: int = 0
    total: Decimal = ZERO
    batch: int | None = None
    reasons: dict[str, dict[str, Any]] = field(default_factory=dict)
    amounts: dict[str, Decimal] = field(default_factory=lambda: dict.fromkeys(KINDS, ZERO))
    notes: dict[str, Any] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """The account as JSON prints it: amounts as text, so that no digit is lost."""
        return _plain(asdict(self))


def account(source: str, *, fold: bool) -> Account:
    """Add up the staging table; every row of the file is in exactly one figure."""
    with connection.cursor() as cursor:
        cursor.execute(BY_REASON)
        groups = cursor.fetchall()
        cursor.execute(COUNTS, {"source": source, "fold": fold})
        orders, customers, products = cursor.fetchone()
        cursor.execute(NOTES)
        notes = cursor.fetchone()
    made = Account(orders=orders, customers=customers, products=products, notes=_notes(notes))
    for reason, count, amount, first in groups:
        _add(made, reason, count, amount, first)
    made.lines, made.total = made.accepted, made.amounts["accepted"]
    return made


def refused_rows() -> Iterator[tuple[int, str, int, str, str | None]]:
    """Every refused row in the order of the file: row, number, line of that number, reason, column."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(REFUSED)
        yield from cursor


def printed(made: Account) -> dict[str, Any]:
    """What `--json` prints: the account without the notes beside it."""
    data = made.as_data()
    reasons = {name: {"rows": row["rows"], "amount": row["amount"]} for name, row in data["reasons"].items()}
    return {key: value for key, value in data.items() if key != "notes"} | {"reasons": reasons}


def _add(made: Account, reason: str | None, count: int, amount: Decimal, first: int) -> None:
    kind = "accepted" if reason is None else "duplicates" if reason == DUPLICATE else "refused"
    made.rows += count
    setattr(made, kind, getattr(made, kind) + count)
    made.amounts["rows"] += amount
    made.amounts[kind] += amount
    if kind == "refused" and reason is not None:
        before = made.reasons.get(label(reason), {"rows": 0, "amount": ZERO})
        made.reasons[label(reason)] = {
            "rows": before["rows"] + count,
            "amount": before["amount"] + amount,
            "first_row": first,
            "fix": remedy(reason),
        }


def _notes(found: tuple[Any, ...]) -> dict[str, Any]:
    names = ("orders_with_two_dates", "products_spelled_twice", "free_lines", "incomplete_orders", "freight", "net")
    return dict(zip(names, found, strict=True))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return f"{value:f}" if isinstance(value, Decimal) else value
