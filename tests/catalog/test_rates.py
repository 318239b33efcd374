"""What a currency is worth, and prices and rates as files."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from tablib import Dataset

from catalog.models import ExchangeRate, Price, PriceList
from catalog.resources import ExchangeRateResource, PriceResource
from catalog.services import rate_of, rates_of
from core.models import Event
from tests.cast import make_person, make_product
from tests.pricing import make_list, make_rate

pytestmark = pytest.mark.django_db
D, DAY = Decimal, datetime.date


def test_the_latest_rate_up_to_the_day_counts():
    make_rate("USD", "7.20", DAY(2026, 1, 1))
    make_rate("USD", "7.00", DAY(2026, 3, 1))
    make_rate("EUR", "8.00", DAY(2026, 1, 1))

    days = [DAY(2025, 12, 31), DAY(2026, 1, 1), DAY(2026, 2, 28), DAY(2026, 3, 1), DAY(2030, 1, 1)]

    assert [rate_of("USD", day) for day in days] == [None, D("7.20"), D("7.20"), D("7.00"), D("7.00")]
    assert list(map(rates_of("USD"), days)) == [None, D("7.20"), D("7.20"), D("7.00"), D("7.00")]


def test_the_houses_own_currency_is_worth_one_and_asks_nobody(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert (rate_of("CNY", DAY(2026, 1, 1)), rates_of("CNY")(DAY(1999, 1, 1))) == (1, 1)


@pytest.mark.parametrize(("currency", "rate"), [("usd", "7"), ("US", "7"), ("USD", "0"), ("USD", "-7"), ("US1", "7")])
def test_a_rate_is_above_zero_for_three_capital_letters(currency, rate):
    with pytest.raises(ValidationError):
        ExchangeRate(currency=currency, on=DAY(2026, 1, 1), rate=D(rate)).full_clean()


def test_a_list_cannot_end_before_it_begins():
    wrong = PriceList(name="Own", valid_from=DAY(2026, 2, 1), valid_until=DAY(2026, 1, 31))

    with pytest.raises(ValidationError, match="cannot end before it begins"):
        wrong.full_clean()


def read(resource, *rows, actor):
    headers, *lines = rows
    return resource().import_data(Dataset(*lines, headers=headers), user=actor, raise_errors=False)


def test_s12_rates_come_in_as_a_file_and_each_change_is_kept():
    dot = make_person("dot", "finance")
    make_rate("USD", "7.20", DAY(2026, 1, 1))

    done = read(
        ExchangeRateResource,
        ("currency", "on", "rate"),
        ("USD", "2026-01-01", "7.1"),
        ("EUR", "2026-01-01", "7.9"),
        actor=dot,
    )

    assert not done.has_errors() and not done.has_validation_errors()
    assert list(ExchangeRate.objects.values_list("currency", "rate")) == [("EUR", D("7.9")), ("USD", D("7.1"))]
    told = Event.objects.filter(name="record.edited", actor=dot).order_by("pk")
    assert [event.data["changes"] for event in told] == [{"rate": ["7.2", "7.1"]}, {"rate": ["", "7.9"]}]


def test_a_wrong_rate_in_a_file_writes_nothing():
    done = read(
        ExchangeRateResource, ("currency", "on", "rate"), ("USD", "2026-01-01", "7"), ("EUR", "x", "-1"),
        actor=make_person("dot", "finance"),
    )  # fmt: skip

    assert done.has_errors() or done.has_validation_errors()
    assert not ExchangeRate.objects.exists()


def test_prices_come_in_by_list_product_and_step():
    ida = make_person("ida", "admin")
    product = make_product("A-1")
    own = make_list("Own", (product, "90"), (product, "80", 100))

    header = ("price_list", "product", "from_quantity", "price")
    done = read(PriceResource, header, ("Own", "A-1", "100", "79"), ("Own", "A-1", "500", "70"), actor=ida)

    assert not done.has_errors() and not done.has_validation_errors()
    steps = Price.objects.filter(price_list=own).order_by("from_quantity").values_list("from_quantity", "price")
    assert list(steps) == [(0, 90), (100, 79), (500, 70)]


def test_finance_keeps_the_rates_in_the_admin_and_sales_does_not(client):
    dot, ann = make_person("dot", "finance", is_staff=True), make_person("ann", "sales", is_staff=True)
    data = {"currency": "USD", "on": "2026-01-01", "rate": "7.2"}

    client.force_login(ann)
    assert client.post("/admin/catalog/exchangerate/add/", data).status_code == 403
    client.force_login(dot)
    client.post("/admin/catalog/exchangerate/add/", data)

    assert ExchangeRate.objects.get().rate == D("7.2")


def test_the_product_page_tells_lists_with_their_steps_and_last_day(client, ann):
    product = make_product("A-1")
    make_list("Key 2026", (product, "90"), (product, "80", 100), valid_until=DAY(2026, 12, 31), inclusive=True)
    client.force_login(ann)

    page = " ".join(client.get(f"/catalog/{product.pk}/").content.decode().split())

    assert page.count("<dt>Key 2026</dt>") == 1
    assert "80.00 CNY" in page and "from 100 " in page and "until 2026-12-31" in page and "incl. tax" in page
