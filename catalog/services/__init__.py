"""Finding products, every write to one, and the worth of currencies."""

from catalog.services.finding import Found, candidates, find_products, resolve
from catalog.services.rates import rate_of, rates_of
from catalog.services.records import save_product
from catalog.services.searching import index_products, words_of
from catalog.services.wording import means_unit, same_units

__all__ = [
    "Found",
    "candidates",
    "find_products",
    "index_products",
    "means_unit",
    "rate_of",
    "rates_of",
    "resolve",
    "same_units",
    "save_product",
    "words_of",
]
