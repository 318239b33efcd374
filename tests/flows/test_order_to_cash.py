"""An order lives its whole life, told in order."""

import datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from approvals.models import Task
from approvals.services import decide
from core import clock
from core.management.commands.check_invariants import broken
from core.models import Event
from customers.services import CustomerCard, create_customer
from finance.models import Invoice
from finance.services import book_payment, issue_invoice
from inventory.models import StockItem, Warehouse
from inventory.services import receive_goods
from orders.models import Order, StageSpan
from orders.models.words import Stage, State
from orders.services import submit_order
from shipping.services import confirm_delivery, finish_picking, open_shipment, scan
from tests.cast import furnish_customer, make_draft, make_product, terms_30
from tests.shipping.builders import dispatch


def test_from_the_first_key_to_the_last_cent(ann, bo, cem, dot):
    # Ann has a customer with room for a hundred thousand, and there are 100 bearings and 3 motors in stock.
    customer = create_customer(
        CustomerCard(name="杭州云栖精密机械", code="YQ", terms=terms_30(), owner=ann, tier="key"),
        actor=ann,
        credit_limit=Decimal(100_000),
    )
    furnish_customer(customer)
    bearing, motor = make_product("A-1043", price="86.00"), make_product("C-0087", price="9800.00")
    warehouse = Warehouse.objects.create(code="W1", name="Main", default=True)
    receive_goods(warehouse_id=warehouse.pk, items=[(bearing.pk, Decimal(100)), (motor.pk, Decimal(3))], actor=cem)

    # She enters 40 bearings and 5 motors: 59,257.20 with tax. Over 50,000 her manager is asked.
    order = make_draft(ann, customer, [(bearing, 40), (motor, 5)], customer_po="YQ-PO-7")
    assert order.total == Decimal("59257.20")
    order = submit_order(order.pk, actor=ann)
    task = Task.objects.get()
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.stage, order.holder) == (State.PENDING_APPROVAL, Stage.APPROVAL, bo)

    # Bo agrees; the house confirms by itself, reserves what is there and records what is short.
    decide(task.pk, outcome="approved", opinion="", actor=bo)
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.supply, order.stage) == (State.CONFIRMED, "partly_short", Stage.TO_PICK)
    assert list(order.lines.order_by("position").values_list("reserved", flat=True)) == [Decimal(40), Decimal(3)]

    # Cem picks by scan what is reserved and sends it off; two motors stay open.
    first = open_shipment(order.pk, actor=cem)
    scan(first.pk, code=bearing.code, uuid=uuid4(), quantity=40, actor=cem)
    scan(first.pk, code=motor.code, uuid=uuid4(), quantity=3, actor=cem)
    finish_picking(first.pk, actor=cem)
    dispatch(first.pk, carrier="顺丰", waybill="SF100", actor=cem)
    order = Order.objects.get(pk=order.pk)
    assert (order.fulfilment, order.billing, order.stage) == ("partly_shipped", "to_bill", Stage.SUPPLY)
    assert StockItem.objects.get(product=motor).on_hand == 0

    # What left is drafted for billing; Dot issues it.
    invoice = Invoice.objects.get()
    issue_invoice(invoice.pk, actor=dot)
    assert Invoice.objects.get().total == Decimal("37109.20")

    # Two motors arrive and serve the order by themselves.
    from core import outbox

    receive_goods(warehouse_id=warehouse.pk, items=[(motor.pk, Decimal(2))], actor=cem)
    while outbox.sweep():
        pass
    order = Order.objects.get(pk=order.pk)
    assert (order.supply, order.stage) == ("in_stock", Stage.TO_PICK)

    # The rest leaves, both parcels arrive.
    second = open_shipment(order.pk, actor=cem)
    scan(second.pk, code=motor.code, uuid=uuid4(), quantity=2, actor=cem)
    finish_picking(second.pk, actor=cem)
    dispatch(second.pk, carrier="顺丰", waybill="SF101", actor=cem)
    for parcel in (first, second):
        confirm_delivery(parcel.pk, received_by="王工", actor=cem)
    order = Order.objects.get(pk=order.pk)
    assert (order.fulfilment, order.stage) == ("accepted", Stage.TO_INVOICE)

    # Dot bills the rest: both invoices make the order's total to the cent. One payment settles both.
    issue_invoice(Invoice.objects.get(state="draft").pk, actor=dot)
    due = {row.pk: row.open_amount for row in Invoice.objects.all()}
    assert sum(due.values()) == order.total
    order = Order.objects.get(pk=order.pk)
    assert (order.billing, order.stage) == ("billed", Stage.COLLECTION)
    book_payment(
        customer.pk, amount=order.total, received_on=clock.today(), reference="银行回单 1", actor=dot, allocations=due
    )

    # The order is completed, its history is whole and every book agrees.
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.payment, order.stage) == (State.COMPLETED, "paid", Stage.DONE)
    stages = list(StageSpan.objects.filter(order=order).order_by("pk").values_list("stage", flat=True))
    assert stages[0] == "entry" and stages[-1] == "done"
    told = set(Event.objects.filter(topic=order.stream).values_list("name", flat=True))
    assert {"order.submitted", "order.confirmed", "order.completed"} <= told
    assert [row for row in broken() if row["rows"]] == []


@pytest.mark.parametrize("days", [1])
def test_a_promise_that_passes_makes_the_order_late_by_itself(ann, monkeypatch, days):
    from orders.services.life.passing import refresh_passed

    customer = create_customer(
        CustomerCard(name="宁波海曙电子", code="HS", terms=terms_30(), owner=ann),
        actor=ann,
        credit_limit=Decimal(9_999),
    )
    furnish_customer(customer)
    order = make_draft(ann, customer, [(make_product(), 1)])
    submit_order(order.pk, actor=ann)
    promised = Order.objects.get(pk=order.pk).first_promise
    after = promised + datetime.timedelta(days=days)
    monkeypatch.setattr(clock, "today", lambda: after)

    assert refresh_passed() == 1
    assert Order.objects.get(pk=order.pk).promise == "late"
    assert refresh_passed() == 0
