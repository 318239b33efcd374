"""A37: every verb on every document from every state; what is not named here is refused and leaves no trace.

The verbs of an order itself have their grid in tests/orders; here are the documents around it.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from approvals.models import Task
from approvals.services import decide
from catalog.models import Product
from core import clock
from core.bus import publish
from core.events import ApprovalDecided
from core.models import User
from core.people import HOUSE
from core.refusal import Refused
from finance.models import Invoice, Payment
from finance.services import (
    allocate_payment,
    bill_order,
    book_payment,
    correct_invoice,
    issue_invoice,
    reverse_payment,
)  # fmt: skip
from inventory.services import reserve_again
from orders.models import Order
from orders.services import cancel_order, recall_order, submit_order
from shipping.models import Scan, Shipment
from shipping.services import (
    cancel_shipment,
    confirm_delivery,
    finish_picking,
    mark_short,
    open_shipment,
    resume_picking,
    scan,
    undo_scan,
)  # fmt: skip
from tests.attacks.books import books, since
from tests.cast import make_customer, make_draft, make_product
from tests.finance import builders as money
from tests.shipping import builders as goods
from tests.shipping.builders import dispatch

REFUSED = "refused"


def outcome(act: Callable[[], Any], state: Callable[[], str]) -> str:
    """The state an act led to, or that it was refused and left no trace; all of it taken back."""
    before, found = books(), REFUSED
    with transaction.atomic():
        try:
            with transaction.atomic():
                act()
            found = state()
        except Refused:
            assert since(before) == []
        transaction.set_rollback(True)
    return found


def grid(acts: dict[str, Callable[[], Any]], leads: dict[str, str], state: Callable[[], str]) -> dict[str, str]:
    """Where the verbs lead otherwise than they should: empty when all is well."""
    found = {verb: outcome(act, state) for verb, act in acts.items()}
    return {verb: led for verb, led in found.items() if led != leads.get(verb, REFUSED)}


# --- shipments: 10 pieces asked for, 4 of them scanned --------------------------------------------
PARCELS = {
    "empty": {"short": "picking", "cancel": "cancelled"},
    "scanned": {"short": "picking", "cancel": "cancelled", "finish": "picked", "undo": "picking"},
    "picked": {"resume": "picking", "dispatch": "shipped", "cancel": "cancelled"},
    "shipped": {"deliver": "delivered"},
    "delivered": {},
    "cancelled": {},
}


def parcel_in(state: str, ann: User, cem: User) -> tuple[Shipment, Product, int]:
    order, product = goods.ready_order(ann, cem)
    parcel = open_shipment(order.pk, actor=cem)
    if state != "empty":
        goods.pick(parcel, product.code, cem, 4)
    if state in ("picked", "shipped", "delivered"):
        finish_picking(parcel.pk, actor=cem)
    if state in ("shipped", "delivered"):
        dispatch(parcel.pk, carrier="SF", waybill="1", actor=cem)
    if state == "delivered":
        confirm_delivery(parcel.pk, received_by="Wang", actor=cem)
    if state == "cancelled":
        cancel_shipment(parcel.pk, reason="no", actor=cem)
    return parcel, product, order.lines.get().pk


@pytest.mark.parametrize("state", PARCELS)
def test_a37_a_parcel_goes_only_where_it_may_from_where_it_is(ann, cem, state):
    parcel, product, line = parcel_in(state, ann, cem)
    pk, row = parcel.pk, Scan.objects.filter(shipment=parcel).first()
    acts = {
        "short": lambda: mark_short(pk, order_line_id=line, reason="none left", actor=cem),
        "finish": lambda: finish_picking(pk, actor=cem),
        "resume": lambda: resume_picking(pk, actor=cem),
        "dispatch": lambda: dispatch(pk, carrier="SF", waybill="1", actor=cem),
        "deliver": lambda: confirm_delivery(pk, received_by="Wang", actor=cem),
        "cancel": lambda: cancel_shipment(pk, reason="no", actor=cem),
    }
    if row is not None:
        acts["undo"] = lambda: undo_scan(row.pk, actor=cem)
    if state == "cancelled":
        # Its scans went back with it: taking one back again is no step and changes nothing.
        del acts["undo"]

    assert grid(acts, PARCELS[state], lambda: Shipment.objects.get(pk=pk).state) == {}


@pytest.mark.parametrize("state", [state for state in PARCELS if state not in ("empty", "scanned")])
def test_a37_a_scan_on_what_is_not_being_picked_counts_nothing(ann, cem, state):
    parcel, product, line = parcel_in(state, ann, cem)
    before = list(parcel.lines.values()), list(parcel.order.lines.values())

    result = scan(parcel.pk, code=product.code, uuid=uuid4(), actor=cem)

    assert result.scan.result == "late"
    assert (list(parcel.lines.values()), list(parcel.order.lines.values())) == before


# --- invoices -------------------------------------------------------------------------------------
INVOICES = {
    "draft": {"issue": "issued"},
    "issued": {"correct": "reversed", "pay": "issued"},
    "part paid": {"correct": "reversed", "pay": "issued"},
    "paid": {"correct": "reversed"},
    "reversed": {"bill": "reversed"},
    "red letter": {"bill": "issued"},
}


def invoice_in(state: str, ann: User, dot: User) -> Invoice:
    customer = make_customer(ann)
    if state == "draft":
        return money.ship(money.confirmed(ann, customer, [(make_product(price="100"), 1)]))
    invoice = money.invoiced(ann, dot, customer)
    if state in ("part paid", "paid"):
        pay(invoice, Decimal(50) if state == "part paid" else invoice.total, dot)
    if state in ("reversed", "red letter"):
        note = correct_invoice(invoice.pk, reason="wrong", actor=dot)
        return note if state == "red letter" else invoice
    return invoice


def pay(invoice: Invoice, amount: Decimal, dot: User) -> Payment:
    return book_payment(
        invoice.customer_id, amount=amount, received_on=clock.today(), actor=dot, allocations={invoice.pk: amount}
    )


@pytest.mark.parametrize("state", INVOICES)
def test_a37_an_invoice_goes_only_where_it_may_from_where_it_is(ann, dot, state):
    invoice = invoice_in(state, ann, dot)
    acts = {
        "issue": lambda: issue_invoice(invoice.pk, actor=dot),
        "correct": lambda: correct_invoice(invoice.pk, reason="wrong", actor=dot),
        "pay": lambda: pay(invoice, Decimal(1), dot),
        "bill": lambda: bill_order(invoice.order_id, actor=dot),
    }

    assert grid(acts, INVOICES[state], lambda: Invoice.objects.get(pk=invoice.pk).state) == {}


# --- receipts -------------------------------------------------------------------------------------
RECEIPTS = {
    "booked": {"match": "booked", "reverse": "reversed"},
    "matched": {"reverse": "reversed"},
    "reversed": {},
    "counter-entry": {},
}


def receipt_in(state: str, invoice: Invoice, dot: User) -> Payment:
    if state == "matched":
        return pay(invoice, Decimal(50), dot)
    receipt = book_payment(invoice.customer_id, amount=Decimal(50), received_on=clock.today(), actor=dot)
    if state in ("reversed", "counter-entry"):
        reverse_payment(receipt.pk, reason="typo", actor=dot)
    return Payment.objects.get(state="reversal") if state == "counter-entry" else receipt


@pytest.mark.parametrize("state", RECEIPTS)
def test_a37_a_receipt_goes_only_where_it_may_from_where_it_is(ann, dot, state):
    invoice = money.invoiced(ann, dot, make_customer(ann))
    pk = receipt_in(state, invoice, dot).pk
    acts = {
        "match": lambda: allocate_payment(pk, {invoice.pk: Decimal(10)}, actor=dot),
        "reverse": lambda: reverse_payment(pk, reason="typo", actor=dot),
    }

    assert grid(acts, RECEIPTS[state], lambda: Payment.objects.get(pk=pk).state) == {}


# --- approval tasks -------------------------------------------------------------------------------
OUTCOMES = ("approved", "returned", "rejected")


def task_in(state: str, ann: User, bo: User) -> Task:
    order = make_draft(ann, make_customer(ann), [(make_product(price="60000"), 1)])
    submit_order(order.pk, actor=ann)
    task = Task.objects.get()
    if state in OUTCOMES:
        decide(task.pk, outcome=state, opinion="seen", actor=bo)
    if state == "recalled":
        recall_order(order.pk, actor=ann)
    if state == "voided":
        cancel_order(order.pk, reason="gone", actor=ann)
    return task


@pytest.mark.parametrize("state", ["pending", *OUTCOMES, "recalled", "voided"])
def test_a37_a_task_is_decided_only_while_it_waits(ann, bo, state):
    task = task_in(state, ann, bo)
    acts = {
        name: lambda name=name: decide(task.pk, outcome=name, opinion="seen", actor=bo)
        for name in (*OUTCOMES, "pending", "voided")
    }
    leads = {name: name for name in OUTCOMES} if state == "pending" else {}

    assert Task.objects.get().state == state
    assert grid(acts, leads, lambda: Task.objects.get(pk=task.pk).state) == {}


# --- what the rooms around an order may do with it ------------------------------------------------
ORDERS = {
    "draft": {},
    "pending_approval": {},
    "approved": {},
    "confirmed": {"pick": "confirmed"},
    "rejected": {},
    "cancelled": {},
}


def order_in(state: str, ann: User, cem: User, settings: Any) -> Order:
    settings.GENDAN_AUTO_CONFIRM = state == "confirmed"
    product = make_product(price="60000")
    goods.make_stock(cem, (product, 5))
    order = make_draft(ann, make_customer(ann), [(product, 1)])
    if state not in ("draft", "cancelled"):
        submit_order(order.pk, actor=ann)
    if state in ("approved", "confirmed", "rejected"):
        answer = "rejected" if state == "rejected" else "approved"
        task = Task.objects.get()
        decide(task.pk, outcome=answer, opinion="seen", actor=ann.manager)
    if state == "cancelled":
        cancel_order(order.pk, reason="gone", actor=HOUSE)
    return Order.objects.get(pk=order.pk)


@pytest.mark.parametrize("state", ORDERS)
def test_a37_goods_and_money_move_only_for_an_order_that_binds(ann, cem, dot, settings, state):
    order = order_in(state, ann, cem, settings)
    acts = {
        "pick": lambda: open_shipment(order.pk, actor=cem),
        "reserve": lambda: reserve_again(order.pk, actor=ann),
        "bill": lambda: bill_order(order.pk, actor=dot),
    }

    assert order.state == state
    assert grid(acts, ORDERS[state], lambda: Order.objects.get(pk=order.pk).state) == {}


def test_a37_an_answer_nobody_asked_for_moves_no_order(ann, cem, settings):
    order = order_in("draft", ann, cem, settings)

    for answer in OUTCOMES:
        told = ApprovalDecided(subject=order.stream, outcome=answer, opinion="seen")
        assert outcome(lambda told=told: publish(told), lambda: Order.objects.get().state) == REFUSED
