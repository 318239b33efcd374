"""What a customer paid for a product before."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from core.money import PRICE_STEP, told_price
from customers.models import Customer
from orders.models import Order, OrderLine
from orders.models.words import State

REMEMBERED = 200
"""How many of the customer's latest orders are looked through for the price they paid last."""
UNPRICED = (State.DRAFT, State.REJECTED, State.CANCELLED)
READ = ("product_id", "unit_price", "discount", "factor", "tax_percent")
READ_OF_ORDER = ("order__number", "order__placed_at", "order__created_at", "order__inclusive")


@dataclass(frozen=True)
class LastPaid:
    """What this customer paid for one base unit last: on which order, on which day."""

    price: Decimal
    ref: str
    on: datetime.date


def last_paid(customer: Customer, product_ids: Iterable[int]) -> dict[int, LastPaid]:
    """What the customer paid last for each product, discount taken off, told as prices are told to them: one query."""
    orders = Order.objects.filter(customer=customer, currency=customer.currency).exclude(state__in=UNPRICED)
    latest = orders.order_by("-pk").values("pk")[:REMEMBERED]
    rows = OrderLine.objects.filter(order__in=latest, product__in=product_ids).select_related("order")
    rows = rows.only(*READ, *READ_OF_ORDER)
    told = customer.hears_prices_with_tax
    newest = rows.order_by("product_id", "-order_id", "-pk").distinct("product_id")
    return {line.product_id: _paid(line, told) for line in newest}


def _paid(line: OrderLine, told: bool) -> LastPaid:
    price = (line.unit_price * (100 - line.discount) / 100 / line.factor).quantize(PRICE_STEP)
    day = timezone.localdate(line.order.placed_at or line.order.created_at)
    return LastPaid(told_price(price, line.tax_percent, heard=line.order.inclusive, told=told), line.order.ref, day)
