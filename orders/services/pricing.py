"""What products cost a customer, in the unit they are ordered in."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from catalog.models import Price, Product, ProductUnit
from customers.models import Customer


@dataclass(frozen=True)
class Offer:
    """A product with its net price for one customer per base unit, and what each sales unit holds."""

    product: Product
    price: Decimal
    factors: dict[int, Decimal]


def offers(customer: Customer, product_ids: Iterable[int]) -> dict[int, Offer]:
    """The offers for many products at once: three queries whatever their number."""
    ids = set(product_ids)
    products = Product.objects.select_related("unit").in_bulk(ids)
    listed: dict[int, Decimal] = {}
    if customer.price_list_id:
        prices = Price.objects.filter(price_list_id=customer.price_list_id, product_id__in=ids)
        listed = dict(prices.values_list("product_id", "price"))
    factors: dict[int, dict[int, Decimal]] = {pk: {product.unit_id: Decimal(1)} for pk, product in products.items()}
    for unit in ProductUnit.objects.filter(product_id__in=ids):
        factors[unit.product_id][unit.unit_id] = unit.factor
    return {pk: Offer(product, listed.get(pk, product.list_price), factors[pk]) for pk, product in products.items()}
