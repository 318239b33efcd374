"""The pages of price changes: proposed, handed in, agreed to, in the browser."""

import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from catalog.models import Price, PriceChange, PriceList
from core import clock
from tests.approvals.builders import make_fay
from tests.cast import make_product
from tests.catalog.test_price_changes import propose
from tests.query_counts import counted

pytestmark = pytest.mark.django_db
D = Decimal
FORM = "/catalog/prices/new/"


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def listed(db):
    own = PriceList.objects.create(name="2026")
    Price.objects.create(price_list=own, product=make_product(price="100.00", floor_price=D(70)), price=D(90))
    return own


@pytest.fixture
def desk(client, bo):
    client.force_login(bo, backend="core.backends.RoleBackend")
    return client


def typed(listed, **more):
    start = (clock.today() + datetime.timedelta(days=7)).isoformat()
    return {"price_list": listed.pk, "valid_from": start, "reason": "costs rose", "rows": "A-1043\t0\t65", **more}


def test_s25_bo_writes_new_prices_looks_at_their_effect_and_hands_them_in(desk, listed):
    make_fay()

    answer = desk.post(FORM, typed(listed), follow=True)
    change = PriceChange.objects.get()
    page = answer.content.decode()
    assert answer.redirect_chain[0][0] == change.get_absolute_url()
    assert "-27.8 %" in page and "below the floor" in page and "90.00" in page

    edit = desk.get(f"{change.get_absolute_url()}edit/").content.decode()
    assert "A-1043\t0\t65" in edit
    desk.post(f"{change.get_absolute_url()}submit/")
    assert PriceChange.objects.get().state == "asked"
    assert Price.objects.get().price == D(90)


def test_s25_a_workbook_takes_the_place_of_typing(desk, listed):
    book, kept = Workbook(), BytesIO()
    for row in (("Code", "From", "Price"), ("A-1043", 0, 92.5), ("A-1043", 100, 88)):
        book.active.append(row)
    book.save(kept)

    desk.post(FORM, typed(listed, rows="", file=SimpleUploadedFile("prices.xlsx", kept.getvalue())))

    lines = PriceChange.objects.get().lines.values_list("from_quantity", "old_price", "new_price")
    assert list(lines) == [(D(0), D(90), D("92.5")), (D(100), None, D(88))]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"rows": "X-9\t1"}, "Row 1: there is no product X-9."),
        ({"rows": ""}, "Write at least one new price."),
        ({"rows": "A-1043\t-1"}, "Row 1: -1 is no number."),
        ({"file": SimpleUploadedFile("prices.exe", b"MZ")}, "Send a CSV or .xlsx file."),
        ({"file": SimpleUploadedFile("prices.xlsx", b"no workbook")}, "prices"),
        ({"valid_from": "2020-01-01"}, "New prices cannot begin before today."),
    ],
)
def test_what_is_not_understood_is_told_and_nothing_is_kept(desk, listed, more, said):
    answer = desk.post(FORM, typed(listed, **more))

    page = answer.content.decode()
    assert answer.status_code in (409, 422)
    assert said in page or said == "prices"
    assert "costs rose" in page
    assert PriceChange.objects.count() == 0


def test_the_pages_ask_the_same_few_questions_however_many_prices(desk, bo, listed):
    for n in range(3):
        product = make_product(f"B-{n}")
        propose(listed, bo, (product, 0, 95), (product, 10, 90))
    many = [(make_product(f"C-{n}"), 0, 9) for n in range(30)]
    change = propose(listed, bo, *many)

    with counted("catalog.price-changes", budget=8):
        listing = desk.get("/catalog/prices/").content.decode()
    with counted("catalog.price-change", budget=10):
        desk.get(change.get_absolute_url())

    assert change.number in listing


def test_a_product_says_since_when_a_price_holds_and_what_holds_later(desk, listed):
    row = Price.objects.get()
    start = clock.today() + datetime.timedelta(days=7)
    Price.objects.filter(pk=row.pk).update(valid_until=start - datetime.timedelta(days=1))
    Price.objects.create(price_list=listed, product=row.product, price=D(95), valid_from=start)
    gone = start - datetime.timedelta(days=40)
    Price.objects.create(price_list=listed, product=row.product, price=D("12.34"), valid_from=gone, valid_until=gone)

    page = desk.get(f"/catalog/{row.product_id}/").content.decode()

    assert "90.00" in page and "95.00" in page and "12.34" not in page
