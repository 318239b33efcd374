"""Every write to a customer and what belongs to them."""

from customers.services.parts import find_parts, learn_parts, parts_named, save_part
from customers.services.places import save_address, save_contact
from customers.services.reaching import ways_to
from customers.services.records import CustomerCard, create_customer, edit_customer
from customers.services.revealing import show_phone
from customers.services.searching import index_customer, words_of

__all__ = [
    "CustomerCard",
    "create_customer",
    "edit_customer",
    "find_parts",
    "index_customer",
    "learn_parts",
    "parts_named",
    "save_address",
    "save_contact",
    "save_part",
    "show_phone",
    "ways_to",
    "words_of",
]
