"""Price lists and rates for stories about prices."""

import datetime
from decimal import Decimal
from typing import Any

from catalog.models import ExchangeRate, Price, PriceList, Product
from customers.models import TierPriceList


def make_list(name: str, *prices: tuple[Product, str] | tuple[Product, str, int], **more: Any) -> PriceList:
    """A price list; each price is a product, what a base unit costs, and the quantity it holds from."""
    price_list = PriceList.objects.create(name=name, **more)
    for product, price, *start in prices:
        from_quantity = Decimal(start[0]) if start else Decimal(0)
        Price.objects.create(price_list=price_list, product=product, price=Decimal(price), from_quantity=from_quantity)
    return price_list


def for_tier(price_list: PriceList, tier: str = "") -> PriceList:
    """The list holds for a tier, or for everybody."""
    TierPriceList.objects.create(tier=tier, price_list=price_list)
    return price_list


def make_rate(
    currency: str = "USD", rate: str = "7.20", on: datetime.date = datetime.date(2020, 1, 1)
) -> ExchangeRate:
    """What one unit of a currency is worth in yuan from a day on."""
    return ExchangeRate.objects.create(currency=currency, rate=Decimal(rate), on=on)
