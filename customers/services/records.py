"""Entering and editing customers, with what changed written into their history."""

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from catalog.models import PriceList
from core.bus import publish
from core.events import RecordEdited
from core.locks import locked
from core.models import Department, User
from core.money import CENT, minor_unit
from core.numbering import next_number
from core.refusal import Refused
from core.service import service
from customers.events import CustomerCreated
from customers.models import Customer, PaymentTerm, Tier
from customers.policies import may_edit, may_enter
from customers.services.searching import index_customer

SERIES = "C"


@dataclass(frozen=True, kw_only=True)
class CustomerCard:
    """What is known about a customer. Without a code the house gives one."""

    name: str
    terms: PaymentTerm
    code: str = ""
    name_en: str = ""
    short_name: str = ""
    tier: str = Tier.STANDARD
    currency: str = "CNY"
    price_list: PriceList | None = None
    prices_include_tax: bool = False
    invoice_title: str = ""
    tax_number: str = ""
    domestic: bool = True
    owner: User | None = None
    department: Department | None = None
    note: str = ""
    active: bool = True


FIELDS = tuple(field.name for field in fields(CustomerCard))


@service
def create_customer(card: CustomerCard, *, actor: Any, credit_limit: Decimal = Decimal(0)) -> Customer:
    """Enter a customer; without an owner named, they belong to whoever enters them.

    Whoever keeps credit hears it and opens a profile with the limit; a code is used only once.
    """
    may_enter.demand(actor)
    refuse_fine_money(card.currency)
    customer = Customer(**{name: getattr(card, name) for name in FIELDS})
    customer.code = card.code or next_number(SERIES)
    owner: User | None = card.owner or actor
    customer.owner = owner
    customer.department = card.department or (owner.department if owner else None)
    _save_once(customer)
    index_customer(customer)
    created = CustomerCreated(
        customer_id=customer.pk, code=customer.code, credit_limit=credit_limit, currency=customer.currency
    )
    publish(created, actor=actor)
    return customer


@service
def edit_customer(customer_id: int, *, card: CustomerCard, actor: Any) -> Customer:
    """Change what is known about a customer; each changed field is kept in history as old and new."""
    customer = take(customer_id)
    may_edit.demand(actor, customer)
    before = {name: getattr(customer, name) for name in FIELDS}
    for name in FIELDS:
        setattr(customer, name, getattr(card, name) or (before[name] if name == "code" else getattr(card, name)))
    changes = changed(before, {name: getattr(customer, name) for name in FIELDS})
    if not changes:
        return customer
    if "currency" in changes:
        refuse_fine_money(card.currency)
    _save_once(customer, list(changes))
    index_customer(customer)
    edited = RecordEdited(model="customer", pk=customer.pk, label=customer.code, changes=changes)
    publish(edited, actor=actor)
    return customer


def refuse_fine_money(currency: str) -> None:
    """Refuse a currency of three decimals: the house keeps two, and its sums would not be exact (I1)."""
    if minor_unit(currency) < CENT:
        words = _("Amounts in %(currency)s have three decimals; the house keeps two.")
        raise Refused(words % {"currency": currency}, code="fine_money")


def take(customer_id: int) -> Customer:
    """The customer, held until the transaction ends; their history is written only by who holds them."""
    return locked(Customer.objects.filter(pk=customer_id).defer("search")).get()


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[str]]:
    """What differs, as text: field → [old, new]."""
    return {
        name: [_text(before[name]), _text(after[name])] for name in after if _text(before[name]) != _text(after[name])
    }


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _save_once(customer: Customer, changed_fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            customer.save(update_fields=changed_fields)
    except IntegrityError as error:
        raise Refused(
            _("Customer code %(code)s is already used.") % {"code": customer.code}, code="code_used"
        ) from error
