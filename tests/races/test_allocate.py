"""Two clerks settle one invoice in the same moment: it is never paid twice (F24, I20)."""

from decimal import Decimal

import pytest
from django_fsm import ConcurrentTransition

from core import clock
from core.refusal import Refused
from finance.models import Allocation, Invoice, Payment
from finance.services import allocate_payment, book_payment, correct_invoice, correcting, paying
from tests.cast import make_customer
from tests.finance.builders import broken, invoiced, profile_of
from tests.races.crowd import Meeting, at_once, switch_locks_off

pytestmark = pytest.mark.django_db(transaction=True)
WHOLE = Decimal("113.00")


@pytest.fixture
def table(ann, dot):
    """One open invoice and two receipts that could each pay it."""
    customer = make_customer(ann)
    invoice = invoiced(ann, dot, customer)
    receipts = [
        book_payment(customer.pk, amount=WHOLE, received_on=clock.today(), actor=dot, reference=f"TT-{n}")
        for n in range(2)
    ]
    return customer, invoice, receipts


@pytest.fixture(autouse=True)
def meeting(table, monkeypatch):
    """Once the table is laid, whoever has read what is open waits for the other before writing."""
    line = Meeting()

    def waiting(act):
        def run(*args, **kwargs):
            line.wait()
            return act(*args, **kwargs)

        return run

    monkeypatch.setattr(paying, "settle", waiting(paying.settle))
    # Not earlier: what it read of the receipts must be old when it writes.
    monkeypatch.setattr(correcting, "_write_note", waiting(correcting._write_note))


def settle_twice(invoice, receipts, dot):
    return at_once(
        [lambda one=one: allocate_payment(one.pk, {invoice.pk: WHOLE}, actor=dot) for one in receipts],
    )


def test_F24_two_receipts_settle_one_invoice_once(table, dot):
    customer, invoice, receipts = table

    results = settle_twice(invoice, receipts, dot)

    assert sorted(type(one) for one in results if isinstance(one, Exception)) == [Refused]
    assert Invoice.objects.get(pk=invoice.pk).open_amount == 0
    assert list(Allocation.objects.values_list("amount", flat=True)) == [WHOLE]
    assert sorted(Payment.objects.values_list("unapplied", flat=True)) == [0, WHOLE]
    assert (profile_of(customer).receivable, profile_of(customer).unallocated) == (0, WHOLE)
    assert broken() == {}


def test_F24_without_locks_the_invoice_is_paid_twice_or_the_second_falls_over(table, dot, monkeypatch):
    _customer, invoice, receipts = table
    switch_locks_off(monkeypatch)

    results = settle_twice(invoice, receipts, dot)

    fell = [one for one in results if isinstance(one, ConcurrentTransition)]
    twice = list(Allocation.objects.values_list("amount", flat=True)) == [WHOLE, WHOLE]
    # Nobody tells the second what happened: either he pays again, or his order is gone from under him.
    assert fell or (twice and any(rule.startswith("I20") for rule in broken()))


def take_back_while_paying(invoice, receipts, dot):
    return at_once(
        [
            lambda: allocate_payment(receipts[0].pk, {invoice.pk: WHOLE}, actor=dot),
            lambda: correct_invoice(invoice.pk, reason="wrong title", actor=dot),
        ]
    )


def test_F24_a_receipt_meets_a_red_letter_invoice_and_the_books_stay_right(table, dot):
    customer, invoice, receipts = table

    take_back_while_paying(invoice, receipts, dot)

    assert Invoice.objects.get(pk=invoice.pk).open_amount == 0
    assert profile_of(customer).unallocated == WHOLE * 2
    assert sum(Allocation.objects.values_list("amount", flat=True)) == 0
    assert broken() == {}


def test_F24_without_locks_the_red_letter_and_the_receipt_disagree_or_jam(table, dot, monkeypatch):
    _customer, invoice, receipts = table
    switch_locks_off(monkeypatch)

    results = take_back_while_paying(invoice, receipts, dot)

    # Rows taken late and in any order: the database may stop the one before he spoils the books of the other.
    jammed = [one for one in results if isinstance(one, Refused) and one.code == "busy"]
    fell = [one for one in results if isinstance(one, ConcurrentTransition)]
    assert broken() or jammed or fell
