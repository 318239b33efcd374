"""A whole order as typed: header and lines together, priced and examined in memory."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from catalog.models import Product
from core import clock
from core.finding import Finding, Level
from customers.models import Contact, Customer
from orders.facts import facts_of
from orders.forms.head import HeadForm
from orders.forms.lines import BLANK_ROWS, Lines, typed_values
from orders.models import Order, OrderLine
from orders.policies import may_pass_floor
from orders.services.checking import run_checks
from orders.services.composing import DraftRow, compose
from orders.services.price_right import price_findings

TOTAL = "lines-TOTAL_FORMS"


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

    def is_valid(self) -> bool:
        return all([self.head.is_valid(), self.lines.is_valid()])

    @property
    def rows(self) -> list[DraftRow]:
        return [typed.row for typed in self.lines.rows]

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
        lines, products = compose(order, head, self.rows if self.data is not None else [])
        facts = facts_of(order, lines, products, actor_id=self.user.pk, may_pass_floor=may_pass_floor(self.user))
        self.priced, self.priced_lines, self.products = order, lines, products
        self.found_out([*price_findings(self.user, order, lines, products), *run_checks(facts)])

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
