"""Keeping an order findable by number, customer, their own number and pinyin."""

from core.search import document
from orders.models import Order


def index_order(order: Order) -> None:
    """Renew the order's search words, when its number, customer or customer PO number changes.

    They are written with the rest of the order.
    """
    customer = order.customer
    order.search = document(
        order.ref, order.customer_po, customer.name, customer.name_en, customer.short_name, customer.code
    )
