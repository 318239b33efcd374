"""The people at a customer's, and where goods go."""

from typing import Any

from core.bus import publish
from core.events import RecordEdited
from core.service import service
from customers.models import Address, Contact, Customer
from customers.policies import may_edit
from customers.services.records import changed, take

CONTACT_FIELDS = ("name", "phone", "email", "main", "by_mail", "by_sms", "by_page")
ADDRESS_FIELDS = ("recipient", "phone", "country", "province", "city", "street", "postcode", "main")


@service
def save_contact(customer_id: int, *, contact: Contact, actor: Any) -> Contact:
    """Write a contact of a customer; there is at most one main contact."""
    _write(customer_id, contact, CONTACT_FIELDS, actor)
    return contact


@service
def save_address(customer_id: int, *, address: Address, actor: Any) -> Address:
    """Write a ship-to address of a customer; there is at most one main address."""
    _write(customer_id, address, ADDRESS_FIELDS, actor)
    return address


def _write(customer_id: int, row: Contact | Address, names: tuple[str, ...], actor: Any) -> None:
    customer = take(customer_id)
    may_edit.demand(actor, customer)
    model = type(row)
    others = model._default_manager.filter(customer=customer)
    old = others.filter(pk=row.pk).first() if row.pk else None
    row.customer = customer
    row.save()
    if row.main:
        others.exclude(pk=row.pk).filter(main=True).update(main=False)
    before = {name: getattr(old, name) if old else "" for name in names}
    _tell(customer, row, changed(before, {name: getattr(row, name) for name in names}), actor)


def _tell(customer: Customer, row: Contact | Address, changes: dict[str, list[str]], actor: Any) -> None:
    if not changes:
        return
    kind = row._meta.model_name
    named = {f"{kind}.{name}": pair for name, pair in changes.items()}
    publish(RecordEdited(model="customer", pk=customer.pk, label=customer.code, changes=named), actor=actor)
