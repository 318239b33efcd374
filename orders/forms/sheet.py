"""A whole order as typed: header and lines together, priced and examined in memory."""

import uuid
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from catalog.models import Product
from core import clock
from core.finding import Finding, Level
from core.inputs import plain
from customers.models import Contact, Customer
from orders.facts import facts_of
from orders.forms.head import HeadForm, typed_head
from orders.forms.lines import BLANK_ROWS, Lines, typed_values
from orders.models import Order, OrderLine
from orders.policies import may_pass_floor
from orders.services.entry.checking import run_checks
from orders.services.entry.composing import DraftRow, compose
from orders.services.prices.right import price_findings

TOTAL = "lines-TOTAL_FORMS"
HEAD = "head"
LONGEST_CELL = 2000


class Sheet:
    """What somebody has typed, a saved draft to type on, or a blank page.

    `examine` prices it and runs every check; nothing is written by it.
    """

    def __init__(
        self,
        user: Any,
        order: Order | None = None,
        data: QueryDict | None = None,
        customer: Customer | None = None,
    ) -> None:
        self.user, self.order, self.data = user, order, new_rows(data)
        self.head = HeadForm(user, order, self.data, customer)
        saved = [] if order is None or data is not None else saved_lines(order)
        self.lines = Lines(self.data, prefix="lines", initial=[typed_values(line) for line in saved])
        self.version = _version(data) if data is not None else (order.version if order else None)
        self.reason = data.get("reason", "")[:1000] if data is not None else ""
        self.page = _page(data)
        self.priced: Order | None = None
        self.priced_lines: list[OrderLine] = []
        self.products: dict[int, Product] = {}
        self.findings: list[Finding] = []
        self.checked_at: Any = None
        if saved:
            self._as_saved(saved)

    def _as_saved(self, saved: list[OrderLine]) -> None:
        """A draft opens with the figures it was saved with."""
        self.priced, self.priced_lines = self.order, saved
        for form, line in zip(self.lines.forms, saved, strict=False):
            form.priced = line
            form.cell_attrs["unit"]["data-factor"] = plain(line.factor)

    def is_valid(self) -> bool:
        valid = self.head.is_valid()
        self.lines.customer = self.head.found
        return self.lines.is_valid() and valid

    @property
    def rest(self) -> list[dict[str, str]]:
        """What is typed and not understood yet, as typed, so that a draft loses none of it."""
        known = {typed.index for typed in self.lines.rows}
        rest = [{"at": str(at)} | _raw(form) for at, (n, form) in enumerate(self.lines.kept()) if n not in known]
        wrong = {name: value for name, value in _raw(self.head).items() if name in self.head.errors}
        return [*rest, {"at": HEAD} | wrong] if wrong else rest

    @property
    def rows(self) -> list[DraftRow]:
        return [typed.row for typed in self.lines.rows]

    def index_of(self, position: int) -> int | None:
        """Which row of the grid a line of the order stands in."""
        typed = self.lines.rows if self.data is not None else []
        return typed[position - 1].index if 0 < position <= len(typed) else None

    @property
    def quantity(self) -> Decimal:
        return sum((line.quantity for line in self.priced_lines), Decimal(0))

    def examine(self) -> None:
        """Price what is understood so far and ask every check about it."""
        self.is_valid()
        if self.head.found is None:
            return
        order = self._in_memory()
        # Whom one speaks to there is no check's business; naming nobody spares the question.
        head = replace(self.head.as_head(), contact=Contact())
        typed = self.data is not None
        lines, products = compose(order, head, self.rows if typed else [], self.lines.products if typed else None)
        facts = facts_of(
            order, lines, products, actor_id=self.user.pk, may_pass_floor=may_pass_floor(self.user), typing=True
        )
        self.priced, self.priced_lines, self.products = order, lines, products
        checked = run_checks(replace(facts, unread=self._unread()))
        self.found_out([*price_findings(self.user, order, lines, products), *checked])

    def _unread(self) -> int:
        """Rows and fields that say something nobody understands; what is merely missing yet is not among them."""
        if self.data is None:
            return 0
        rows = [form for _n, form in self.lines.kept() if _wrong(form)]
        return len(rows) + len(set(_wrong(self.head)))

    def found_out(self, findings: list[Finding]) -> None:
        """Put findings beside the rows they are about."""
        self.findings, self.checked_at = findings, clock.now()
        by_position = {}
        for finding in findings:
            if finding.line is not None and finding.level is Level.STOP:
                by_position.setdefault(finding.line, finding)
        typed = self.lines.rows if self.data is not None else []
        priced = dict(enumerate(self.priced_lines, start=1))
        for position, row in enumerate(typed, start=1):
            form = self.lines.forms[row.index]
            form.finding, form.priced = by_position.get(position), priced.get(position)

    def _in_memory(self) -> Order:
        if self.order is not None:
            return Order.objects.select_related("customer", "terms").defer("search").get(pk=self.order.pk)
        assert self.head.found is not None
        return Order(
            owner=self.user,
            department_id=self.user.department_id,
            created_at=clock.now(),
            terms=self.head.found.terms,
        )


