"""What products cost a customer: the sources of prices in their order, and the price for a quantity."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from catalog.models import Product, ProductUnit
from catalog.services import rate_of
from core import clock
from core.money import told_price
from customers.models import Customer
from orders.models import ContractLine
from orders.services.contracts.matching import agreements
from orders.services.prices.last_paid import LastPaid, last_paid
from orders.services.prices.sources import Asked, Rung, Source, agreed, listed, of_product

ONE = Decimal(1)

SOURCES: tuple[Source, ...] = (agreed, listed, of_product)
"""Where prices come from, first come first served; the last one knows every product."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A product for one customer: its prices by quantity, what each sales unit holds, what was paid last.

    Prices are per base unit in the customer's currency, with tax where `inclusive` says so.
    `agreement` is the contract line that covers it; while that holds, its price comes first.
    """

    product: Product
    rungs: tuple[Rung, ...]
    factors: dict[int, Decimal]
    inclusive: bool = False
    last: LastPaid | None = None
    agreement: ContractLine | None = None

    def at(self, quantity: Decimal) -> Rung:
        """The price of one base unit when so many are ordered: the first source that has one, its highest step."""
        found = next(rung for rung in self.rungs if rung.start <= quantity)
        told = told_price(found.price, self.product.tax_percent, heard=found.inclusive, told=self.inclusive)
        return replace(found, price=told, inclusive=self.inclusive)

    @property
    def price(self) -> Decimal:
        """The price of a single base unit."""
        return self.at(ONE).price


def offers(
    customer: Customer,
    product_ids: Iterable[int],
    *,
    rate: Decimal | None = None,
    inclusive: bool | None = None,
    with_last: bool = False,
    known: Mapping[int, Product] | None = None,
    units: Mapping[int, set[int | None]] | None = None,
) -> dict[int, Offer]:
    """The offers for many products at once: four queries whatever their number, one more with the price paid last.

    An order that has its own names its rate and its way of telling prices; else the customer's of today count.
    `known` are products somebody just read, with their units, and `units` the only ones asked for by product:
    both spare questions.
    """
    ids = set(product_ids)
    products = {pk: product for pk, product in (known or {}).items() if pk in ids}
    if missing := ids - products.keys():
        products |= Product.objects.select_related("unit").in_bulk(missing)
    day = clock.today()
    covered = agreements(customer.pk, ids, currency=customer.currency, on=day)
    asked = Asked(
        customer=customer,
        products=products,
        day=day,
        rate=rate or rate_of(customer.currency, day),
        covered=covered,
    )
    found = [source(asked) for source in SOURCES] if products else []
    missed = _missed_list(customer, day)
    factors = _factors(products, units)
    told = customer.hears_prices_with_tax if inclusive is None else inclusive
    last = last_paid(customer, ids) if with_last else {}
    return {
        pk: Offer(
            product=product,
            rungs=tuple(_noting(rung, missed) for rungs in found for rung in rungs.get(pk, ())),
            factors=factors[pk],
            inclusive=told,
            last=last.get(pk),
            agreement=covered.get(pk),
        )
        for pk, product in products.items()
    }


def _missed_list(customer: Customer, day: datetime.date) -> str:
    """The customer's own list, when it cannot be used: over, not begun, or in another currency."""
    own = customer.price_list if customer.price_list_id else None
    if own is None or (own.holds_on(day) and own.currency == customer.currency):
        return ""
    return own.name


def _noting(rung: Rung, missed: str) -> Rung:
    return replace(rung, source=replace(rung.source, missed=missed)) if missed else rung


def _factors(
    products: Mapping[int, Product], units: Mapping[int, set[int | None]] | None
) -> dict[int, dict[int, Decimal]]:
    factors: dict[int, dict[int, Decimal]] = {pk: {product.unit_id: ONE} for pk, product in products.items()}
    asked = [pk for pk, usual in factors.items() if units is None or units[pk] - usual.keys() - {None}]
    for unit in ProductUnit.objects.filter(product_id__in=asked) if asked else ():
        factors[unit.product_id][unit.unit_id] = unit.factor
    return factors
