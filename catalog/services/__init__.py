"""Finding products, and every write to one."""

from catalog.services.finding import Found, find_products, resolve
from catalog.services.records import save_product
from catalog.services.searching import index_products, words_of

__all__ = ["Found", "find_products", "index_products", "resolve", "save_product", "words_of"]