def saved_lines(order: Order) -> list[OrderLine]:
    """The lines of a draft with what typing them again needs, in one query."""
    rows = OrderLine.objects.filter(order_id=order.pk).order_by("position")
    return list(rows.select_related("product__unit", "unit").defer("product__search"))


def as_left(order: Order) -> QueryDict:
    """A draft as its last page was left, with the rows nobody understood yet where they stood."""
    data, rows = QueryDict(mutable=True), [typed_values(line) for line in saved_lines(order)]
    data.update({name: value_of(value) for name, value in typed_head(order).items()})
    for one in sorted((one for one in order.draft_rest if one.get("at") != HEAD), key=lambda one: _number(one["at"])):
        rows.insert(_number(one["at"]), one)
    for n, row in enumerate(rows):
        data.update({f"lines-{n}-{name}": value for name, value in row.items() if name != "at"})
    for one in order.draft_rest:
        data.update({name: value for name, value in one.items() if name != "at"} if one.get("at") == HEAD else {})
    data.update({TOTAL: str(len(rows) + BLANK_ROWS), "version": str(order.version), "shown_for": order.customer.code})
    return data


def with_rest(data: QueryDict, order: Order, known: set[str]) -> QueryDict:
    """The sheet with the rows another page saved and did not understand, but those it knows; nothing is lost."""
    more = data.copy()
    mine = known | {value for name, value in data.items() if name.endswith("-product")}
    for one in order.draft_rest:
        if one.get("at") == HEAD or one.get("product", "") in mine:
            continue
        n = _number(more.get(TOTAL))
        more[TOTAL] = str(n + 1)
        more.update({f"lines-{n}-{name}": value for name, value in one.items() if name not in ("at", "line")})
    return more


def value_of(value: Any) -> str:
    """A header value as a form would send it."""
    return "" if value is None else str(value)


def _wrong(form: Any) -> list[str]:
    """The fields of a form that hold what cannot be meant."""
    return [name for name, errors in form.errors.as_data().items() if any(one.code != "required" for one in errors)]


def _raw(form: Any) -> dict[str, str]:
    """The cells of a form as typed; what no table can hold is left out of them."""
    cells = {name: str(form.data.get(form.add_prefix(name), "")) for name in form.fields if name != "DELETE"}
    return {name: _storable(text)[:LONGEST_CELL] for name, text in cells.items() if text}


def _storable(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _page(data: QueryDict | None) -> str:
    """Which page is typing: it keeps its own name over every answer."""
    sent = (data.get("page", "") if data is not None else "").replace("\x00", "")
    return sent if sent.isascii() and 8 <= len(sent) <= 36 else str(uuid.uuid4())


def with_more_rows(data: QueryDict) -> QueryDict:
    """The same sheet with five more blank rows."""
    more = data.copy()
    more[TOTAL] = str(_number(data.get(TOTAL)) + BLANK_ROWS)
    return more


def new_rows(data: QueryDict | None) -> QueryDict | None:
    """The sheet with every row as a new one."""
    # Rows have no identity of their own: a blank row is no row, wherever it stands.
    if data is None:
        return None
    typed = data.copy()
    typed["lines-INITIAL_FORMS"] = "0"
    if typed.get(TOTAL, "").startswith("-"):
        # Django would take a count below zero for an empty sheet and lose what was typed.
        typed[TOTAL] = ""
    return typed


def _version(data: QueryDict) -> int | None:
    return _number(data.get("version")) or None


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
