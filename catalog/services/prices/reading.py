"""New prices as people type, paste or send them: one row per price, by code, step and price."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.utils.translation import gettext as _

from catalog.services.finding import Found, resolve
from core.inputs import GROUPED, half_width, plain
from core.workbook import cells

MOST_ROWS = 500
MOST_TEXT = 200_000
HIGHEST = Decimal("999999999999")
CUT = re.compile(r"\t|;|；|,|，")
HEADS = ("code", "product", "price", "编码", "产品", "商品", "货号", "价格", "单价", "新价")


@dataclass(frozen=True)
class NewPrice:
    """One price as it is to be."""

    product_id: int
    code: str
    from_quantity: Decimal
    price: Decimal


@dataclass
class Read:
    """The prices that were understood, and what is wrong with the other rows, each with its place."""

    prices: list[NewPrice] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def rows_of_text(text: str) -> list[list[str]]:
    """Rows of a sheet or typed ones: cells apart by tab, semicolon or comma."""
    return [_cut(line) for line in text[:MOST_TEXT].splitlines() if line.strip()]


def _cut(line: str) -> list[str]:
    apart = line.split("\t") if "\t" in line else CUT.split(line) if CUT.search(line) else line.split()
    return [half_width(cell) for cell in apart]


def rows_of_file(path: Path) -> list[list[str]]:
    """Rows of a workbook or of a CSV in UTF-8 or GB18030."""
    if path.suffix.lower() == ".xlsx":
        return [[half_width(cell) for cell in row] for row in cells(path) if any(row)]
    raw = path.read_bytes()
    try:
        return rows_of_text(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return rows_of_text(raw.decode("gb18030", errors="replace"))


def read_prices(rows: Sequence[Sequence[str]]) -> Read:
    """Understand rows of code, new price, or of code, from quantity, new price; two queries whatever their number.

    Nothing is dropped in silence: a row that is not understood, or stands there twice, is told with its place.
    """
    read = Read()
    body = [(n, list(row)) for n, row in enumerate(rows, start=1) if not (n == 1 and _is_head(row))]
    if len(body) > MOST_ROWS:
        read.faults.append(_("%(n)s rows are too many; %(most)s at most.") % {"n": len(body), "most": MOST_ROWS})
        return read
    found = resolve(row[0][:100].replace("\x00", "") for _n, row in body if row)
    seen: set[tuple[int, Decimal]] = set()
    for n, row in body:
        _take(read, seen, n, row, found)
    return read


def _is_head(row: Sequence[str]) -> bool:
    return any(word in cell.casefold() for cell in row for word in HEADS) and _number(row[-1]) is None


def _take(read: Read, seen: set[tuple[int, Decimal]], n: int, row: list[str], found: dict[str, Found]) -> None:
    cells_ = [cell for cell in row if cell != ""] if len(row) > 3 else row
    if len(cells_) not in (2, 3):
        read.faults.append(_("Row %(n)s: write code, from quantity, new price.") % {"n": n})
        return
    product = found.get(cells_[0][:100])
    step = Decimal(0) if len(cells_) == 2 or not cells_[1] else _number(cells_[1])
    price = _number(cells_[-1])
    if product is None:
        read.faults.append(_("Row %(n)s: there is no product %(code)s.") % {"n": n, "code": cells_[0][:40]})
    elif step is None or price is None:
        read.faults.append(_("Row %(n)s: %(text)s is no number.") % {"n": n, "text": _odd(cells_)})
    elif (product.product.pk, step) in seen:
        read.faults.append(_("Row %(n)s: %(code)s stands there twice.") % {"n": n, "code": product.product.code})
    else:
        seen.add((product.product.pk, step))
        read.prices.append(NewPrice(product.product.pk, product.product.code, step, price))


def _odd(cells_: Sequence[str]) -> str:
    return next((cell[:40] for cell in cells_[1:] if cell and _number(cell) is None), "--")


def _number(text: str) -> Decimal | None:
    typed = text.lstrip("¥￥$€ ")
    typed = typed.replace(",", "") if GROUPED.match(typed) else typed
    if len(typed) > 24 or not typed.isascii() or "_" in typed or "e" in typed.lower():
        return None
    try:
        value = Decimal(typed)
    except InvalidOperation:
        return None
    fits = value.is_finite() and 0 <= value <= HIGHEST and value == round(value, 6)
    return value if fits else None


def as_text(prices: Iterable[NewPrice]) -> str:
    """The rows as somebody would type them."""
    return "\n".join(f"{one.code}\t{plain(one.from_quantity) or 0}\t{plain(one.price)}" for one in prices)
