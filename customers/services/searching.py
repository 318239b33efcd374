"""Keeping a customer findable by code, names, pinyin and tax ID."""

from django.db import connection

from core.search import document
from customers.models import Customer


def words_of(customer: Customer) -> str:
    """The search document of a customer, for whoever writes many at once."""
    return document(customer.code, customer.name, customer.name_en, customer.short_name, customer.tax_number)


def index_customer(customer: Customer) -> None:
    """Write the customer's search words; called whenever one of their names changes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE customers_customer SET search = %s::tsvector WHERE id = %s", [words_of(customer), customer.pk]
        )
