"""Tearing pasted text into rows: a sheet's cells under their headings, or a chat's pieces with their quantities."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from core.reading import half_width

COLUMNS = ("product", "quantity", "unit", "price", "discount", "wanted_on", "note", "part")
HEADS = {
    "product": (
        "code", "sku", "item", "itemcode", "itemno", "product", "productcode", "productno", "name", "productname",
        "编码", "物料编码", "货号", "产品编码", "产品编号", "产品", "商品", "品名", "名称", "产品名称",
        "物料", "型号", "料号", "条码",
    ),
    "part": (
        "customerpart", "customerpartnumber", "yourpart", "partno", "partnumber",
        "客户料号", "客户编码", "客户货号", "贵司料号",
    ),
    "quantity": ("qty", "quantity", "pcs", "amountordered", "数量", "订购数量", "订货数量", "采购数量"),
    "unit": ("unit", "uom", "单位", "计量单位"),
    "price": ("price", "unitprice", "单价", "单价不含税", "不含税单价", "价格"),
    "discount": ("discount", "discount%", "折扣", "折扣%"),
    "wanted_on": ("date", "deliverydate", "delivery", "due", "交期", "要求交期", "交货日期", "到货日期", "需求日期"),
    "note": ("note", "remark", "remarks", "comment", "备注", "说明"),
}  # fmt: skip
HEAD_OF = {word: column for column, words in HEADS.items() for word in words}
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
PIECES = re.compile(r"\n|[;；。、，]|,(?!\d{3}(?!\d))|(?<!\d),")
PRICE = re.compile(rf"(?:@|单价|价格?|price)\s*[:：]?\s*[¥￥]?\s*({NUMBER})(?:\s*元)?", re.IGNORECASE)
COUNT = rf"(?P<quantity>{NUMBER})\s*(?P<unit>[^\W\d_]*?)"
LAST = re.compile(rf"^(?P<name>.*?\S)\s*(?:\s|[xX×*:：]|(?<=[一-鿿]))\s*{COUNT}$")
FIRST = re.compile(rf"^{COUNT}\s*(?:\s|[xX×*]|(?<=[一-鿿]))\s*(?P<name>\S.*)$")
MONEY = re.compile(r"^(?:[¥￥$€]|CNY|RMB|USD|EUR)\s*(?=[\d.])|(?<=\d)\s*(?:元|CNY|RMB)$", re.IGNORECASE)
NUMERIC = re.compile(rf"^-?(?:{NUMBER})$")
LONGEST_CELL = 2000


@dataclass(frozen=True)
class Torn:
    """The rows of a pasted text, each by column; `columns` and `sample` where it was a sheet of several columns."""

    rows: list[dict[str, str]]
    columns: list[str] = field(default_factory=list)
    sample: list[str] = field(default_factory=list)
    headed: bool = False


def tear(text: str, units: Collection[str], columns: Sequence[str] = ()) -> Torn:
    """Rows of a pasted text. A sheet has tabs; anything else is read as a message.

    `units` are all words for units of measure; `columns` is what somebody said the columns of the sheet mean.
    Nothing is dropped: a piece nobody understands is a row with its own words as the product.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip("\n")
    lines = [line for line in text.split("\n") if line.strip()]
    if any("\t" in line for line in lines):
        return _sheet([[_cell(cell) for cell in line.split("\t")] for line in lines], columns)
    return Torn([_said(piece, units) for piece in _pieces(lines)])


def _cell(text: str) -> str:
    return half_width(text.strip().strip('"').replace("\n", " "))[:LONGEST_CELL]


def _pieces(lines: list[str]) -> list[str]:
    return [piece.strip() for line in lines for piece in PIECES.split(line) if piece and piece.strip()]


def _sheet(rows: list[list[str]], chosen: Sequence[str]) -> Torn:
    width = max(len(row) for row in rows)
    heads = [HEAD_OF.get(re.sub(r"[\s._()（）-]", "", head.lower()), "") for head in rows[0]]
    headed = "product" in heads and "quantity" in heads or len([head for head in heads if head]) >= 2
    body = rows[1:] if headed else rows
    columns = [one if one in COLUMNS else "" for one in chosen] or _once(heads if headed else _guess(body, width))
    columns += [""] * (width - len(columns))
    return Torn([_by_column(row, columns) for row in body], columns, (body or rows)[0] + [""] * width, headed)


def _once(columns: list[str]) -> list[str]:
    """Each meaning once: the first column that claims it has it."""
    return [name if name not in columns[:n] else "" for n, name in enumerate(columns)]


def _guess(rows: list[list[str]], width: int) -> list[str]:
    """Without headings: words are the product, the first numbers the quantity, the next the price, a day the date."""
    columns = [""] * width
    waiting = ["quantity", "price"]
    for n in range(width):
        cells = [row[n] for row in rows if n < len(row) and row[n]]
        numbers = [cell for cell in cells if NUMERIC.match(MONEY.sub("", cell))]
        if not cells:
            continue
        if "product" not in columns:
            columns[n] = "product"
        elif all(re.fullmatch(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?", cell) for cell in cells):
            columns[n] = "wanted_on"
        elif len(numbers) * 2 > len(cells) and waiting:
            columns[n] = waiting.pop(0)
        elif len(numbers) * 2 <= len(cells) and max(map(len, cells)) <= 4 and "unit" not in columns:
            columns[n] = "unit"
    return columns


def _by_column(cells: list[str], columns: list[str]) -> dict[str, str]:
    row = {name: cells[n] for n, name in enumerate(columns) if name and n < len(cells)}
    # What stands under no known heading is not dropped: it goes to the note.
    rest = " ".join(cell for n, cell in enumerate(cells) if cell and (n >= len(columns) or not columns[n]))
    if rest:
        row["note"] = f"{row.get('note', '')} {rest}".strip()[:250]
    return {name: _tidy(name, value) for name, value in row.items() if value}


def _tidy(name: str, value: str) -> str:
    if name not in ("quantity", "price", "discount"):
        return value
    value = MONEY.sub("", value).rstrip("%")
    return value.replace(",", "") if NUMERIC.match(value) else value


def _said(piece: str, units: Collection[str]) -> dict[str, str]:
    piece = half_width(piece)[:LONGEST_CELL]
    price = PRICE.search(piece)
    rest = f"{piece[: price.start()]} {piece[price.end() :]}".strip() if price else piece
    row = _counted(rest, units) or {"product": rest}
    if price:
        row["price"] = price[1].replace(",", "")
    return row


def _counted(piece: str, units: Collection[str]) -> dict[str, str] | None:
    for shape in (LAST, FIRST):
        found = shape.match(piece)
        if found and (not found["unit"] or found["unit"].casefold() in units):
            row = {"product": found["name"].strip(" -:："), "quantity": found["quantity"].replace(",", "")}
            return row | ({"unit": found["unit"]} if found["unit"] else {})
    return None
