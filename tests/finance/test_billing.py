"""What ships is billed, exactly, once, and to the cent."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import clock
from core.refusal import Refused
from finance.models import Invoice, LedgerEntry
from finance.models.words import InvoiceState
from finance.services import bill_order, bill_shipment, correct_invoice, issue_invoice
from orders.models import Order
from orders.models.words import Billing, Stage
from orders.services import save_draft, short_close_order, submit_order
from orders.services.entry.composing import DraftHead, DraftRow
from tests.cast import make_customer, make_draft, make_product
from tests.finance.builders import broken, confirmed, profile_of, ship

pytestmark = pytest.mark.django_db


def test_S83_shipping_drafts_an_invoice_of_exactly_what_left(ann):
    order = confirmed(
        ann, make_customer(ann), [(make_product(price="86.00"), 10), (make_product("B-1", price="3.30"), 7)]
    )
    first, second = order.lines.all()

    invoice = ship(order, {first.pk: 4}, source="shipment:9")

    assert (invoice.state, invoice.number, invoice.open_amount) == (InvoiceState.DRAFT, None, Decimal(0))
    assert (invoice.net, invoice.tax, invoice.total) == (Decimal("344.00"), Decimal("44.72"), Decimal("388.72"))
    assert [(line.order_line_id, line.quantity) for line in invoice.lines.all()] == [(first.pk, Decimal(4))]
    assert Order.objects.get(pk=order.pk).billing == Billing.TO_BILL
    assert broken() == {}


def test_I22_a_shipment_told_twice_is_billed_once(ann):
    order = confirmed(ann, make_customer(ann))
    invoice = ship(order, source="shipment:9")
    line = order.lines.get()

    again = bill_shipment(order.pk, quantities={line.pk: Decimal(10)}, source="shipment:9")

    assert again is None
    assert list(Invoice.objects.values_list("pk", flat=True)) == [invoice.pk]


def test_seven_partial_invoices_of_odd_cents_add_up_to_the_order(ann, dot):
    customer = make_customer(ann)
    order = confirmed(
        ann,
        customer,
        [(make_product(price="14.29"), 7), (make_product("B-1", price="0.03"), 7)],
        freight=Decimal("12.34"),
    )

    totals = [issue_invoice(ship(order, 1).pk, actor=dot).total for order in _seven(order)]

    order = Order.objects.get(pk=order.pk)
    assert sum(totals) == order.total == order.invoiced_amount
    assert sum(Invoice.objects.values_list("net", flat=True)) == order.net
    assert sum(Invoice.objects.values_list("tax", flat=True)) == order.tax
    assert (
        list(Invoice.objects.order_by("pk").values_list("freight", flat=True)) == [Decimal("12.34")] + [Decimal(0)] * 6
    )
    assert (profile_of(customer).uninvoiced, profile_of(customer).receivable) == (Decimal(0), order.total)
    assert broken() == {}


def _seven(order):
    for _turn in range(7):
        yield Order.objects.get(pk=order.pk)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    price=st.decimals(min_value="0.01", max_value="999.99", places=2),
    parts=st.lists(st.integers(1, 9), min_size=2, max_size=5),
    redone=st.integers(0, 4),
    inclusive=st.booleans(),
)
def test_partial_invoices_always_add_up_whatever_is_taken_back_in_between(ann, dot, price, parts, redone, inclusive):
    number = Order.objects.count()
    customer = make_customer(ann, f"H-{number}", prices_include_tax=inclusive)
    product = make_product(f"H-{number}", price=str(price), barcode=None)
    order = confirmed(ann, customer, [(product, sum(parts))])

    issued = [issue_invoice(ship(Order.objects.get(pk=order.pk), part).pk, actor=dot) for part in parts]
    correct_invoice(issued[redone % len(issued)].pk, reason="wrong title", actor=dot)
    issue_invoice(bill_order(order.pk, actor=dot).pk, actor=dot)

    order = Order.objects.get(pk=order.pk)
    assert sum(Invoice.objects.filter(order=order).values_list("total", flat=True)) == order.total
    assert order.invoiced_amount == order.total
    assert broken() == {}


def test_issuing_numbers_dates_and_freezes_the_buyer_and_posts_both_sides(ann, dot):
    customer = make_customer(ann)
    order = confirmed(ann, customer, [(make_product(price="100.00"), 2)], freight=Decimal("5.00"))

    invoice = issue_invoice(ship(order).pk, actor=dot)

    customer.invoice_title = "renamed"
    customer.save()
    invoice = Invoice.objects.get(pk=invoice.pk)
    assert invoice.number.startswith("INV-")
    assert (invoice.due_date - invoice.issue_date).days == 30
    assert (invoice.buyer_title, invoice.buyer_tax_number) == ("杭州云栖精密机械 C-1", "91330106MA2CFHGP37")
    assert (invoice.total, invoice.open_amount, invoice.issued_by) == (Decimal("231.00"), Decimal("231.00"), dot)
    posted = LedgerEntry.objects.filter(source=f"invoice:{invoice.pk}").values_list("account", "debit", "credit")
    assert set(posted) == {
        ("receivable", Decimal("231.00"), Decimal(0)),
        ("revenue", Decimal(0), Decimal("200.00")),
        ("freight", Decimal(0), Decimal("5.00")),
        ("tax", Decimal(0), Decimal("26.00")),
    }
    order = Order.objects.get(pk=order.pk)
    assert (order.invoiced_amount, order.due_on, order.stage) == (
        Decimal("231.00"),
        invoice.due_date,
        Stage.COLLECTION,
    )
    assert broken() == {}


def test_issuing_twice_is_refused_and_changes_nothing(ann, dot):
    customer = make_customer(ann)
    invoice = issue_invoice(ship(confirmed(ann, customer)).pk, actor=dot)
    entries = LedgerEntry.objects.count()

    with pytest.raises(Refused):
        issue_invoice(invoice.pk, actor=dot)

    assert LedgerEntry.objects.count() == entries
    assert Invoice.objects.get(pk=invoice.pk).number == invoice.number
    assert profile_of(customer).receivable == invoice.total


def test_S89_an_invoice_over_the_billable_quantity_is_refused(ann, dot):
    order = confirmed(ann, make_customer(ann))
    line = order.lines.get()
    ship(order, 4, source="shipment:1")
    too_much = bill_shipment(order.pk, quantities={line.pk: Decimal(6)}, source="shipment:2")

    with pytest.raises(Refused) as refused:
        issue_invoice(too_much.pk, actor=dot)

    assert refused.value.code == "over_billed"
    assert Invoice.objects.get(pk=too_much.pk).state == InvoiceState.DRAFT
    assert Order.objects.get(pk=order.pk).invoiced_amount == 0
    assert LedgerEntry.objects.count() == 0


def test_A37_nothing_is_billed_before_it_ships(ann, dot):
    order = confirmed(ann, make_customer(ann))

    with pytest.raises(Refused):
        bill_order(order.pk, actor=dot)

    assert Invoice.objects.count() == 0


def test_an_invoice_without_the_buyers_tax_number_is_refused(ann, dot):
    customer = make_customer(ann)
    invoice = ship(confirmed(ann, customer))
    customer.tax_number = ""
    customer.save()

    with pytest.raises(Refused) as refused:
        issue_invoice(invoice.pk, actor=dot)

    assert refused.value.code == "buyer_incomplete"
    assert Invoice.objects.get(pk=invoice.pk).number is None


def test_closing_short_gives_back_the_credit_of_what_never_ships(ann, dot):
    customer = make_customer(ann)
    order = confirmed(ann, customer, [(make_product(price="33.33"), 7)])
    invoice = ship(order, 3)

    short_close_order(order.pk, actor=ann, reason="discontinued")
    issue_invoice(invoice.pk, actor=dot)

    order = Order.objects.get(pk=order.pk)
    assert order.total == invoice.total == Decimal("112.99")
    assert (profile_of(customer).uninvoiced, profile_of(customer).receivable) == (Decimal(0), invoice.total)
    assert broken() == {}


def test_a_draft_holds_no_credit_and_bills_nothing(ann):
    order = make_draft(ann, make_customer(ann))

    assert Invoice.objects.filter(order=order).count() == 0
    assert broken() == {}


def test_an_order_that_ships_without_a_quantity_of_a_line_bills_only_the_other(ann):
    order = confirmed(ann, make_customer(ann), [(make_product(), 1), (make_product("B-1"), 1)])
    first, second = order.lines.all()
    ship(order, {second.pk: 1}, source="shipment:5")

    assert list(Invoice.objects.get().lines.values_list("order_line", flat=True)) == [second.pk]


def test_parts_of_an_order_told_with_tax_add_up_to_what_was_told(ann, dot):
    customer = make_customer(ann, prices_include_tax=True)
    rows = [DraftRow(product_id=make_product(price="29.49").pk, quantity=Decimal(7), unit_price=Decimal("33.33"))]
    head = DraftHead(customer=customer, wanted_on=clock.today())
    draft = save_draft(None, head=head, rows=rows, version=None, actor=ann)
    order = Order.objects.get(pk=submit_order(draft.pk, actor=ann).pk)

    totals = [issue_invoice(ship(order, 1).pk, actor=dot).total for order in _seven(order)]

    order = Order.objects.get(pk=order.pk)
    assert (order.inclusive, order.total, sum(totals)) == (True, Decimal("233.31"), Decimal("233.31"))
    assert broken() == {}
