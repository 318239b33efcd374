"""What products cost a customer: the sources of prices in their order, and what the customer paid before."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from catalog.models import Price, PriceList, Product, ProductUnit
from catalog.services import rate_of
from core import clock
from core.money import PRICE_STEP, minor_unit, with_tax, without_tax
from customers.models import Customer, TierPriceList
from orders.models import Order, OrderLine
from orders.models.source import Kind, PriceSource
from orders.models.words import State

ZERO, ONE = Decimal(0), Decimal(1)
REMEMBERED = 200
"""How many of the customer's latest orders are looked through for the price they paid last."""
UNPRICED = (State.DRAFT, State.REJECTED, State.CANCELLED)


@dataclass(frozen=True, kw_only=True)
class Rung:
    """A price per base unit that may be claimed from a quantity on, with or without tax, and its source."""

    price: Decimal
    source: PriceSource
    start: Decimal = ZERO
    inclusive: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whose prices are asked for, of which products, on which day."""

    customer: Customer
    products: Mapping[int, Product]
    day: datetime.date
    rate: Decimal | None


Rungs = Mapping[int, list[Rung]]
Source = Callable[[Asked], Rungs]


@dataclass(frozen=True)
class LastPaid:
    """What this customer paid for one base unit last: on which order, on which day."""

    price: Decimal
    ref: str
    on: datetime.date


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A product for one customer: its prices by quantity, what each sales unit holds, what was paid last.

    Prices are per base unit in the customer's currency, with tax where `inclusive` says so.
    """

    product: Product
    rungs: tuple[Rung, ...]
    factors: dict[int, Decimal]
    inclusive: bool = False
    last: LastPaid | None = None

    def at(self, quantity: Decimal) -> Rung:
        """The price of one base unit when so many are ordered: the first source that has one, its highest step."""
        found = next(rung for rung in self.rungs if rung.start <= quantity)
        told = _as_told(found.price, self.product.tax_percent, heard=found.inclusive, told=self.inclusive)
        return replace(found, price=told, inclusive=self.inclusive)

    @property
    def price(self) -> Decimal:
        """The price of a single base unit."""
        return self.at(ONE).price


def offers(
    customer: Customer, product_ids: Iterable[int], *, rate: Decimal | None = None, with_last: bool = False
) -> dict[int, Offer]:
    """The offers for many products at once: three queries whatever their number, one more with the price paid last.

    `rate` spares asking again for what the customer's currency is worth.
    """
    ids = set(product_ids)
    products = Product.objects.select_related("unit").in_bulk(ids)
    day = clock.today()
    asked = Asked(customer=customer, products=products, day=day, rate=rate or rate_of(customer.currency, day))
    found = [source(asked) for source in SOURCES] if products else []
    missed = _missed_list(customer, day)
    factors = _factors(products)
    inclusive = customer.hears_prices_with_tax
    last = last_paid(customer, ids) if with_last else {}
    return {
        pk: Offer(
            product=product,
            rungs=tuple(_noting(rung, missed) for rungs in found for rung in rungs.get(pk, ())),
            factors=factors[pk],
            inclusive=inclusive,
            last=last.get(pk),
        )
        for pk, product in products.items()
    }


def listed(asked: Asked) -> Rungs:
    """Prices on lists that hold today: the customer's own, their tier's, everybody's; of two alike the later one."""
    own, tiers = asked.customer.price_list_id, ("", asked.customer.tier)
    for_tier = TierPriceList.objects.filter(tier__in=tiers)
    lists = PriceList.objects.valid_on(asked.day).filter(currency=asked.customer.currency)
    lists = lists.filter(Q(pk=own) | Q(pk__in=for_tier.values("price_list")))
    tier = for_tier.filter(price_list=OuterRef("price_list")).order_by("-tier").values("tier")
    rows = Price.objects.filter(product__in=asked.products, price_list__in=lists).select_related("price_list")
    found: dict[int, list[tuple[tuple[int, int, Decimal], Rung]]] = {}
    for row in rows.annotate(tier=Subquery(tier[:1])):
        kind = Kind.CUSTOMER if row.price_list_id == own else Kind.TIER if row.tier else Kind.GENERAL
        rank = (PLACES.index(kind), -_begins(row.price_list), -row.from_quantity)
        found.setdefault(row.product_id, []).append((rank, _rung(row, kind)))
    return {pk: [rung for _rank, rung in sorted(ranked, key=lambda one: one[0])] for pk, ranked in found.items()}


