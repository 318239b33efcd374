"""Keeping an order findable by number, customer, their own number and pinyin."""

from django.db import connection

from core.search import document
from orders.models import Order


def index_order(order: Order) -> None:
    """Write the order's search words; called when its number, customer or customer PO number changes."""
    customer = order.customer
    words = document(order.ref, order.customer_po, customer.name, customer.name_en, customer.short_name, customer.code)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE orders_order SET search = %s::tsvector WHERE id = %s", [words, order.pk])
