"""The database itself refuses to change what is posted, and a ledger that does not balance."""

import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from core import clock
from finance.models import Invoice, LedgerEntry
from finance.services import book_payment
from tests.cast import make_customer
from tests.finance.builders import broken, invoiced

pytestmark = pytest.mark.django_db


@pytest.fixture
def posted(ann, dot):
    """One invoice, half of it paid."""
    customer = make_customer(ann)
    invoice = invoiced(ann, dot, customer)
    half = {invoice.pk: Decimal("50.00")}
    book_payment(customer.pk, amount=Decimal(60), received_on=clock.today(), allocations=half, actor=dot)
    return invoice


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE finance_ledgerentry SET debit = debit + 1 WHERE debit > 0",
        "DELETE FROM finance_ledgerentry",
        "UPDATE finance_allocation SET amount = amount + 1",
        "DELETE FROM finance_allocation",
        "UPDATE finance_creditcheck SET exposure = 0",
        "DELETE FROM finance_creditcheck",
        "UPDATE finance_invoiceline SET net = net + 1",
        "DELETE FROM finance_invoiceline",
        "UPDATE finance_invoice SET total = total + 1, net = net + 1",
        "UPDATE finance_invoice SET buyer_title = 'somebody else'",
        "DELETE FROM finance_invoice",
        "UPDATE finance_payment SET amount = amount + 1",
        "DELETE FROM finance_payment",
    ],
)
def test_I21_what_is_posted_is_never_changed(posted, statement):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert broken() == {}


def entry(number, account, customer_id, **side):
    return LedgerEntry(
        transaction=number,
        account=account,
        customer_id=customer_id,
        currency="CNY",
        source="test",
        at=clock.now(),
        **side,
    )


@pytest.mark.parametrize("credit", ["99.99", None])
def test_I17_an_unbalanced_or_one_sided_posting_is_refused(posted, credit):
    number = uuid.uuid4()
    rows = [entry(number, "bank", posted.customer_id, debit=Decimal(100))]
    if credit:
        rows.append(entry(number, "revenue", posted.customer_id, credit=Decimal(credit)))
    before = LedgerEntry.objects.count()

    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEntry.objects.bulk_create(rows)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert LedgerEntry.objects.count() == before


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("finance_invoice SET open_amount = open_amount - 1", "I20 An invoice is open with its total less what"),
        ("finance_payment SET unapplied = unapplied - 1", "I20 A receipt has left its amount less what"),
        ("finance_creditprofile SET uninvoiced = 7", "I25 A credit profile agrees with"),
        ("orders_order SET paid_amount = 1", "I25 A live order's invoiced and paid amounts agree"),
        ("orders_orderline SET invoiced = 0", "I5 A live order line's invoiced pieces agree"),
    ],
)
def test_a_figure_that_drifts_is_found(posted, statement, rule):
    assert broken() == {}

    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {statement}")

    assert any(found.startswith(rule) for found in broken())


def test_I22_a_shipment_nobody_billed_is_found(posted):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_event (stream, seq, topic, name, text, at, hash) VALUES ('order:0', 1, 'order:0',"
            " 'order.shipped', '{\"data\": {\"source\": \"shipment:0\"}}', now() - interval '1 hour', '')"
        )

    assert [rule[:3] for rule in broken()] == ["I22"]


def test_I24_a_confirmed_order_nobody_asked_the_credit_of_is_found(posted, ann):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE orders_order SET revision = 2 WHERE id = %s", [posted.order_id])

    assert "I24 Every live confirmed order was within the credit limit of its day, or allowed" in broken()
    assert Invoice.objects.get().open_amount == Decimal("63.00")
