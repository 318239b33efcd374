"""Limits of credit and approval in the house's own currency, whatever an order is in."""

from decimal import Decimal

import pytest

from approvals.models import Request
from core.management.commands.check_invariants import broken
from finance.models import CreditProfile
from finance.services import open_profile
from orders.models import Order
from orders.services import submit_order
from tests.approvals.builders import make_fay
from tests.cast import make_customer, make_draft, make_product
from tests.pricing import make_list, make_rate

pytestmark = pytest.mark.django_db
D = Decimal


def sold(ann, price: str, currency: str, *, limit: str = "99999999", tier: str = "standard") -> Order:
    """One piece at a price in a currency, handed in."""
    product = make_product(price="1", floor_price=D(0))
    own = make_list("Own", (product, price), currency=currency)
    customer = make_customer(ann, credit_limit=limit, currency=currency, domestic=False, price_list=own, tier=tier)
    CreditProfile.objects.filter(customer=customer).update(currency=currency)
    return submit_order(make_draft(ann, customer, [(product, 1)]).pk, actor=ann)


def route(order: Order) -> list[str]:
    request = Request.objects.get(subject=order.stream)
    return [str(step.user or step.role) for step in request.steps.order_by("position")]


@pytest.mark.parametrize(
    ("price", "currency", "rate", "asked"),
    [
        ("44247", "CNY", "1", []),
        ("44248", "CNY", "1", ["Bo"]),
        ("6000", "USD", "7.20", []),
        ("6200", "USD", "7.20", ["Bo"]),
        ("30000", "USD", "7.20", ["Bo", "Fay"]),
        ("600000", "JPY", "0.05", []),
        ("1000000", "JPY", "0.05", ["Bo"]),
    ],
)
def test_s28_thresholds_look_at_what_an_order_is_worth_at_home(ann, price, currency, rate, asked):
    make_fay()
    if currency != "CNY":
        make_rate(currency, rate)

    order = sold(ann, price, currency)

    assert route(order)[: len(asked)] == asked and len(route(order)) == len(asked)


def test_the_question_names_the_worth_that_is_compared(ann):
    make_rate("USD", "7.20")
    order = sold(ann, "8000", "USD")

    facts = Request.objects.get(subject=order.stream).facts
    reason = Request.objects.get(subject=order.stream).steps.get().reasons[0]

    assert (facts["total"], facts["currency"], facts["base_total"]) == ("9040.00", "USD", "65088.00")
    assert (reason["values"]["total"], reason["values"]["limit"]) == ("65088.00", 50_000)


def test_s87_credit_is_said_in_the_customers_currency_and_measured_at_home(ann, dot):
    make_rate("USD", "7.00")
    order = sold(ann, "1000", "USD", limit="1100")

    found = [one for one in order.revisions.get().findings if one["code"] == "credit_over"]

    assert [one["message"]["values"]["over"] for one in found] == ["USD 30.00"]
    assert [(one["facts"]["after"], one["facts"]["limit"]) for one in found] == [("7,910.00", "7,700.00")]


def test_a_new_dollar_customers_standard_limit_is_worth_the_houses(ann):
    make_rate("USD", "8")
    dollars, yens = (make_customer(ann, code) for code in ("C-1", "C-2"))
    CreditProfile.objects.all().delete()
    for customer, currency in ((dollars, "USD"), (yens, "JPY")):
        customer.currency = currency
        customer.save()
        open_profile(customer.pk)

    limits = dict(CreditProfile.objects.values_list("currency", "limit"))

    assert limits == {"USD": D(25_000), "JPY": D(0)}


def test_reports_add_in_the_houses_own_currency(ann, client):
    make_rate("USD", "7.00")
    sold(ann, "100", "USD")
    order = make_draft(ann, make_customer(ann, "C-9"), [(make_product("H-1", price="100"), 1)])
    submit_order(order.pk, actor=ann)
    client.force_login(ann)

    page = client.get("/reports/figures/placed/").content.decode()

    assert "904.00" in page


def test_the_books_agree(ann):
    make_fay()
    make_rate("JPY", "0.05")
    sold(ann, "5000000", "JPY")

    assert [row for row in broken() if row["rows"]] == []
