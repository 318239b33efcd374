"""Finding products, every write to one, and the worth of currencies."""

from catalog.services.finding import Found, find_products, resolve
from catalog.services.rates import rate_of, rates_of
from catalog.services.records import save_product
from catalog.services.searching import index_products, words_of

__all__ = ["Found", "find_products", "index_products", "rate_of", "rates_of", "resolve", "save_product", "words_of"]
