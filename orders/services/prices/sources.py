"""The places prices come from: each answers for many products at once, in one query."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import OuterRef, Q, Subquery

from catalog.models import Price, PriceList, Product
from core.money import minor_unit
from customers.models import Customer, TierPriceList
from orders.models import ContractLine
from orders.models.source import PriceKind, PriceSource

ZERO, ONE = Decimal(0), Decimal(1)
PLACES = (PriceKind.CUSTOMER, PriceKind.TIER, PriceKind.GENERAL)


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
    covered: Mapping[int, ContractLine] = field(default_factory=dict)


Rungs = Mapping[int, list[Rung]]
Source = Callable[[Asked], Rungs]


def agreed(asked: Asked) -> Rungs:
    """Net prices of the contracts that hold today; one that ran out, or begins later, gives none (S21)."""
    holding = {pk: line for pk, line in asked.covered.items() if line.contract.holds_on(asked.day)}
    return {pk: [Rung(price=line.price, source=_of_contract(line))] for pk, line in holding.items()}


def _of_contract(line: ContractLine) -> PriceSource:
    contract = line.contract
    return PriceSource(kind=PriceKind.CONTRACT, name=contract.number, until=contract.valid_until.isoformat())


def listed(asked: Asked) -> Rungs:
    """Prices that hold today on lists that do: the customer's own, their tier's, everybody's.

    Of two alike the later one counts.
    """
    own, tiers = asked.customer.price_list_id, ("", asked.customer.tier)
    for_tier = TierPriceList.objects.filter(tier__in=tiers)
    lists = PriceList.objects.valid_on(asked.day).filter(currency=asked.customer.currency)
    lists = lists.filter(Q(pk=own) | Q(pk__in=for_tier.values("price_list")))
    tier = for_tier.filter(price_list=OuterRef("price_list")).order_by("-tier").values("tier")
    rows = Price.objects.holding_on(asked.day).filter(product__in=asked.products, price_list__in=lists)
    found: dict[int, list[tuple[tuple[int, int, Decimal, int], Rung]]] = {}
    for row in rows.select_related("price_list").annotate(tier=Subquery(tier[:1])):
        kind = PriceKind.CUSTOMER if row.price_list_id == own else PriceKind.TIER if row.tier else PriceKind.GENERAL
        rank = (PLACES.index(kind), -_begins(row.price_list), -row.from_quantity, -_begins(row))
        found.setdefault(row.product_id, []).append((rank, _rung(row, kind)))
    return {pk: [rung for _rank, rung in sorted(ranked, key=lambda one: one[0])] for pk, ranked in found.items()}


def _begins(one: PriceList | Price) -> int:
    return one.valid_from.toordinal() if one.valid_from else 0


def _rung(row: Price, kind: PriceKind) -> Rung:
    until = min(filter(None, (row.price_list.valid_until, row.valid_until)), default=None)
    source = PriceSource(
        kind=kind,
        name=row.price_list.name,
        start=f"{row.from_quantity.normalize():f}" if row.from_quantity else "",
        until=until.isoformat() if until else "",
    )
    return Rung(price=row.price, source=source, start=row.from_quantity, inclusive=row.price_list.inclusive)


def of_product(asked: Asked) -> Rungs:
    """The product's own list price, net in the house's currency, at the day's rate for a customer of another."""
    source = PriceSource(kind=PriceKind.PRODUCT)
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
