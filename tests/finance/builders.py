"""Orders on their way to money: confirmed, shipped, invoiced, through the public services."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from catalog.models import Product
from core.bus import publish
from core.events import ApprovalDecided
from core.models import User
from customers.models import Customer
from finance.invariants import INVARIANTS
from finance.models import CreditProfile, Invoice
from finance.services import issue_invoice
from orders.models import Order
from orders.models.words import State
from orders.services import record_accepted, record_picked, record_reserved, record_shipped, submit_order
from tests.cast import make_draft, make_product


def confirmed(
    actor: User, customer: Customer, rows: list[tuple[Product, int | str]] | None = None, **head: Any
) -> Order:
    """An order of Ann's that passed approval and was confirmed by the house, if its credit allows."""
    key = submit_order(make_draft(actor, customer, rows, **head).pk, actor=actor).pk
    order = Order.objects.get(pk=key)
    if order.state == State.PENDING_APPROVAL:
        publish(ApprovalDecided(subject=order.stream, outcome="approved", opinion=""))
    return Order.objects.get(pk=order.pk)


def ship(
    order: Order, quantities: Mapping[int, Decimal | int] | Decimal | int | None = None, source: str = ""
) -> Invoice:
    """Goods of an order leave and arrive; all that is open, or so much of each line. Returns the drafted invoice."""
    lines = list(order.lines.all())
    if not isinstance(quantities, Mapping):
        quantities = {line.pk: line.open_to_ship if quantities is None else quantities for line in lines}
    moved = {pk: Decimal(quantity) for pk, quantity in quantities.items()}
    held = {line.pk: moved[line.pk] - line.reserved for line in lines if moved.get(line.pk, 0) > line.reserved}
    record_reserved(order.pk, quantities=held)
    record_picked(order.pk, quantities=moved)
    source = source or f"shipment:{Invoice.objects.count() + 900}"
    record_shipped(order.pk, quantities=moved, source=source)
    record_accepted(order.pk, quantities=moved, source=source)
    return Invoice.objects.get(source=source, kind="invoice")


def invoiced(seller: User, finance: User, customer: Customer, price: str = "100.00", quantity: int = 1) -> Invoice:
    """An issued invoice over one new product: 113.00 for the price of 100.00."""
    product = make_product(f"P-{Order.objects.count()}", price=price)
    return issue_invoice(ship(confirmed(seller, customer, [(product, quantity)])).pk, actor=finance)


def profile_of(customer: Customer) -> CreditProfile:
    return CreditProfile.objects.get(customer=customer)


def with_limit(customer: Customer, limit: str) -> None:
    CreditProfile.objects.filter(customer=customer).update(limit=Decimal(limit))


def broken() -> dict[str, list[object]]:
    """What the invariants of finance find wrong; empty when all is well."""
    found = {f"{one.code} {one.rule}": list(one.rows()) for one in INVARIANTS}
    return {rule: rows for rule, rows in found.items() if rows}
