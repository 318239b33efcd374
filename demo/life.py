"""The life of an order as the people of the company live it, one step after the other, through the public services."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from approvals.models import Task
from approvals.services import decide
from core import clock
from core.models import User
from finance.models import Invoice
from finance.services import book_payment, issue_invoice
from orders.models import Order
from orders.models.words import State
from orders.services import confirm_order, submit_order
from shipping.models import Shipment
from shipping.models.words import READY
from shipping.services import (
    Arrival,
    DoorWord,
    confirm_delivery,
    dispatch,
    finish_picking,
    open_shipment,
    scan_all,
)


@dataclass(frozen=True)
class Crew:
    """Who does what: the seller submits, the managers decide, the warehouse picks and ships, finance bills."""

    seller: User
    deciders: tuple[User, ...]
    warehouse: User
    finance: User


def submit(order_id: int, crew: Crew, reason: str = "") -> None:
    """Hand the order in."""
    submit_order(order_id, actor=crew.seller, reason=reason)


def approve(order_id: int, crew: Crew) -> None:
    """Everybody who is asked agrees, in turn."""
    for task in _open_tasks(order_id):
        decide(task.pk, outcome="approved", opinion="", actor=_decider(task, crew))


def confirm(order_id: int, crew: Crew) -> None:
    """Confirm, where the house has not done so by itself."""
    if Order.objects.values_list("state", flat=True).get(pk=order_id) == State.APPROVED:
        confirm_order(order_id, actor=crew.seller)


def pick(order_id: int, crew: Crew) -> None:
    """Scan everything that is reserved."""
    shipment = open_shipment(order_id, actor=crew.warehouse)
    lines = shipment.lines.select_related("product")
    arrivals = [Arrival(code=line.product.code, uuid=uuid4(), quantity=line.quantity) for line in lines]
    scan_all(shipment.pk, arrivals, actor=crew.warehouse)
    finish_picking(shipment.pk, actor=crew.warehouse)


def ship(
    order_id: int, crew: Crew, carrier: str = "SF Express", waybill: str = "SF-1", why: str = "The customer agreed"
) -> None:
    """Send off what is picked; `why` is kept where it leaves early or late."""
    shipment = Shipment.objects.select_related("order").get(order_id=order_id, state__in=READY)
    address = shipment.order.ship_to_text
    word = DoorWord(address=address, reason=why)
    dispatch(shipment.pk, carrier=carrier, waybill=waybill, actor=crew.warehouse, checked=word)


def deliver(order_id: int, crew: Crew, received_by: str = "Reception") -> None:
    """The customer takes what is under way."""
    for pk in Shipment.objects.filter(order_id=order_id, state="shipped").values_list("pk", flat=True):
        confirm_delivery(pk, received_by=received_by, actor=crew.warehouse)


def invoice(order_id: int, crew: Crew) -> None:
    """Issue what was drafted when the goods left."""
    for pk in Invoice.objects.filter(order_id=order_id, state="draft", kind="invoice").values_list("pk", flat=True):
        issue_invoice(pk, actor=crew.finance)


def pay(order_id: int, crew: Crew, part: Decimal = Decimal(1)) -> None:
    """The customer pays what is open on the order, or a part of it."""
    due = {row.pk: row.open_amount for row in Invoice.objects.filter(order_id=order_id, open_amount__gt=0)}
    if part < 1:
        due = {pk: (amount * part).quantize(Decimal("0.01")) for pk, amount in due.items()}
    customer_id = Order.objects.values_list("customer_id", flat=True).get(pk=order_id)
    book_payment(
        customer_id,
        amount=sum(due.values(), Decimal(0)),
        received_on=clock.today(),
        actor=crew.finance,
        allocations=due,
    )


Step = Callable[[int, Crew], None]
STEPS: dict[str, Step] = {
    "submit": submit,
    "approve": approve,
    "confirm": confirm,
    "pick": pick,
    "ship": ship,
    "deliver": deliver,
    "invoice": invoice,
    "pay": pay,
}


def live(order_id: int, crew: Crew, *, until: str) -> None:
    """Take a draft through its life up to and including a step."""
    for name, step in STEPS.items():
        step(order_id, crew)
        if name == until:
            return


def _open_tasks(order_id: int) -> Iterator[Task]:
    """The task that waits, then the next one, until none does."""
    while True:
        task = Task.objects.filter(step__request__subject=f"order:{order_id}", state="pending").first()
        if task is None:
            return
        yield task


def _decider(task: Task, crew: Crew) -> User:
    if task.user_id:
        return next(person for person in crew.deciders if person.pk == task.user_id)
    return next(person for person in crew.deciders if task.role in person.role_names)
