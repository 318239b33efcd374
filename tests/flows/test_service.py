"""A service order lives its whole life, told in order: somebody is sent instead of goods (S16)."""

import uuid
from decimal import Decimal

import pytest

from approvals.models import Task
from approvals.services import decide
from core import clock, outbox
from core.management.commands.check_invariants import broken
from core.models import Event
from core.refusal import Refused
from finance.models import Invoice
from finance.services import book_payment, issue_invoice
from inventory.models import Reservation, Shortage, StockMove
from notifications.models import Message
from orders.models import Order, OrderLine
from orders.models.words import Stage, State, Supply
from orders.services import lines_of, submit_order
from orders.services.entry.checking import load_facts, run_checks
from shipping.services import (
    confirm_delivery,
    finish_job,
    finish_picking,
    open_shipment,
    scan,
    start_job,
)
from tests.cast import make_customer, make_draft, make_product
from tests.shipping.builders import dispatch, make_confirmed, make_stock
from tests.shipping.jobs import make_service, make_technician, send

pytestmark = pytest.mark.django_db


def now(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


def sweep() -> None:
    while outbox.sweep():
        pass


def test_s16_a_service_order_from_entry_to_the_last_cent(ann, bo, cem, dot):
    # Ann sells two installations of 30,000.00 each at 6 %: 63,600.00 with tax. Nothing of it lies on a shelf.
    jon, customer = make_technician(), make_customer(ann)
    order = make_draft(ann, customer, [(make_service(price="30000.00"), 2)], kind="service")
    assert (order.total, order.lines.get().is_service) == (Decimal("63600.00"), True)
    findings = run_checks(load_facts(order, lines_of(order), ann))
    assert [finding.code for finding in findings if finding.heading == "stock"] == []

    # Over 50,000 her manager is asked. Once it binds nothing is reserved and nothing is short.
    submit_order(order.pk, actor=ann)
    decide(Task.objects.get().pk, outcome="approved", opinion="", actor=bo)
    order = now(order)
    assert (order.state, order.stage, order.holder_role) == (State.CONFIRMED, Stage.TO_DISPATCH, "warehouse")
    assert order.supply == Supply.NONE
    assert (Reservation.objects.count(), Shortage.objects.count()) == (0, 0)
    with pytest.raises(Refused, match="Nothing is reserved"):
        open_shipment(order.pk, actor=cem)

    # Cem sends Jon tomorrow; Jon holds the order until his time slot ends, and hears where to go.
    job = send(order, jon, cem)
    order = now(order)
    assert (order.stage, order.holder, order.stage_until) == (Stage.SERVICE, jon, job.ends_at)
    assert order.lines.get().planned == 2
    sweep()
    assert job.number in Message.objects.get(user=jon, channel="inbox").subject

    # Jon goes, and Mr Wang agrees that the work is done: the order hears it as it hears of a shipment.
    start_job(job.pk, actor=jon)
    done = finish_job(job.pk, accepted_by="王工", report="装好并试运行", actor=jon)
    order, line = now(order), OrderLine.objects.get(order=order)
    assert (done.state, done.accepted_by) == ("done", "王工")
    assert (line.shipped, line.accepted, line.planned) == (2, 2, 0)
    assert (order.stage, order.fulfilment, order.billing) == (Stage.TO_INVOICE, "accepted", "to_bill")
    assert StockMove.objects.count() == 0

    # Dot bills and is paid; the order completes by itself.
    invoice = Invoice.objects.get()
    issue_invoice(invoice.pk, actor=dot)
    total = Invoice.objects.get().total
    assert total == Decimal("63600.00")
    book_payment(customer.pk, amount=total, received_on=clock.today(), allocations={invoice.pk: total}, actor=dot)
    assert now(order).state == State.COMPLETED
    told = Event.objects.filter(topic=f"order:{order.pk}", name__startswith="job.")
    assert list(told.values_list("name", flat=True)) == ["job.planned", "job.started", "job.done"]
    assert [row for row in broken() if row["rows"]] == []


def test_s16_goods_are_picked_and_services_dispatched_on_one_order(ann, bo, cem, dot):
    jon, motor = make_technician(), make_product("C-0087", price="9800.00")
    make_stock(cem, (motor, 1))
    order = now(make_confirmed(ann, [(motor, 1), (make_service(), 1)]))
    assert (order.stage, order.supply) == (Stage.TO_PICK, "in_stock")

    # Jon can be planned while the motor is still on its shelf; the order goes on waiting for the warehouse.
    job = send(order, jon, cem, begin=72)
    assert (now(order).stage, now(order).holder) == (Stage.TO_PICK, None)

    # Only the motor is on the pick list.
    shipment = open_shipment(order.pk, actor=cem)
    assert [line.product_id for line in shipment.lines.all()] == [motor.pk]
    scan(shipment.pk, code=motor.code, uuid=uuid.uuid4(), quantity=1, actor=cem)
    finish_picking(shipment.pk, actor=cem)
    dispatch(shipment.pk, carrier="顺丰", waybill="SF1", actor=cem)
    assert (now(order).stage, now(order).fulfilment) == (Stage.DELIVERY, "partly_shipped")

    # Once it has arrived the order waits for Jon, then for the invoice.
    confirm_delivery(shipment.pk, received_by="王工", actor=cem)
    assert (now(order).stage, now(order).holder, now(order).stage_until) == (Stage.SERVICE, jon, job.ends_at)
    start_job(job.pk, actor=jon)
    finish_job(job.pk, accepted_by="王工", actor=jon)
    assert (now(order).stage, now(order).fulfilment) == (Stage.TO_INVOICE, "accepted")
    # A draft that is not issued yet takes on what is done later, or there are two: together the order's total.
    drafts = Invoice.objects.filter(order=order)
    assert sum(invoice.total for invoice in drafts) == order.total
    assert [row for row in broken() if row["rows"]] == []
