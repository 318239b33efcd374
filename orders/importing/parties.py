"""The customers and products an import needs: found by their codes, made where the books do not know them."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import connection

from catalog.models import Product, Unit
from catalog.services import words_of as product_words
from core.bus import publish
from customers.events import CustomerCreated
from customers.models import Address, Contact, Customer, PaymentTerm
from customers.services import words_of as customer_words
from orders.importing.mapping import Mapping
from orders.importing.values import Unreadable, number

NEW_CUSTOMERS = """
SELECT DISTINCT ON (customer) customer, customer_name, card FROM import_stage s
WHERE reason IS NULL AND NOT EXISTS (SELECT 1 FROM customers_customer c WHERE c.code = s.customer)
ORDER BY customer, row
"""
CUSTOMERS = """
SELECT c.* FROM customers_customer c
WHERE c.code IN (SELECT DISTINCT customer FROM import_stage WHERE reason IS NULL)
"""
# Of several spellings, names and prices a product takes the most frequent.
NEW_PRODUCTS = """
SELECT mode() WITHIN GROUP (ORDER BY product_code),
       coalesce(mode() WITHIN GROUP (ORDER BY product_name) FILTER (WHERE product_name <> ''), ''),
       mode() WITHIN GROUP (ORDER BY coalesce(list_price, price))
FROM import_stage WHERE reason IS NULL AND product NOT IN (
    SELECT CASE WHEN %s THEN upper(p.code) ELSE p.code END FROM catalog_product p)
GROUP BY product ORDER BY min(row)
"""
PRODUCTS = """
SELECT DISTINCT ON (wanted.product) wanted.product, p.id, p.name, p.unit_id
FROM (SELECT DISTINCT product FROM import_stage WHERE reason IS NULL) AS wanted
JOIN catalog_product p ON CASE WHEN %s THEN upper(p.code) ELSE p.code END = wanted.product
ORDER BY wanted.product, p.id
"""


def terms_of(mapping: Mapping) -> PaymentTerm:
    """The payment terms the mapping names; history is paid, so their days matter to new orders only."""
    return PaymentTerm.objects.get_or_create(name=mapping.terms)[0]


def customers_of(mapping: Mapping, terms: PaymentTerm, actor: Any) -> tuple[dict[str, Customer], list[Customer]]:
    """Every customer the accepted rows name by code, and those made for it; each new one is announced."""
    found = list(_fetched(NEW_CUSTOMERS))
    cards = [json.loads(card) if card else {} for _code, _name, card in found]
    new = [
        Customer(
            code=code,
            name=name,
            terms=terms,
            currency=mapping.currency,
            invoice_title=name,
            domestic=mapping.domestic,
        )
        for code, name, _card in found
    ]
    for customer in new:
        customer.search = customer_words(customer)
    Customer.objects.bulk_create(new, batch_size=1000)
    _fill_in(new, cards)
    for customer, card in zip(new, cards, strict=True):
        publish(_created(customer, card), actor=actor)
    return {customer.code: customer for customer in Customer.objects.raw(CUSTOMERS)}, new


def products_of(mapping: Mapping) -> tuple[dict[str, tuple[int, str, int]], list[Product]]:
    """Every product the accepted rows name, as key, name and unit, and those made for it."""
    unit, _made = Unit.objects.get_or_create(code=mapping.unit, defaults={"name": mapping.unit})
    new = [
        Product(
            code=code,
            name=name or code,
            unit=unit,
            list_price=price,
            tax_percent=mapping.tax_percent,
        )
        for code, name, price in _fetched(NEW_PRODUCTS, [mapping.fold_product_case])
    ]
    for product in new:
        product.search = product_words(product)
    Product.objects.bulk_create(new, batch_size=1000)
    rows = _fetched(PRODUCTS, [mapping.fold_product_case])
    return {key: (pk, name, unit_id) for key, pk, name, unit_id in rows}, new


def _fill_in(customers: list[Customer], cards: list[dict[str, str]]) -> None:
    both = list(zip(customers, cards, strict=True))
    Contact.objects.bulk_create(
        Contact(customer=customer, name=card["contact"][:80], phone=card.get("phone", "")[:40], main=True)
        for customer, card in both
        if "contact" in card
    )
    Address.objects.bulk_create(
        Address(
            customer=customer,
            recipient=card.get("contact", "")[:80],
            phone=card.get("phone", "")[:40],
            country=card.get("country", "")[:60],
            province=card.get("province", "")[:60],
            city=card.get("city", "")[:60],
            street=card["street"][:200],
            postcode=card.get("postcode", "")[:20],
            main=True,
        )
        for customer, card in both
        if "street" in card
    )


def _created(customer: Customer, card: dict[str, str]) -> CustomerCreated:
    return CustomerCreated(
        customer_id=customer.pk, code=customer.code, credit_limit=_limit(card), currency=customer.currency
    )


def _limit(card: dict[str, str]) -> Decimal:
    # A limit that cannot be read is no limit: it is lent to nobody.
    try:
        return max(Decimal(0), number(card.get("credit_limit", "0"), places=2))
    except Unreadable:
        return Decimal(0)


def _fetched(sql: str, params: list[Any] | None = None) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        yield from cursor.fetchall()
