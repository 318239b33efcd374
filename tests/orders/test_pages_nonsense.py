"""A36: whatever is typed into a field, the answer is the page with words beside it, never a fault and never a row."""

from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orders.models import Order
from tests.cast import make_customer, make_product
from tests.orders.pages import typed

NEW = "/orders/new/"
FIELDS = {
    "lines-0-quantity", "lines-0-price", "lines-0-discount", "lines-0-wanted_on", "lines-0-unit", "lines-0-product",
    "lines-0-note", "customer", "customer_po", "ship_to", "wanted_on", "terms", "freight", "note", "reason", "version",
    "shown_for", "ref", "lines-TOTAL_FORMS", "lines-INITIAL_FORMS", "take", "once",
}  # fmt: skip
REFUSED = {
    "lines-0-quantity": [
        "-1",
        "0",
        "1e18",
        "NaN",
        "Infinity",
        "0.0000001",
        "10000000",
        "1,2",

        "1_0",
        "",
        "x",
        "1\x00",
    ],
    "lines-0-price": ["-1", "1e5", "NaN", "-Infinity", "0.0000001", "99999999999", "CNY 5", "1.2.3"],
    "lines-0-discount": ["101", "-1", "NaN", "5 %", "0.001"],
    "lines-0-wanted_on": ["9999-12-31", "1999-12-31", "2026-02-30", "tomorrow", "0000-00-00"],
    "wanted_on": ["9999-12-31", "1900-01-01", "2026-13-01", "2026-11-31T10:00"],
    "freight": ["-1", "NaN", "1e9", "10000000", "0.001"],
    "customer": ["", "nobody", "C-1\x00", "x" * 100_000],
    "customer_po": ["x" * 61, "\x00"],
    "note": ["x" * 2001, "a\x00b"],
    "terms": ["999999", "x", "\x00"],
    "ship_to": ["999999", "x", "9" * 30],
    "lines-0-unit": ["barrel", "\x00", "x" * 21],
    "lines-0-product": ["nothing", "\x00", "x" * 101, "🙂", "' OR 1=1 --"],
    "lines-0-note": ["x" * 251],
}
ODD = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["\x00", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "🙂" * 30, "\u202e", "x" * 100_000]
    ),
    st.decimals(allow_nan=True, allow_infinity=True).map(str),
    st.integers().map(str),
    st.dates().map(str),
)


@pytest.fixture
def desk(ann, client) -> Client:
    client.force_login(ann)
    client.raise_request_exception = True
    return client


@pytest.fixture
def sheet(ann) -> dict[str, str]:
    customer = make_customer(ann)
    return typed(customer, (make_product("A-1"), 1), save="1", shown_for=customer.code)


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "value"), [(name, value) for name, values in REFUSED.items() for value in values])
def test_what_can_never_be_right_is_refused_beside_its_field(desk, sheet, field, value):
    answer = desk.post(NEW, sheet | {field: value})

    assert answer.status_code == 422
    form = answer.context["lines"].forms[0] if field.startswith("lines-0-") else answer.context["head"]
    assert list(form.errors) == [field.removeprefix("lines-0-")]
    assert Order.objects.count() == 0


@pytest.mark.django_db
@given(field=st.sampled_from(sorted(FIELDS)), value=ODD)
@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_nothing_typed_anywhere_is_a_fault(desk, sheet, field, value):
    for url in (NEW, "/orders/check/"):
        answer = desk.post(url, sheet | {field: value})

        assert answer.status_code in (200, 302, 404, 409, 422)


@pytest.mark.django_db
@pytest.mark.parametrize("total", ["", "-1", "x", "1000000000", "99999999999999999999", "502"])
def test_a_broken_count_of_rows_is_refused_and_not_worked_through(desk, sheet, total):
    answer = desk.post(NEW, sheet | {"lines-TOTAL_FORMS": total})

    assert answer.status_code == 422
    assert len(answer.context["lines"].forms) <= 501
    assert Order.objects.count() == 0


@pytest.mark.django_db
def test_the_dearest_order_that_can_be_typed_still_adds_up(desk, sheet):
    rows = {f"lines-{n}-product": "A-1" for n in range(20)} | {f"lines-{n}-quantity": "100" for n in range(20)}
    rows |= {f"lines-{n}-price": "9999999999" for n in range(20)}

    answer = desk.post(NEW, sheet | rows | {"lines-TOTAL_FORMS": "20", "freight": "9999999.99"})

    assert answer.status_code == 302
    order = Order.objects.get()
    assert order.total == order.net + order.tax + order.freight == Decimal("22599999997740.00") + Decimal("9999999.99")
