"""Money comes in, settles invoices, and every mistake is undone by a linked document."""

import datetime
from decimal import Decimal

import pytest

from core import clock
from core.access import Forbidden
from core.refusal import Refused
from finance.models import Allocation, Invoice, LedgerEntry, Payment
from finance.models.words import InvoiceState, PaymentState
from finance.services import (
    allocate_payment,
    bill_order,
    book_payment,
    correct_invoice,
    issue_invoice,
    reverse_payment,
)
from orders.models import Order
from orders.models.words import Billing, Stage, State
from orders.models.words import Payment as Paid
from tests.cast import make_customer
from tests.finance.builders import broken, invoiced, profile_of

pytestmark = pytest.mark.django_db
WHOLE = Decimal("113.00")


def book(customer, amount, actor, **more):
    return book_payment(customer.pk, amount=Decimal(amount), received_on=clock.today(), actor=actor, **more)


def standing(order_id):
    order = Order.objects.get(pk=order_id)
    return order.state, order.payment, order.paid_amount


def test_S84_a_payment_in_full_completes_the_order_at_once(ann, dot):
    customer = make_customer(ann)
    invoice = invoiced(ann, dot, customer)
    assert standing(invoice.order_id) == (State.CONFIRMED, Paid.UNPAID, 0)

    payment = book(customer, "113.00", dot, allocations={invoice.pk: WHOLE}, reference="TT-1")

    assert payment.number.startswith("RC-")
    assert standing(invoice.order_id) == (State.COMPLETED, Paid.PAID, WHOLE)
    assert Invoice.objects.get(pk=invoice.pk).open_amount == 0
    assert (profile_of(customer).exposure, profile_of(customer).receivable) == (0, 0)
    assert broken() == {}


def test_a_part_payment_leaves_the_rest_open_and_due(ann, dot):
    customer = make_customer(ann)
    invoice = invoiced(ann, dot, customer)

    book(customer, "13.00", dot, allocations={invoice.pk: Decimal("13.00")})

    order = Order.objects.get(pk=invoice.order_id)
    assert (order.payment, order.paid_amount, order.due_on) == (Paid.PARTLY_PAID, Decimal("13.00"), invoice.due_date)
    assert order.stage == Stage.COLLECTION
    assert broken() == {}


def test_an_overpayment_is_kept_as_an_advance_and_can_settle_the_next_invoice(ann, dot):
    customer = make_customer(ann)
    first, second = invoiced(ann, dot, customer), invoiced(ann, dot, customer)

    payment = book(customer, "150.00", dot, allocations={first.pk: WHOLE})

    assert Payment.objects.get(pk=payment.pk).unapplied == Decimal("37.00")
    assert (profile_of(customer).unallocated, profile_of(customer).exposure) == (Decimal("37.00"), Decimal("76.00"))

    allocate_payment(payment.pk, {second.pk: Decimal("37.00")}, actor=dot)

    assert Invoice.objects.get(pk=second.pk).open_amount == Decimal("76.00")
    assert Payment.objects.get(pk=payment.pk).unapplied == 0
    assert broken() == {}


@pytest.mark.parametrize(
    ("booked", "settled", "code"),
    [("200.00", "113.01", "over_allocated"), ("50.00", "50.01", "over_applied"), ("200.00", "0.001", "bad_amount"),
     ("200.00", "-1", "bad_amount"), ("200.00", "NaN", "bad_amount"), ("200.00", "Infinity", "bad_amount")],
)  # fmt: skip
def test_I20_settling_more_than_is_open_or_left_is_refused_and_nothing_is_booked(ann, dot, booked, settled, code):
    customer = make_customer(ann)
    invoice = invoiced(ann, dot, customer)

    with pytest.raises(Refused) as refused:
        book(customer, booked, dot, allocations={invoice.pk: Decimal(settled)})

    assert refused.value.code == code
    assert Payment.objects.count() == Allocation.objects.count() == 0
    assert Invoice.objects.get(pk=invoice.pk).open_amount == WHOLE
    assert profile_of(customer).unallocated == 0
    assert broken() == {}


@pytest.mark.parametrize("amount", ["0", "-5", "0.001", "NaN", "Infinity", "1e18"])
def test_A36_a_nonsense_amount_is_refused_and_nothing_is_booked(ann, dot, amount):
    customer = make_customer(ann)

    with pytest.raises(Refused) as refused:
        book(customer, amount, dot)

    assert refused.value.code == "bad_amount"
    assert Payment.objects.count() == 0


@pytest.mark.parametrize("days", [1, -4000])
def test_A36_money_from_tomorrow_or_another_age_is_refused(ann, dot, days):
    with pytest.raises(Refused) as refused:
        book_payment(
            make_customer(ann).pk, amount=WHOLE, received_on=clock.today() + datetime.timedelta(days=days), actor=dot
        )

    assert refused.value.code == "bad_date"
    assert Payment.objects.count() == 0


def test_money_of_one_customer_never_settles_an_invoice_of_another(ann, dot):
    invoice = invoiced(ann, dot, make_customer(ann))

    with pytest.raises(Refused) as refused:
        book(make_customer(ann, "C-2"), "113.00", dot, allocations={invoice.pk: WHOLE})

    assert refused.value.code == "other_customer"
    assert Payment.objects.count() == 0


