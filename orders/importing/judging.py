"""Judging one row: what it says, or the reason and the column for which it is refused."""

import datetime
import json
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from orders.importing import values
from orders.importing.files import LINE_COLUMN, Files, Getter, Row
from orders.importing.values import CONTROL, Unreadable

ZERO = Decimal(0)
MOST_LINES = 30_000
LONGEST_ORDER_NUMBER = 32
DRAFT_MARK = re.compile(r"D-\d+", re.ASCII)
# Numbers stand in addresses of pages; what an address cannot hold becomes a hyphen.
NOT_IN_NUMBERS = re.compile(r"[^\w.\-]+")


class Judged(NamedTuple):
    """A row of the staging table, in the order of its columns."""

    row: int
    number: str
    ordinal: int
    amount: Decimal
    reason: str | None = None
    col: str | None = None
    order_number: str | None = None
    customer: str | None = None
    customer_name: str | None = None
    card: str | None = None
    product: str | None = None
    product_code: str | None = None
    product_name: str | None = None
    text: str | None = None
    quantity: Decimal | None = None
    price: Decimal | None = None
    discount: Decimal | None = None
    list_price: Decimal | None = None
    freight: Decimal | None = None
    placed: datetime.datetime | None = None
    shipped: datetime.datetime | None = None
    wanted: datetime.date | None = None
    cancelled: bool | None = None
    ship_to: str | None = None


