"""Finding anything by its number, its words or its pinyin."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from core.search import match, match_newest
from customers.models import Customer
from finance.models import Invoice, Payment
from orders.models import Case, Contract, Order, Quotation, Requirement, Return
from orders.policies import (
    may_see_cases,
    may_see_contracts,
    may_see_quotes,
    may_see_requirements,
    may_see_returns,
)
from shipping.models import Shipment

SHOWN = 10


@dataclass(frozen=True)
class Hits:
    """What was found of one kind."""

    title: str | Promise
    rows: list[Any]


def find_all(user: Any, text: str) -> list[Hits]:
    """Orders, customers and products by their words, other documents by their number; one query each.

    Only what this person may see exists for the search.
    """
    number = text.strip().upper()[:40]
    orders = Order.objects.visible_to(user).for_list()
    kinds = [
        Hits(_("Orders"), list(match_newest(orders, text).order_by("-pk")[:SHOWN])),
        Hits(_("Customers"), list(match(Customer.objects.visible_to(user), text).order_by("name")[:SHOWN])),
        Hits(_("Invoices"), list(Invoice.objects.visible_to(user).filter(number=number)[:SHOWN])),
        Hits(_("Receipts"), list(Payment.objects.visible_to(user).filter(number=number)[:SHOWN])),
        Hits(_("Shipments"), list(Shipment.objects.visible_to(user).called(number)[:SHOWN])),
        Hits(_("Products"), list(match(Product.objects.visible_to(user), text).order_by("code")[:SHOWN])),
    ]
    return [hits for hits in (*kinds, *_papers(user, number)) if hits.rows]


def _papers(user: Any, number: str) -> list[Hits]:
    """Contracts, quotations, requirement notes and returns by their number, for those who may see such papers."""
    kinds = (
        (_("Quotations"), Quotation, may_see_quotes),
        (_("Contracts"), Contract, may_see_contracts),
        (_("Requirements"), Requirement, may_see_requirements),
        (_("Returns"), Return, may_see_returns),
        (_("After-sales cases"), Case, may_see_cases),
    )
    return [
        Hits(title, list(model.objects.visible_to(user).for_list().filter(number=number)[:SHOWN]))
        for title, model, may in kinds
        if may(user)
    ]
