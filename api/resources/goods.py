"""Products, customers and stock."""

from collections.abc import Iterable
from typing import Any

from api.resources.shape import Shape, part, parts, words_of
from catalog.models import Product
from catalog.policies import may_see_cost
from customers.models import Customer, Tier
from finance.models import CreditProfile
from finance.policies import may_see_credit

UNIT = Shape("ProductUnit", (part("unit", at="unit.code"), part("factor", "number"), part("barcode", maybe=True)))
PRODUCT = Shape(
    "Product",
    (
        part("id", "id", at="pk"),
        part("code"),
        part("name", at="title"),
        part("spec"),
        part("category", maybe=True, read=lambda one: one.category and one.category.name),
        part("unit", at="unit.code"),
        part("units", UNIT, many=True, read=lambda one: one.units.all()),
        part("barcode", maybe=True),
        *parts("number", ("list_price", "tax_percent")),
        part("cost", "number", only=may_see_cost),
        *parts("flag", ("active", "is_service")),
    ),
)
TERMS = Shape("PaymentTerms", (part("id", "id", at="pk"), part("name"), part("days", "id"), part("prepaid", "flag")))
PLACE = Shape(
    "Address", (part("id", "id", at="pk"), part("text", read=lambda one: one.one_line()), part("main", "flag"))
)
CONTACT = Shape("Contact", (part("id", "id", at="pk"), part("name"), part("email"), part("main", "flag")))
CREDIT = Shape("Credit", (part("currency"), *parts("money", ("limit", "exposure", "free"))))
CUSTOMER = Shape(
    "Customer",
    (
        part("id", "id", at="pk"),
        part("code"),
        part("name", at="title"),
        part("tier", words=words_of(Tier)),
        part("terms", TERMS),
        part("currency"),
        part("prices_include_tax", "flag"),
        *parts("text", ("invoice_title", "tax_number")),
        part("active", "flag"),
        part("addresses", PLACE, many=True, read=lambda one: one.addresses.all()),
        part("contacts", CONTACT, many=True, read=lambda one: one.contacts.all()),
        part("credit", CREDIT, maybe=True, at="shown_credit", only=may_see_credit),
    ),
)
STOCK = Shape(
    "Stock",
    (
        part("id", "id", at="pk"),
        part("product", at="product.code"),
        part("warehouse", at="warehouse.code"),
        part("unit", at="product.unit.code"),
        *parts("number", ("on_hand", "reserved", "available")),
    ),
)


def with_credit(user: Any, customers: Iterable[Customer]) -> list[Customer]:
    """The customers with their credit, for those who may see it; one query."""
    found = list(customers)
    profiles = {}
    if found and may_see_credit(user):
        rows = CreditProfile.objects.visible_to(user).filter(customer__in=found)
        profiles = {row.customer_id: row for row in rows}
    for one in found:
        one.shown_credit = profiles.get(one.pk)  # type: ignore[attr-defined]
    return found


def goods(user: Any) -> Any:
    """Products with their units, as they are told; two queries."""
    rows = Product.objects.visible_to(user).select_related("unit", "category").defer("search")
    return rows.prefetch_related("units__unit")


def parties(user: Any) -> Any:
    """Customers with their places and people, as they are told; three queries."""
    rows = Customer.objects.visible_to(user).select_related("terms").defer("search", "note")
    return rows.prefetch_related("addresses", "contacts")