def test_reversing_a_receipt_reopens_its_invoices_and_its_order(ann, dot):
    customer = make_customer(ann)
    first, second = invoiced(ann, dot, customer), invoiced(ann, dot, customer)
    payment = book(customer, "200.00", dot, allocations={first.pk: WHOLE, second.pk: Decimal("80.00")})

    reverse_payment(payment.pk, reason="typed twice", actor=dot)

    payment = Payment.objects.get(pk=payment.pk)
    assert (payment.state, payment.unapplied) == (PaymentState.REVERSED, 0)
    assert (payment.reversed_by.amount, payment.reversed_by.reason) == (Decimal("200.00"), "typed twice")
    assert [Invoice.objects.get(pk=one.pk).open_amount for one in (first, second)] == [WHOLE, WHOLE]
    assert standing(first.order_id) == (State.CONFIRMED, Paid.UNPAID, 0)
    assert standing(second.order_id) == (State.CONFIRMED, Paid.UNPAID, 0)
    assert (profile_of(customer).receivable, profile_of(customer).unallocated) == (Decimal("226.00"), 0)
    assert Allocation.objects.count() == 4
    assert broken() == {}


def test_I21_a_receipt_is_reversed_once_and_a_counter_entry_never(ann, dot):
    payment = book(make_customer(ann), "10.00", dot)
    reverse_payment(payment.pk, reason="typed twice", actor=dot)
    before = Payment.objects.count(), LedgerEntry.objects.count()

    for pk in (payment.pk, Payment.objects.get(pk=payment.pk).reversed_by.pk):
        with pytest.raises(Refused):
            reverse_payment(pk, reason="again", actor=dot)

    assert (Payment.objects.count(), LedgerEntry.objects.count()) == before
    assert broken() == {}


def test_a_red_letter_invoice_takes_back_the_whole_and_frees_its_money(ann, dot):
    customer = make_customer(ann)
    invoice = invoiced(ann, dot, customer)
    payment = book(customer, "113.00", dot, allocations={invoice.pk: WHOLE})

    note = correct_invoice(invoice.pk, reason="wrong title", actor=dot)

    invoice = Invoice.objects.get(pk=invoice.pk)
    assert note.number.startswith("CN-")
    assert (note.corrects_id, invoice.corrected_by.pk) == (invoice.pk, note.pk)
    assert (invoice.state, invoice.open_amount, note.total, note.open_amount) == (InvoiceState.REVERSED, 0, -WHOLE, 0)
    assert Payment.objects.get(pk=payment.pk).unapplied == WHOLE
    order = Order.objects.get(pk=invoice.order_id)
    assert (order.state, order.billing, order.invoiced_amount, order.paid_amount) == (
        State.CONFIRMED,
        Billing.TO_BILL,
        0,
        0,
    )
    assert (profile_of(customer).receivable, profile_of(customer).uninvoiced) == (0, WHOLE)
    assert profile_of(customer).unallocated == WHOLE
    assert broken() == {}


def test_after_a_red_letter_invoice_the_order_is_invoiced_again_and_completes(ann, dot):
    customer = make_customer(ann)
    invoice = invoiced(ann, dot, customer)
    payment = book(customer, "113.00", dot, allocations={invoice.pk: WHOLE})
    correct_invoice(invoice.pk, reason="wrong title", actor=dot)

    again = issue_invoice(bill_order(invoice.order_id, actor=dot).pk, actor=dot)
    allocate_payment(payment.pk, {again.pk: WHOLE}, actor=dot)

    assert again.number != invoice.number
    assert standing(invoice.order_id) == (State.COMPLETED, Paid.PAID, WHOLE)
    assert sum(Invoice.objects.values_list("total", flat=True)) == WHOLE
    assert broken() == {}


def test_I21_an_invoice_is_taken_back_once_and_a_red_letter_never(ann, dot):
    invoice = invoiced(ann, dot, make_customer(ann))
    note = correct_invoice(invoice.pk, reason="wrong title", actor=dot)

    for pk in (invoice.pk, note.pk):
        with pytest.raises(Refused):
            correct_invoice(pk, reason="again", actor=dot)

    assert Invoice.objects.count() == 2
    assert broken() == {}


def test_an_act_without_a_reason_is_refused(ann, dot):
    customer = make_customer(ann)
    invoice, payment = invoiced(ann, dot, customer), book(customer, "5.00", dot)

    with pytest.raises(Refused):
        correct_invoice(invoice.pk, reason=" ", actor=dot)
    with pytest.raises(Refused):
        reverse_payment(payment.pk, reason="", actor=dot)

    assert Invoice.objects.get().state == InvoiceState.ISSUED
    assert Payment.objects.get().state == PaymentState.BOOKED


@pytest.mark.parametrize("name", ["ann", "bo", "cem"])
def test_only_finance_moves_money(request, ann, dot, name):
    customer = make_customer(ann)
    invoice, payment = invoiced(ann, dot, customer), book(customer, "5.00", dot)
    person = request.getfixturevalue(name)
    acts = [
        lambda: issue_invoice(invoice.pk, actor=person),
        lambda: correct_invoice(invoice.pk, reason="x", actor=person),
        lambda: bill_order(invoice.order_id, actor=person),
        lambda: book(customer, "1.00", person),
        lambda: allocate_payment(payment.pk, {invoice.pk: Decimal(1)}, actor=person),
        lambda: reverse_payment(payment.pk, reason="x", actor=person),
    ]

    for act in acts:
        with pytest.raises(Forbidden):
            act()

    assert (Invoice.objects.count(), Payment.objects.count(), Allocation.objects.count()) == (1, 1, 0)