PLACES = (Kind.CUSTOMER, Kind.TIER, Kind.GENERAL)


def _begins(price_list: PriceList) -> int:
    return price_list.valid_from.toordinal() if price_list.valid_from else 0


def _rung(row: Price, kind: Kind) -> Rung:
    until = row.price_list.valid_until
    source = PriceSource(
        kind=kind,
        name=row.price_list.name,
        start=f"{row.from_quantity.normalize():f}" if row.from_quantity else "",
        until=until.isoformat() if until else "",
    )
    return Rung(price=row.price, source=source, start=row.from_quantity, inclusive=row.price_list.inclusive)


def of_product(asked: Asked) -> Rungs:
    """The product's own list price, net in the house's currency, at the day's rate for a customer of another."""
    source = PriceSource(kind=Kind.PRODUCT)
    return {
        pk: [Rung(price=_abroad(product.list_price, asked.rate, asked.customer.currency), source=source)]
        for pk, product in asked.products.items()
    }


def _abroad(price: Decimal, rate: Decimal | None, currency: str) -> Decimal:
    # Without a rate the figure stays as it is; the check of the rate stops the order.
    if rate is None or rate == ONE:
        return price
    foreign = price / rate
    return foreign.quantize(minor_unit(currency) if foreign >= ONE else minor_unit(currency).scaleb(-2))


SOURCES: tuple[Source, ...] = (listed, of_product)
"""Where prices come from, first come first served; the last one knows every product."""


def _missed_list(customer: Customer, day: datetime.date) -> str:
    """The customer's own list, when it cannot be used: over, not begun, or in another currency."""
    own = customer.price_list if customer.price_list_id else None
    if own is None or (own.holds_on(day) and own.currency == customer.currency):
        return ""
    return own.name


def _noting(rung: Rung, missed: str) -> Rung:
    return replace(rung, source=replace(rung.source, missed=missed)) if missed else rung


def _factors(products: Mapping[int, Product]) -> dict[int, dict[int, Decimal]]:
    factors: dict[int, dict[int, Decimal]] = {pk: {product.unit_id: ONE} for pk, product in products.items()}
    for unit in ProductUnit.objects.filter(product_id__in=products):
        factors[unit.product_id][unit.unit_id] = unit.factor
    return factors


def _as_told(price: Decimal, tax_percent: Decimal, *, heard: bool, told: bool) -> Decimal:
    if heard == told:
        return price
    return with_tax(price, tax_percent) if told else without_tax(price, tax_percent)


def last_paid(customer: Customer, product_ids: Iterable[int]) -> dict[int, LastPaid]:
    """What the customer paid last for each product, discount taken off, told as prices are told to them: one query."""
    orders = Order.objects.filter(customer=customer, currency=customer.currency).exclude(state__in=UNPRICED)
    latest = orders.order_by("-pk").values("pk")[:REMEMBERED]
    rows = OrderLine.objects.filter(order__in=latest, product__in=product_ids).select_related("order")
    rows = rows.only(*PAID, "order__number", "order__placed_at", "order__created_at", "order__inclusive")
    told = customer.hears_prices_with_tax
    newest = rows.order_by("product_id", "-order_id", "-pk").distinct("product_id")
    return {line.product_id: _paid(line, told) for line in newest}


PAID = ("product_id", "unit_price", "discount", "factor", "tax_percent")


def _paid(line: OrderLine, told: bool) -> LastPaid:
    price = (line.unit_price * (100 - line.discount) / 100 / line.factor).quantize(PRICE_STEP)
    day = timezone.localdate(line.order.placed_at or line.order.created_at)
    return LastPaid(_as_told(price, line.tax_percent, heard=line.order.inclusive, told=told), line.order.ref, day)
