"""A count sheet goes out of the admin as a file and comes back through the service."""

from decimal import Decimal

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import User
from inventory.models import StockCount, StockItem, StockMove
from inventory.resources import CountImport, CountSheet
from tests.cast import make_product
from tests.inventory.builders import stocked

pytestmark = pytest.mark.django_db
D = Decimal
HEADERS = ("warehouse", "product", "book", "counted", "reason")


def sheet(*rows) -> tablib.Dataset:
    return tablib.Dataset(*rows, headers=HEADERS)


def read_in(cem, *rows, dry_run=False):
    return CountImport().import_data(sheet(*rows), dry_run=dry_run, user=cem)


@pytest.fixture
def shelves(cem) -> list[StockItem]:
    return [stocked(make_product(code, barcode=f"20000000000{n}"), 10) for n, code in enumerate(("A-1", "A-2"))]


def on_hand() -> list[Decimal]:
    return list(StockItem.objects.order_by("product__code").values_list("on_hand", flat=True))


def test_the_sheet_to_count_on_names_every_shelf_with_its_book_quantity(shelves):
    table = CountSheet().export()

    assert table.headers == ["warehouse", "product", "name", "book", "counted", "reason"]
    assert [(row["warehouse"], row["product"], row["book"]) for row in table.dict] == [
        ("W1", "A-1", D(10)),
        ("W1", "A-2", D(10)),
    ]


def test_a_filled_sheet_is_one_count_booked_by_the_service(shelves, cem):
    result = read_in(cem, ("W1", "A-1", "10", "8", "year end"), ("W1", "200000000001", "", "１２", "year end"))

    assert (result.has_errors(), result.has_validation_errors()) == (False, False)
    assert on_hand() == [D(8), D(12)]
    count = StockCount.objects.get()
    assert (count.reason, count.actor, count.lines.count()) == ("year end", cem, 2)


def test_a_row_without_a_figure_is_left_out(shelves, cem):
    read_in(cem, ("W1", "A-1", "10", "8", "year end"), ("W1", "A-2", "10", "", ""))

    assert (on_hand(), StockCount.objects.get().lines.count()) == ([D(8), D(10)], 1)


def test_the_preview_changes_nothing(shelves, cem):
    result = read_in(cem, ("W1", "A-1", "10", "8", "year end"), dry_run=True)

    assert (result.has_errors(), on_hand(), StockCount.objects.count()) == (False, [D(10), D(10)], 0)


@pytest.mark.parametrize(
    "row",
    [
        ("W9", "A-2", "", "5", "x"),
        ("W1", "A-9", "", "5", "x"),
        ("W1", "A-2", "", "-5", "x"),
        ("W1", "A-2", "", "0.5", "x"),
        ("W1", "A-2", "", "NaN", "x"),
        ("W1", "A-2", "", "five", "x"),
        ("W1", "A-2", "", "5", " "),
    ],
)
def test_one_wrong_row_is_named_and_nothing_of_the_sheet_is_booked(shelves, cem, row):
    result = read_in(cem, ("W1", "A-1", "10", "8", "year end"), row)

    assert [wrong.number for wrong in result.invalid_rows] == [2]
    assert (on_hand(), StockMove.objects.count()) == ([D(10), D(10)], 2)


def test_a_sheet_counted_before_goods_moved_books_nothing(shelves, cem):
    stocked(shelves[0].product, 5)

    result = read_in(cem, ("W1", "A-1", "10", "8", "year end"))

    assert (len(result.base_errors), on_hand()) == (1, [D(15), D(10)])


def test_a_sheet_is_previewed_and_then_booked_in_the_admin(client, shelves, cem):
    User.objects.filter(pk=cem.pk).update(is_staff=True, is_superuser=True)
    client.force_login(User.objects.get(pk=cem.pk))
    text = "warehouse,product,book,counted,reason\nW1,A-1,10,7,three broke\n"
    upload = SimpleUploadedFile("count.csv", text.encode(), content_type="text/csv")

    preview = client.post(reverse("admin:inventory_stockcount_import"), {"import_file": upload, "format": "0"})
    assert on_hand() == [D(10), D(10)]
    confirm = preview.context["confirm_form"].initial
    done = client.post(reverse("admin:inventory_stockcount_process_import"), confirm)

    assert (preview.status_code, done.status_code, on_hand()) == (200, 302, [D(7), D(10)])


@pytest.mark.parametrize("name", ["stockmove", "stockitem", "stockcount", "reservation", "shortage"])
def test_what_is_posted_cannot_be_changed_in_the_admin(admin_client, shelves, name):
    listed = admin_client.get(reverse(f"admin:inventory_{name}_changelist"), {"q": "A-1"})
    added = admin_client.get(reverse(f"admin:inventory_{name}_add"))

    assert (listed.status_code, added.status_code) == (200, 403)
