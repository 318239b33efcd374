"""Finding products, and every write to one."""

from catalog.services.finding import Found, candidates, find_products, resolve
from catalog.services.records import save_product
from catalog.services.searching import index_products, words_of
from catalog.services.wording import means_unit, same_units

__all__ = [
    "Found",
    "candidates",
    "find_products",
    "index_products",
    "means_unit",
    "resolve",
    "same_units",
    "save_product",
    "words_of",
]
