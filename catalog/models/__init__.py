"""Products, units, price lists and exchange rates."""

from catalog.models.change import PriceChange, PriceChangeLine
from catalog.models.price import Price, PriceList
from catalog.models.product import Category, Product, ProductUnit, Tracking, Unit
from catalog.models.rate import ExchangeRate

__all__ = [
    "Category",
    "ExchangeRate",
    "Price",
    "PriceChange",
    "PriceChangeLine",
    "PriceList",
    "Product",
    "ProductUnit",
    "Tracking",
    "Unit",
]
