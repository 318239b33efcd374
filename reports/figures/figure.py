"""What a figure is: a definition in words, and the orders it is made of, so that both always agree."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum
from django.utils.functional import Promise

from orders.models import Order
from reports.figures.period import Period

Orders = QuerySet[Order]


@dataclass(frozen=True)
class Figure:
    """A number on the report page.

    `which(period)` is the condition of the orders behind it; `amount` names the expression that
    is summed beside their count, in the house's own currency at each order's own rate.
    `definition` is shown behind the question mark.
    """

    key: str
    label: str | Promise
    definition: str | Promise
    which: Callable[[Period], Q]
    amount: Any = F("total") * F("rate")

    def orders(self, visible: Orders, period: Period) -> Orders:
        """The orders behind the figure, among those a person may see."""
        return visible.filter(self.which(period))


@dataclass(frozen=True)
class Measured:
    """A figure with its value: how many orders, and their amount."""

    figure: Figure
    count: int
    amount: Decimal


def measured(figures: Sequence[Figure], visible: Orders, period: Period) -> dict[str, Measured]:
    """All figures in one query, each counted by its own condition."""
    asked: dict[str, Any] = {}
    for figure in figures:
        condition = figure.which(period)
        asked[f"{figure.key}_n"] = Count("pk", filter=condition)
        asked[f"{figure.key}_sum"] = Sum(figure.amount, filter=condition, output_field=DecimalField())
    # Every figure has an index for its own condition; without this the whole table would be read.
    behind = reduce(or_, [figure.which(period) for figure in figures])
    found = visible.filter(behind).order_by().aggregate(**asked)
    return {
        figure.key: Measured(figure, found[f"{figure.key}_n"], found[f"{figure.key}_sum"] or Decimal(0))
        for figure in figures
    }


def find(figures: Sequence[Figure], key: str) -> Figure | None:
    """The figure somebody asks for by its key."""
    return next((figure for figure in figures if figure.key == key), None)
