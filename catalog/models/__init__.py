"""Products, units and price lists."""

from catalog.models.price import Price, PriceList
from catalog.models.product import Category, Product, ProductUnit, Unit

__all__ = ["Category", "Price", "PriceList", "Product", "ProductUnit", "Unit"]
