"""History comes in finished: real dates, no stock, no letters, nobody asked (S132)."""

import datetime
import json
from decimal import Decimal

import pytest

from catalog.models import Product
from core.access import Forbidden
from core.models import Delivery, Event
from core.search import match
from customers.models import Customer
from orders.models import ImportBatch, ImportedRow, Order, OrderLine
from orders.models.batch import BatchState
from orders.models.standing import standing_of
from orders.models.words import Billing, Fulfilment, Origin, Payment, Stage, State
from tests.cast import make_person, make_product
from tests.imports.builders import make_file, make_map, reasons_of, rehearse, row, take

pytestmark = pytest.mark.django_db


def test_an_imported_order_is_born_finished_with_the_dates_of_the_file(tmp_path):
    file = make_file(tmp_path, row(date="2024-03-05"), row(code="L2", name="Shade", qty="3", price="4.505"))

    account = take(file, make_map(tmp_path))

    order = Order.objects.get(number="S1")
    assert (order.origin, order.state, order.stage) == (Origin.HISTORY, State.COMPLETED, Stage.DONE)
    assert (order.fulfilment, order.billing, order.payment) == (Fulfilment.ACCEPTED, Billing.BILLED, Payment.PAID)
    assert (order.net, order.tax, order.total) == (Decimal("33.52"), Decimal("4.36"), Decimal("37.88"))
    assert order.paid_amount == order.invoiced_amount == order.total
    assert order.placed_at.astimezone().date() == order.completed_at.astimezone().date() == datetime.date(2024, 3, 5)
    assert order.batch_id == account.batch
    assert account.total == Decimal("33.515")


def test_each_line_of_history_went_all_the_way(tmp_path):
    take(make_file(tmp_path, row(qty="2.5", price="0.123456")), make_map(tmp_path))

    line = OrderLine.objects.get()
    assert line.unit_price == Decimal("0.123456")
    assert line.ordered == line.shipped == line.accepted == line.invoiced == Decimal("2.5")
    assert (line.reserved, line.picked) == (0, 0)
    assert ImportedRow.objects.get(line=line).row == 2


def test_an_import_tells_its_batch_and_sends_no_letter(tmp_path, mailoutbox):
    account = take(make_file(tmp_path, row(), row("S2")), make_map(tmp_path))

    told = Event.objects.exclude(name="customer.created")
    assert [(event.stream, event.name) for event in told] == [(f"import:{account.batch}", "import.done")]
    assert told[0].data["report"]["accepted"] == 2
    assert not Delivery.objects.exists()
    assert mailoutbox == []


def test_what_is_derived_is_what_the_house_derives_for_every_order(tmp_path):
    take(make_file(tmp_path, row(), row("S2", price="0"), row("S3", qty="1")), make_map(tmp_path))

    for order in Order.objects.prefetch_related("lines"):
        standing = standing_of(order, list(order.lines.all()), datetime.date(2026, 1, 1))
        assert {name: getattr(order, name) for name in standing.__dict__} == standing.__dict__
        assert order.stage == Stage.DONE


def test_the_unknown_are_made_and_the_known_are_used(tmp_path, ann):
    known = make_product("L1")

    account = take(make_file(tmp_path, row(), row("S2", code="L2", name="Shade", client="C2")), make_map(tmp_path))

    assert (account.customers, account.products) == (2, 1)
    assert Product.objects.get(code="L2").name == "Shade"
    assert OrderLine.objects.filter(product=known).count() == 1
    assert Customer.objects.get(code="C1").name == "Shop C1"


def test_imported_orders_customers_and_products_are_found(tmp_path):
    take(make_file(tmp_path, row("SH-2024-0318", name="台灯")), make_map(tmp_path))

    assert match(Order.objects.all(), "0318").count() == 1
    assert match(Customer.objects.all(), "C1").count() == 1
    assert match(Product.objects.all(), "taid").count() == 1


def test_codes_that_differ_only_in_case_are_one_product_where_the_mapping_says_so(tmp_path):
    file = make_file(tmp_path, row(code="85A"), row(code="85a", name="Old lamp"), row("S2", code="85A"))

    account = take(file, make_map(tmp_path, settings="fold_product_case = true"))

    assert account.products == 1
    assert list(Product.objects.values_list("code", "name")) == [("85A", "Lamp")]
    assert list(OrderLine.objects.order_by("pk").values_list("text", flat=True)) == ["Lamp", "Old lamp", "Lamp"]


def test_codes_that_differ_in_case_stay_two_products_without_that(tmp_path):
    account = take(make_file(tmp_path, row(code="85A"), row(code="85a")), make_map(tmp_path))

    assert account.products == 2


def test_rows_without_a_customer_are_refused_or_go_to_the_walk_in_customer(tmp_path):
    file = make_file(tmp_path, row(), row("S2", client=""))

    refused = rehearse(file, make_map(tmp_path))
    walk_in = take(file, make_map(tmp_path, customer='missing = "walk-in"\ncode = "W"\nname = "Counter"'))

    assert reasons_of(refused) == {"no customer": 1}
    assert walk_in.refused == 0
    assert Order.objects.get(number="S2").customer.name == "Counter"


def test_cancelled_orders_stay_cancelled_and_owe_nothing(tmp_path):
    settings, columns = 'cancelled = ["void"]', 'status = "State"'
    file = make_file(tmp_path, row() + ",void", header="No,Code,Name,Qty,Price,Date,Client,State")

    take(file, make_map(tmp_path, settings=settings, columns=columns))

    order = Order.objects.get()
    assert (order.state, order.stage, order.invoiced_amount) == (State.CANCELLED, Stage.DONE, 0)
    assert order.cancelled_at and not order.completed_at
    assert order.lines.get().shipped == 0


def test_a_discount_lowers_the_net_and_not_the_account(tmp_path):
    meaning = make_map(tmp_path, settings='discount = "fraction"', columns='discount = "Off"')

    account = take(make_file(tmp_path, row() + ",0.15", header="No,Code,Name,Qty,Price,Date,Client,Off"), meaning)

    assert account.total == Decimal(20)
    assert OrderLine.objects.get().discount == 15
    assert Order.objects.get().net == Decimal("17.00")


def test_freight_is_taken_once_an_order_and_stands_beside_the_account(tmp_path):
    file = make_file(tmp_path, row() + ",3.5", row() + ",3.5", header="No,Code,Name,Qty,Price,Date,Client,Freight")

    account = take(file, make_map(tmp_path, columns='freight = "Freight"'))

    order = Order.objects.get()
    assert (order.freight, order.total) == (Decimal("3.50"), order.net + order.tax + Decimal("3.50"))
    assert (account.total, account.notes["freight"]) == (Decimal(40), Decimal("3.5"))


def test_importing_is_a_right_of_its_own(tmp_path, ann):
    admin = make_person("root", "admin")
    file, meaning = make_file(tmp_path, row()), make_map(tmp_path)

    with pytest.raises(Forbidden):
        take(file, meaning, actor=ann)
    assert not Order.objects.exists() and not ImportBatch.objects.exists()

    account = take(file, meaning, actor=admin)

    batch = ImportBatch.objects.get(pk=account.batch)
    assert (batch.by, batch.state) == (admin, BatchState.DONE)
    assert json.loads(json.dumps(batch.report))["accepted"] == 1
