"""The price answer of the entry page: each line's source, list price, floor, last price, and margin by right."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from catalog.models import Product
from catalog.policies import may_see_cost
from core.money import HUNDRED, PRICE_STEP
from orders.models import Order, OrderLine
from orders.models.source import PriceSource
from orders.services.prices.last_paid import LastPaid, last_paid

FACT_STEP = Decimal("0.0001")
"""To what a price that is only looked at is worked out in another currency."""


@dataclass(frozen=True, kw_only=True)
class PriceRow:
    """One line's price facts, per base unit in the order's currency.

    `told` is the price on the line and `last` the one before, as the customer hears prices; the rest is net.
    `listed` and `floor` are none while the currency has no rate, `margin` (percent) for who may not see cost.
    """

    position: int
    code: str
    source: PriceSource
    told: Decimal
    net: Decimal
    listed: Decimal | None
    floor: Decimal | None
    last: LastPaid | None
    margin: Decimal | None

    @property
    def under_floor(self) -> bool:
        return self.floor is not None and self.net < self.floor


def price_rows(user: Any, order: Order, lines: list[OrderLine], products: dict[int, Product]) -> list[PriceRow]:
    """The price facts of every line in one query."""
    if not lines:
        return []
    paid, with_cost = last_paid(order.customer, products), may_see_cost(user)
    return [_row(order, line, products[line.product_id], paid.get(line.product_id), with_cost) for line in lines]


def _row(order: Order, line: OrderLine, product: Product, last: LastPaid | None, with_cost: bool) -> PriceRow:
    rate = order.rate
    return PriceRow(
        position=line.position,
        code=product.code,
        source=line.source,
        told=(line.unit_price / line.factor).quantize(PRICE_STEP),
        net=line.net / line.ordered,
        listed=(product.list_price / rate).quantize(FACT_STEP) if rate else None,
        floor=(product.floor_price / rate).quantize(FACT_STEP) if rate and product.floor_price else None,
        last=last,
        margin=_margin(line, product.cost, rate) if with_cost and rate else None,
    )


def _margin(line: OrderLine, cost: Decimal, rate: Decimal) -> Decimal | None:
    """Percent of the net amount that is left after cost."""
    worth = line.net * rate
    return ((worth - cost * line.ordered) * HUNDRED / worth).quantize(Decimal("0.1")) if worth else None
