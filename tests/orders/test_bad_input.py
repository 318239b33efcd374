"""A36: over three hundred values that no field can mean are told beside it, and nothing is written."""

import pytest
from django.test import Client

from orders.models import Order
from tests.cast import make_customer, make_product
from tests.orders.pages import everything, typed

pytestmark = pytest.mark.django_db
NEW, SAVE = "/orders/new/", "/orders/autosave/"

NO_NUMBERS = [
    "abc", "--", "-", "+", ".", "1..2", "1.2.3", "1,2,3", "1,23", "NaN", "nan", "sNaN", "inf", "-inf",
    "Infinity", "1e5", "1E5", "0x10", "0b1", "1_000", "½", "٣", "五", "十二", "1 2", "1;2", "1'2", "¥5",
    "$5", "5元", "5 EUR", "true", "None", "null", "[]", "{}", "'", '"', "\\", "<b>1</b>", "1\x00",
    "\u202e5", "🙂", "1/0", "(1", "1+", "=1+", "-5", "9" * 41, "99999999999999999999", "1e-7", "0.00000001",
]  # fmt: skip
NO_DAYS = [
    "tomorrow", "soon", "2026-02-30", "2026-13-01", "2026-00-10", "0000-00-00", "9999-12-31", "1999-12-31",
    "2100-01-01", "1900-01-01", "2026-1-1-1", "2026", "31-12", "31.12.2026", "12/31/2026",
    "2026-11-31T10:00", "10:00", "32", "0230", "1332", "+", "+-1", "+1d", "--", "2026年13月1日",
    "周八", "星期", "١٢", "🙂", "\x00", "<b>", "' OR 1=1 --", "null", "{}", "1e3", "9" * 30, "20261332",
]  # fmt: skip
NO_CODES = [
    "nothing", "NOPE-1", "A-1 ", "A–1–2", "*", "%", "_", "A%", "'", "''", '"', "\\", ";", "--",
    "' OR 1=1 --", "<script>", "\x00", "A-1\x00B", "🙂", "\u202e", "x" * 99, "null", "None", "[]", "{}",
    "0", "-1", "1e9", "A-1,A-2", "A-1\tA-2",
]  # fmt: skip
NO_CHOICES = [
    "x", "-1", "999999", "9" * 30, "null", "None", "'", "<b>", "🙂", "\x00", "rush ", "RUSH", "1 OR 1=1",
    "[]",
]  # fmt: skip
TOO_LONG = ["x" * 2001, "x" * 100_000, "单" * 2001, "a\x00b", "\x00"]
FIELDS = {
    "lines-0-quantity": [*NO_NUMBERS, "0", "-1", "0.0000", "10000000", "1-1", "0*5"],
    "lines-0-price": [value for value in NO_NUMBERS if value not in ("1e-7",)],
    "lines-0-discount": [*NO_NUMBERS, "100.01", "101", "1000", "0.001", "5%"],
    "freight": [*NO_NUMBERS, "10000000", "0.001", "-0.01"],
    "wanted_on": NO_DAYS,
    "lines-0-wanted_on": NO_DAYS,
    "lines-0-product": [value for value in NO_CODES if value.strip() != "A-1"],
    "customer": [value for value in NO_CODES if value not in ("A-1 ",)],
    "lines-0-unit": ["barrel", "x" * 21, "\x00", "🙂", "'", "箱箱", "0", "-1", "1", "per"],
    "terms": NO_CHOICES,
    "kind": NO_CHOICES,
    "channel": NO_CHOICES,
    "note": TOO_LONG,
    "instructions": [*TOO_LONG, "x" * 501],
    "customer_po": [*TOO_LONG, "x" * 61],
    "lines-0-note": [*TOO_LONG, "x" * 251],
    "lines-0-part": [*TOO_LONG, "x" * 81],
}
CASES = [(field, value) for field, values in FIELDS.items() for value in values]


@pytest.fixture
def desk(ann, client) -> Client:
    client.force_login(ann)
    client.raise_request_exception = True
    return client


@pytest.fixture
def sheet(ann) -> dict[str, str]:
    customer = make_customer(ann)
    return typed(customer, (make_product("A-1"), 1), shown_for=customer.code, page="11111111-aaaa")


def test_there_are_at_least_three_hundred():
    assert len(CASES) >= 300


@pytest.mark.parametrize("field", FIELDS)
def test_a_value_that_cannot_be_meant_is_told_at_its_field_and_nothing_is_written(desk, sheet, field):
    before = everything()
    for value in FIELDS[field]:
        for button in ("save", "submit"):
            answer = desk.post(NEW, sheet | {field: value, button: "1", "once": ""})

            assert answer.status_code == 422, value
            form = answer.context["lines"].forms[0] if field.startswith("lines-0-") else answer.context["head"]
            assert list(form.errors) == [field.removeprefix("lines-0-")], value

    assert everything() == before


def test_saving_by_itself_keeps_what_cannot_be_meant_and_never_fails(desk, sheet):
    for field, value in CASES:
        answer = desk.post(SAVE, sheet | {field: value})

        assert answer.status_code == (422 if field == "customer" else 200), (field, value)

    assert Order.objects.count() == 1


def test_the_live_check_and_the_paste_never_fail(desk, sheet):
    for field, value in CASES:
        assert desk.post("/orders/check/", sheet | {field: value}).status_code == 200, (field, value)
        pasted = desk.post("/orders/paste/", {"pasted": f"A-1\t{value}\n{value}", "customer": value[:50]})
        assert pasted.status_code == 200 or pasted.json()["refused"], (field, value)