class Judge:
    """Reads rows by a mapping; counts for each order number the how-many-th row this is."""

    def __init__(self, files: Files, now: datetime.datetime) -> None:
        self.mapping, self.now, self.width = files.mapping, now, len(files.header)
        columns = self.mapping.columns
        self.get: dict[str, Getter] = {name: files.getter(column) for name, column in columns.items()}
        self.lacks = {name: files.missing_record(column) for name, column in columns.items()}
        self.rules = [(files.getter(rule.column), rule) for rule in self.mapping.refuse]
        self.card = {name: files.getter(column) for name, column in self.mapping.card.items()}
        self.ship_to = [files.getter(column) for column in self.mapping.ship_to]
        self.line = files.getter(LINE_COLUMN) if files.is_repair else None
        self.seen: Counter[str] = Counter()

    def judge(self, row: Row) -> Judged:
        """What the row says, or why it is refused; every row of the file comes out of here once."""
        number = self._text(row, "number")
        self.seen[number] += 1
        head: dict[str, Any] = {
            "row": row.number,
            "number": CONTROL.sub("?", number)[:60],
            "ordinal": self.seen[number],
            "amount": ZERO,
        }
        try:
            self._whole(row)
            head["amount"] = self._amount(row)
            head["ordinal"] = self._ordinal(row, head["ordinal"])
            return Judged(**head, **self._head(row), **self._line(row))
        except Unreadable as refused:
            return Judged(**head, reason=refused.reason, col=refused.column)

    def _whole(self, row: Row) -> None:
        extra = row.cells[self.width :]
        if len(row.cells) < self.width or any(extra):
            raise Unreadable("cells")
        text = "".join(row.cells)
        if not text.isprintable() and CONTROL.search(text):
            raise Unreadable("control")

    def _amount(self, row: Row) -> Decimal:
        """Quantity × price, unrounded; what cannot be read counts as nothing, in money, not in rows."""
        try:
            return self._number(row, "quantity", 4) * self._number(row, "price", 6)
        except Unreadable:
            return ZERO

    def _ordinal(self, row: Row, counted: int) -> int:
        given = self.line(row) if self.line else ""
        if given and not (given.isascii() and given.isdigit() and len(given) < 9 and int(given)):
            raise Unreadable("ordinal", LINE_COLUMN)
        ordinal = int(given or counted)
        if ordinal > MOST_LINES:
            raise Unreadable("too_many_lines", self.mapping.columns["number"])
        return ordinal

    def _head(self, row: Row) -> dict[str, Any]:
        for get, rule in self.rules:
            if rule.pattern.search(get(row)):
                raise Unreadable(rule.reason, rule.column)
        code, name = self._customer(row)
        return {
            "order_number": self._taken(row, "number", self._order_number),
            "customer": code,
            "customer_name": name[:200],
            "card": self._card(row),
            "placed": self._date(row, "placed", needed=True),
            "shipped": self._date(row, "shipped"),
            "wanted": self._day(row, "wanted"),
            "freight": self._not_negative(row, "freight", 2),
            "cancelled": self._text(row, "status") in self.mapping.cancelled,
            "ship_to": ", ".join(filter(None, (get(row) for get in self.ship_to)))[:500],
        }

    def _line(self, row: Row) -> dict[str, Any]:
        code = self._taken(row, "product", lambda text: values.code(self._prefixed("product", text)))
        text = self._text(row, "text")
        return {
            "product": code.upper() if self.mapping.fold_product_case else code,
            "product_code": code,
            "product_name": (self._text(row, "product_name") or text)[:200],
            "text": text[:250],
            "list_price": self._not_negative(row, "list_price", 6),
            "discount": self._discount(row),
            **self._worth(row),
        }

    def _worth(self, row: Row) -> dict[str, Decimal]:
        quantity = self._taken(row, "quantity", lambda text: self._parsed(text, 4))
        price = self._taken(row, "price", lambda text: self._parsed(text, 6))
        if quantity <= 0:
            raise Unreadable("negative_quantity" if quantity else "zero_quantity", self.mapping.columns["quantity"])
        if price < 0:
            raise Unreadable("negative_price", self.mapping.columns["price"])
        if quantity * price >= values.MOST:
            raise Unreadable("large", self.mapping.columns["price"])
        return {"quantity": quantity, "price": price}

    def _discount(self, row: Row) -> Decimal:
        text = self._text(row, "discount")
        if not text:
            return ZERO
        percent = self._at("discount", lambda: self._parsed(text, 4)) * self.mapping.discount_factor
        if not 0 <= percent <= 100:
            raise Unreadable("discount_range", self.mapping.columns["discount"])
        if percent != round(percent, 2):
            raise Unreadable("decimals", self.mapping.columns["discount"])
        return percent

    def _customer(self, row: Row) -> tuple[str, str]:
        text = self._text(row, "customer")
        if self.mapping.drop_from_customer:
            text = self.mapping.drop_from_customer.sub("", text)
        if text:
            code = self._at("customer", lambda: values.code(self._prefixed("customer", text)))
            return code, self._text(row, "customer_name") or f"{self.mapping.title} {code}"
        if "customer" in self.lacks and self.lacks["customer"](row):
            raise Unreadable("no_match", self.mapping.columns["customer"])
        if self.mapping.walk_in is None:
            raise Unreadable("no_customer", self.mapping.columns["customer"])
        return self.mapping.walk_in

    def _card(self, row: Row) -> str | None:
        card = {name: text for name, get in self.card.items() if (text := get(row))}
        return json.dumps(card, ensure_ascii=False) if card else None

    def _order_number(self, text: str) -> str:
        number = NOT_IN_NUMBERS.sub("-", values.code(self._prefixed("number", text), LONGEST_ORDER_NUMBER))
        if DRAFT_MARK.fullmatch(number):
            raise Unreadable("draft_mark")
        return number

    def _date(self, row: Row, name: str, *, needed: bool = False) -> datetime.datetime | None:
        if not needed and not self._text(row, name):
            return None
        at = self._taken(row, name, lambda text: values.moment(text, self.mapping.date_formats))
        if at > self.now:
            raise Unreadable("date_range", self.mapping.columns[name])
        return at

    def _day(self, row: Row, name: str) -> datetime.date | None:
        text = self._text(row, name)
        return self._at(name, lambda: values.moment(text, self.mapping.date_formats)).date() if text else None

    def _not_negative(self, row: Row, name: str, places: int) -> Decimal | None:
        text = self._text(row, name)
        value = self._at(name, lambda: self._parsed(text, places)) if text else None
        if value is not None and value < 0:
            raise Unreadable("negative_freight" if name == "freight" else "negative_price", self.mapping.columns[name])
        return value

    def _taken(self, row: Row, name: str, read: Callable[[str], Any]) -> Any:
        """A cell that must be filled."""
        text = self._text(row, name)
        if text:
            return self._at(name, lambda: read(text))
        reason = "no_match" if self.lacks[name](row) else "no_date" if name == "placed" else f"no_{name}"
        raise Unreadable(reason, self.mapping.columns[name])

    def _at(self, name: str, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except Unreadable as refused:
            raise Unreadable(refused.reason, self.mapping.columns[name]) from refused

    def _text(self, row: Row, name: str) -> str:
        return self.get[name](row) if name in self.get else ""

    def _number(self, row: Row, name: str, places: int) -> Decimal:
        return self._parsed(self._text(row, name), places)

    def _parsed(self, text: str, places: int) -> Decimal:
        return values.number(text, self.mapping.decimal, places)

    def _prefixed(self, name: str, text: str) -> str:
        return self.mapping.prefix.get(name, "") + text
