"""An import is taken out again as if it had not been, except for what somebody has used since (B16)."""

import pytest

from catalog.models import Product
from core import clock
from core.access import Forbidden
from core.models import Comment, Event
from core.refusal import Refused
from customers.models import Customer
from orders.models import ImportBatch, ImportedRow, Order, OrderLine
from orders.models.batch import BatchState
from orders.services.imports.importing import undo_import
from tests.cast import make_draft
from tests.imports.builders import make_file, make_map, row, take

pytestmark = pytest.mark.django_db


def test_undoing_takes_out_orders_customers_and_products_and_says_so(tmp_path):
    account = take(make_file(tmp_path, row(), row("S2", code="L2", client="C2")), make_map(tmp_path))

    undone = undo_import(account.batch, actor=None)

    assert (undone.orders, undone.lines, undone.customers, undone.products, undone.kept) == (2, 2, 2, 2, [])
    for model in (Order, OrderLine, ImportedRow, Customer, Product):
        assert not model.objects.exists()
    assert ImportBatch.objects.get().state == BatchState.UNDONE
    told = Event.objects.filter(stream=f"import:{account.batch}").order_by("seq")
    assert [event.name for event in told] == ["import.done", "import.undone"]


def test_the_file_comes_in_again_after_undoing(tmp_path):
    file, meaning = make_file(tmp_path, row(), row()), make_map(tmp_path)
    undo_import(take(file, meaning).batch, actor=None)

    again = take(file, meaning)

    assert (again.accepted, again.duplicates, Order.objects.count()) == (2, 0, 1)


def test_an_order_somebody_wrote_on_stays_with_its_customer_and_product(tmp_path, ann):
    account = take(make_file(tmp_path, row(), row("S2", code="L2", client="C2")), make_map(tmp_path))
    order = Order.objects.get(number="S2")
    Comment.objects.create(topic=order.stream, author=ann, text="ask again", at=clock.now())

    undone = undo_import(account.batch, actor=None)

    assert (undone.orders, undone.kept_orders, undone.kept) == (1, 1, ["S2"])
    assert (undone.kept_customers, undone.kept_products) == (1, 1)
    assert list(Order.objects.values_list("number", flat=True)) == ["S2"]
    assert ImportedRow.objects.get().number == "S2"


def test_a_customer_and_a_product_with_live_orders_stay(tmp_path, ann):
    account = take(make_file(tmp_path, row()), make_map(tmp_path))
    draft = make_draft(ann, Customer.objects.get(code="C1"), [(Product.objects.get(code="L1"), 3)])

    undone = undo_import(account.batch, actor=None)

    assert (undone.orders, undone.kept_customers, undone.kept_products) == (1, 1, 1)
    assert list(Order.objects.values_list("pk", flat=True)) == [draft.pk]


def test_customers_another_batch_uses_stay_until_that_one_is_undone_too(tmp_path):
    meaning = make_map(tmp_path)
    first = take(make_file(tmp_path, row()), meaning)
    second = take(make_file(tmp_path, row("S2"), name="later.csv"), meaning)

    assert undo_import(first.batch, actor=None).kept_customers == 1
    assert undo_import(second.batch, actor=None).customers == 0
    assert Customer.objects.count() == 1


def test_undoing_a_repair_leaves_the_first_import_as_it_was(tmp_path):
    meaning = make_map(tmp_path)
    take(make_file(tmp_path, row(), row(qty="two")), meaning)
    before = Order.objects.values("net", "tax", "total", "paid_amount", "incomplete").get()
    repair = take(make_file(tmp_path, row(), row(qty="3")), meaning)

    undone = undo_import(repair.batch, actor=None)

    assert (undone.orders, undone.lines) == (0, 1)
    assert Order.objects.values("net", "tax", "total", "paid_amount", "incomplete").get() == before


def test_an_import_is_undone_once(tmp_path):
    batch = take(make_file(tmp_path, row()), make_map(tmp_path)).batch
    undo_import(batch, actor=None)

    with pytest.raises(Refused):
        undo_import(batch, actor=None)
    with pytest.raises(Refused):
        undo_import(batch + 1, actor=None)


def test_undoing_needs_the_right_to_import(tmp_path, bo):
    batch = take(make_file(tmp_path, row()), make_map(tmp_path)).batch

    with pytest.raises(Forbidden):
        undo_import(batch, actor=bo)

    assert Order.objects.count() == 1
