"""What a customer finds on their page: their own goods under their own numbers, and nothing of ours."""

from dataclasses import dataclass

from catalog.models import Product, Unit
from customers.models import Customer, CustomerPart
from orders.models import OrderLine
from orders.models.words import State

MOST = 30
LOOKED_BACK = 300
BOUGHT = (State.APPROVED, State.CONFIRMED, State.COMPLETED)


@dataclass(frozen=True)
class Offer:
    """A product in the unit the customer counts it in; `part` is what they call it, or nothing."""

    product: Product
    unit: Unit
    part: str = ""

    @property
    def key(self) -> str:
        """The name of its field: an answer to another product or unit than was shown is not understood."""
        return f"q-{self.product.pk}-{self.unit.pk}"


def offers_for(customer: Customer) -> list[Offer]:
    """What they bought last, newest first, then what they have a number for; two queries, no prices, no stock."""
    parts, offers = _parts_of(customer), dict[int, Offer]()
    for line in _lines_of(customer):
        part = parts.get(line.product_id)
        offers.setdefault(line.product_id, Offer(line.product, line.unit, part.text if part else ""))
    for part in parts.values():
        offers.setdefault(part.product_id, Offer(part.product, part.unit or part.product.unit, part.text))
    return list(offers.values())[:MOST]


def _lines_of(customer: Customer) -> list[OrderLine]:
    rows = OrderLine.objects.filter(order__customer=customer, order__state__in=BOUGHT, product__active=True)
    rows = rows.select_related("product", "unit").defer("product__search")
    return list(rows.order_by("-order_id", "position")[:LOOKED_BACK])


def _parts_of(customer: Customer) -> dict[int, CustomerPart]:
    rows = CustomerPart.objects.filter(customer=customer, active=True, product__active=True)
    rows = rows.select_related("product__unit", "unit").defer("product__search").order_by("-pk")
    return {part.product_id: part for part in reversed(rows[:LOOKED_BACK])}
