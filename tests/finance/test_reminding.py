"""Overdue money is chased: each invoice at each step once, until it is paid."""

import datetime
from decimal import Decimal

import pytest

from core import clock
from finance.services import book_payment, warn_overdue
from notifications.models import Message
from tests.cast import make_customer
from tests.finance.builders import invoiced

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_day(monkeypatch):
    """Moves today to so many days after an invoice is due."""

    def move(invoice, days):
        monkeypatch.setattr(clock, "today", lambda: invoice.due_date + datetime.timedelta(days=days))

    return move


def causes():
    return list(Message.objects.filter(channel="inbox").order_by("pk").values_list("cause", "user__username"))


def test_S86_the_owner_and_finance_are_reminded_at_each_step_once(ann, dot, on_day):
    invoice = invoiced(ann, dot, make_customer(ann))
    Message.objects.all().delete()
    given = []

    for days in range(40):
        on_day(invoice, days)
        given.append((days, warn_overdue()))
        warn_overdue()

    assert [days for days, number in given if number] == [1, 7, 15, 30]
    assert sorted(causes()) == sorted(
        (f"invoice:{invoice.pk}:overdue:{step}d", name) for step in (1, 7, 15, 30) for name in ("ann", "dot")
    )


def test_a_week_without_a_run_loses_nothing_and_repeats_nothing(ann, dot, on_day):
    invoice = invoiced(ann, dot, make_customer(ann))

    on_day(invoice, 9)

    assert (warn_overdue(), warn_overdue()) == (1, 0)


def test_a_paid_invoice_is_chased_no_more(ann, dot, on_day):
    customer = make_customer(ann)
    invoice = invoiced(ann, dot, customer)
    whole = {invoice.pk: Decimal("113.00")}
    book_payment(customer.pk, amount=Decimal(113), received_on=clock.today(), allocations=whole, actor=dot)

    on_day(invoice, 20)

    assert warn_overdue() == 0


def test_a_reminder_asks_the_database_the_same_for_many_invoices_once_given(
    ann, dot, on_day, django_assert_max_num_queries
):
    customer = make_customer(ann)
    invoices = [invoiced(ann, dot, customer) for _number in range(5)]
    on_day(invoices[0], 3)
    assert warn_overdue() == 5

    with django_assert_max_num_queries(5):
        assert warn_overdue() == 0
