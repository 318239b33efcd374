"""Orders that reached stock, and shelves with goods, all made by services."""

from decimal import Decimal
from typing import Any

from catalog.models import Product
from core.bus import publish
from core.events import ApprovalDecided
from core.models import User
from core.outbox import sweep
from customers.models import Customer
from inventory.models import StockItem, Warehouse
from inventory.services import receive_goods
from orders.models import Order
from orders.models.words import State
from orders.services import confirm_order, submit_order
from tests.cast import make_customer, make_draft


def make_warehouse(code: str = "W1", *, default: bool = True) -> Warehouse:
    """A warehouse; the first one is where goods are taken from first."""
    return Warehouse.objects.get_or_create(code=code, defaults={"name": f"仓库 {code}", "default": default})[0]


def stocked(product: Product, quantity: int | str, warehouse: Warehouse | None = None) -> StockItem:
    """Goods booked in by the house."""
    warehouse = warehouse or make_warehouse()
    receive_goods(warehouse_id=warehouse.pk, items=[(product.pk, Decimal(quantity))], actor=None)
    return StockItem.objects.get(product=product, warehouse=warehouse)


def approved(actor: User, rows: list[tuple[Product, Any]], customer: Customer | None = None, **head: Any) -> Order:
    """An order everybody agreed to; with the switch off it is not confirmed by itself."""
    order = make_draft(actor, customer or make_customer(actor, f"C-{Customer.objects.count() + 1}"), rows, **head)
    order = Order.objects.get(pk=submit_order(order.pk, actor=actor).pk)
    if order.state == State.PENDING_APPROVAL:
        publish(ApprovalDecided(subject=order.stream, outcome="approved", opinion=""))
    return Order.objects.get(pk=order.pk)


def confirmed(actor: User, rows: list[tuple[Product, Any]], customer: Customer | None = None, **head: Any) -> Order:
    """An order that binds the house, with what was free set aside for it."""
    order = approved(actor, rows, customer, **head)
    if order.state == State.APPROVED:
        confirm_order(order.pk, actor=None)
    return Order.objects.get(pk=order.pk)


def deliver_messages() -> None:
    """What the worker does until nothing is left to do."""
    while sweep():
        pass
