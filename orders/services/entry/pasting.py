"""Pasted text becomes lines: rows of a sheet, a mail, a chat; what is not understood stays in words (B15)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from catalog.models import Unit
from catalog.services.wording import GROUPS
from core.refusal import Refused
from customers.models import Customer
from orders.services.entry.naming import Named, name_products
from orders.services.entry.tearing import Torn, tear

MOST_ROWS = 500
MOST_TEXT = 200_000
LONGEST_PART = 80


@dataclass(frozen=True)
class Pasted:
    """The rows ready for the grid, as somebody would type them, and how the sheet was read."""

    rows: list[dict[str, str]]
    torn: Torn
    unsure: int
    unknown: int


def read_pasted(text: str, customer: Customer | None, columns: Sequence[str] = ()) -> Pasted:
    """Read 1–500 rows pasted from a sheet or a message, in seven queries whatever their number.

    A product is found by code, barcode, the customer's part number, name or pinyin; where only words of the
    name led to it, the customer's own words stand beside it for a second look. Nothing is dropped: more rows
    than an order holds are refused as a whole, and what is not understood stays as it was written.
    """
    if len(text) > MOST_TEXT:
        raise Refused(_("This is more text than an order holds. Nothing was taken."), code="too_much")
    units = Unit.objects.in_bulk()
    words = {word.casefold() for unit in units.values() for word in (unit.code, unit.name)}
    torn = tear(text, words | set(GROUPS), columns)
    if len(torn.rows) > MOST_ROWS:
        message = _("%(rows)s rows were pasted; an order holds %(most)s. Nothing was taken.")
        raise Refused(message % {"rows": len(torn.rows), "most": MOST_ROWS}, code="too_many")
    names = name_products((word for row in torn.rows for word in _words(row)), customer)
    rows = [_row(row, names.found, units) for row in torn.rows]
    unknown = sum(1 for row in torn.rows if not _named(row, names.found))
    return Pasted(rows, torn, sum(1 for row in rows if row.get("part")), unknown)


def _words(row: dict[str, str]) -> Iterable[str]:
    return (word for word in (row.get("product"), row.get("part")) if word)


def _named(row: dict[str, str], found: dict[str, Named]) -> Named | None:
    return next((found[word] for word in _words(row) if word in found), None)


def _row(row: dict[str, str], found: dict[str, Named], units: dict[int, Unit]) -> dict[str, str]:
    named, said = _named(row, found), row.get("product") or row.get("part") or ""
    if named is None:
        return row | {"product": said[:100]}
    own = row.get("part", "") or ("" if named.sure else said)
    # The unit the customer's word stands for, else the product's own: whoever reads the row sees what is counted.
    unit = row.get("unit") or str(units[named.unit_id or named.product.unit_id])
    product = {"product": named.product.code, "name": named.product.title}
    return {**row, **product, "part": own[:LONGEST_PART], "unit": unit}
