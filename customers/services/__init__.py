"""Every write to a customer and what belongs to them."""

from customers.services.places import save_address, save_contact
from customers.services.records import CustomerCard, create_customer, edit_customer
from customers.services.revealing import show_phone
from customers.services.searching import index_customer, words_of

__all__ = [
    "CustomerCard",
    "create_customer",
    "edit_customer",
    "index_customer",
    "save_address",
    "save_contact",
    "show_phone",
    "words_of",
]
