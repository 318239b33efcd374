"""Orders that somebody is asked about, and the further people who are asked."""

from typing import Any

from approvals.models import Task
from core.models import User
from orders.models import Order
from orders.services import submit_order
from tests.cast import make_customer, make_draft, make_person, make_product


def make_fay() -> User:
    """Fay directs the house."""
    return make_person("fay", "director", department="Management")


def make_gus() -> User:
    """Gus is another sales manager."""
    return make_person("gus", "sales_manager", department="West")


def submit(ann: User, *, pieces: int = 1000, actor: User | None = None, **customer: Any) -> Order:
    """An order of Ann's over pieces at 86.00 and 13 % tax, handed in: 1000 of them are 97,180.00."""
    draft = make_draft(ann, make_customer(ann, **customer), [(make_product(price="86.00"), pieces)])
    submit_order(draft.pk, actor=actor or ann)
    return Order.objects.get(pk=draft.pk)


def open_task(order: Order) -> Task:
    """The one task that is open on an order."""
    return Task.objects.select_related("step__request").pending().get(step__request__order=order)
