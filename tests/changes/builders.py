"""Changes as somebody types them, and led through their life."""

from decimal import Decimal
from typing import Any

from approvals.models import Task
from approvals.services import decide
from catalog.models import Product
from core.models import User
from orders.models import ChangeRequest, Order, OrderLine
from orders.services import save_change, submit_change
from orders.services.changes.differences import LineEdit, Wish
from orders.services.entry.composing import DraftHead, DraftRow


def row_of(line: OrderLine, **typed: Any) -> DraftRow:
    """A line as it stands, with some of it typed anew."""
    values = {
        "product_id": line.product_id,
        "quantity": line.quantity,
        "unit_id": line.unit_id,
        "unit_price": line.unit_price,
        "discount": line.discount,
        "wanted_on": line.wanted_on,
        "note": line.note,
    }
    return DraftRow(**(values | typed))


def edit(line: OrderLine, **typed: Any) -> LineEdit:
    return LineEdit(line_id=line.pk, row=row_of(line, **typed))


def quantities(order: Order, **by_position: int | str) -> list[LineEdit]:
    """New quantities by position: l1=12 makes the first line 12."""
    lines = {f"l{line.position}": line for line in order.lines.all()}
    return [edit(lines[name], quantity=Decimal(value)) for name, value in by_position.items()]


def removal(line: OrderLine) -> LineEdit:
    return LineEdit(line_id=line.pk, row=None)


def addition(product: Product, quantity: int | str, **typed: Any) -> LineEdit:
    return LineEdit(line_id=None, row=DraftRow(product_id=product.pk, quantity=Decimal(quantity), **typed))


def head_of(order: Order, **typed: Any) -> DraftHead:
    """The header of an order as it stands, with some of it typed anew."""
    order = Order.objects.select_related("customer__terms", "ship_to", "terms").get(pk=order.pk)
    values = {
        "customer": order.customer,
        "ship_to": order.ship_to,
        "customer_po": order.customer_po,
        "wanted_on": order.wanted_on,
        "terms": order.terms,
        "freight": order.freight,
        "note": order.note,
    }
    return DraftHead(**(values | typed))


def begin(order: Order, actor: User, *edits: LineEdit, cause: str = "customer", **more: Any) -> ChangeRequest:
    """A change on somebody's desk."""
    version = more.pop("version", None)
    wish = Wish(edits=edits, cause=cause, reason=more.pop("reason", "the customer asked"), **more)
    return save_change(order.pk, wish=wish, actor=actor, version=version)


def ask(order: Order, actor: User, *edits: LineEdit, **more: Any) -> ChangeRequest:
    """A change handed in."""
    return submit_change(begin(order, actor, *edits, **more).pk, actor=actor)


def decide_all(change: ChangeRequest, *people: User, outcome: str = "approved", opinion: str = "") -> ChangeRequest:
    """Let whoever is asked decide, step by step."""
    while task := Task.objects.pending().filter(step__request__subject=change.stream).first():
        held = {task.user_id} if task.user_id else set()
        who = next(one for one in people if one.pk in held or (not held and task.role in one.role_names))
        decide(task.pk, outcome=outcome, opinion=opinion, actor=who)
    return ChangeRequest.objects.get(pk=change.pk)


def change(order: Order, actor: User, approver: User, *edits: LineEdit, **more: Any) -> Order:
    """A change from the first word to the new revision."""
    done = decide_all(ask(order, actor, *edits, **more), approver)
    assert done.state == "applied", (done.state, done.opinion)
    return Order.objects.get(pk=order.pk)
