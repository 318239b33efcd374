"""Products of which more is waited for than is free, the nearest broken promise first (B17)."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Min, Q, Sum
from django.db.models.functions import Coalesce

from catalog.models import Product
from core import clock
from customers.models.customer import Tier
from inventory.models import Shortage, StockItem
from inventory.services.reading import Coming, coming

ZERO = Decimal(0)
MOST = 200


@dataclass(frozen=True, kw_only=True)
class Scarce:
    """One product that is short: what lies there, what is free, who waits, what comes, and what breaks first."""

    product: Product
    on_hand: Decimal
    free: Decimal
    waiting: Decimal
    orders: int
    best: int
    promise: datetime.date | None
    arrivals: Sequence[Coming]

    @property
    def incoming(self) -> Decimal:
        return sum((one.quantity for one in self.arrivals), ZERO)

    @property
    def is_covered(self) -> bool:
        """Whether what is free and announced by the first promise is enough for all who wait."""
        by_then = sum((one.quantity for one in self.arrivals if self.promise and one.day <= self.promise), ZERO)
        return self.free + by_then >= self.waiting

    @property
    def is_late(self) -> bool:
        return self.promise is not None and self.promise < clock.today()


def scarce_products() -> list[Scarce]:
    """The scarce products by risk: what nothing announced will cover, then the earliest promise; four queries."""
    rows = Shortage.objects.order_by().values("product_id").annotate(
        waiting=Sum("quantity"),
        orders=Count("order_id", distinct=True),
        best=Count("order_id", distinct=True, filter=Q(order__customer__tier__in=(Tier.KEY, Tier.CORE))),
        promise=Min(Coalesce("order__first_promise", "order__wanted_on")),
    )
    waits = list(rows.order_by(F("promise").asc(nulls_last=True), "product_id")[:MOST])
    keys = [row["product_id"] for row in waits]
    products = Product.objects.select_related("unit").defer("search").in_bulk(keys)
    stock, arrivals = stock_of(keys), coming(keys)
    found = [
        Scarce(
            product=products[pk],
            on_hand=stock.get(pk, (ZERO, ZERO))[0],
            free=max(ZERO, stock.get(pk, (ZERO, ZERO))[1]),
            arrivals=arrivals.get(pk, ()),
            **{name: row[name] for name in ("waiting", "orders", "best", "promise")},
        )
        for pk, row in zip(keys, waits, strict=True)
    ]
    short = [one for one in found if one.waiting > one.free]
    return sorted(short, key=lambda one: (one.is_covered, one.promise or datetime.date.max, -one.best, -one.orders))


def stock_of(product_ids: Collection[int]) -> dict[int, tuple[Decimal, Decimal]]:
    """What is on hand and what is free of each product, over all warehouses in use."""
    items = StockItem.objects.filter(product_id__in=product_ids, warehouse__active=True).order_by()
    sums = items.values_list("product_id").annotate(
        here=Sum("on_hand"), free=Sum(F("on_hand") - F("blocked") - F("reserved"))
    )
    return {pk: (here, free) for pk, here, free in sums}
