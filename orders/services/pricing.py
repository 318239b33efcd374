"""What products cost a customer, in the unit they are ordered in."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from catalog.models import Price, Product, ProductUnit
from customers.models import Customer
from orders.models import ContractLine
from orders.services.contract_matching import agreed_price, agreements


@dataclass(frozen=True)
class Offer:
    """A product with its net price for one customer per base unit, and what each sales unit holds.

    `agreement` is the contract line that covers it; while that is valid, its price comes first.
    """

    product: Product
    price: Decimal
    factors: dict[int, Decimal]
    agreement: ContractLine | None = None


def offers(customer: Customer, product_ids: Iterable[int]) -> dict[int, Offer]:
    """The offers for many products at once: four queries whatever their number."""
    ids = set(product_ids)
    products = Product.objects.select_related("unit").in_bulk(ids)
    listed: dict[int, Decimal] = {}
    if customer.price_list_id:
        prices = Price.objects.filter(price_list_id=customer.price_list_id, product_id__in=ids)
        listed = dict(prices.values_list("product_id", "price"))
    factors: dict[int, dict[int, Decimal]] = {pk: {product.unit_id: Decimal(1)} for pk, product in products.items()}
    for unit in ProductUnit.objects.filter(product_id__in=ids):
        factors[unit.product_id][unit.unit_id] = unit.factor
    covered = agreements(customer.pk, ids, currency=customer.currency)
    listed |= {pk: price for pk, line in covered.items() if (price := agreed_price(line)) is not None}
    return {
        pk: Offer(product, listed.get(pk, product.list_price), factors[pk], covered.get(pk))
        for pk, product in products.items()
    }
