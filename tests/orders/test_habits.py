"""S8, S5: the same lines typed twice, and values far from what this customer usually orders, are said while typing."""

import datetime
from decimal import Decimal

import pytest

from core import clock
from core.finding import Level
from orders.checks import same_lines, unusual
from orders.models import Order
from orders.services import cancel_order, submit_order
from orders.services.entry.checking import load_facts
from tests.cast import make_customer, make_draft, make_product
from tests.inventory.builders import stocked

pytestmark = pytest.mark.django_db
D = Decimal


def facts(order: Order):
    return load_facts(order, list(order.lines.order_by("position")))


def test_s8_four_of_five_same_lines_within_two_days_are_a_warning(ann):
    goods, customer = [make_product(f"P-{n}") for n in range(5)], make_customer(ann)
    first = make_draft(ann, customer, [(one, 2) for one in goods])
    second = make_draft(ann, customer, [(one, 2) for one in goods[:4]] + [(goods[4], 9)])

    found = same_lines(facts(second), [])

    assert [(one.level, one.heading, one.facts["order"]) for one in found] == [(Level.WARN, "duplicates", first.ref)]
    assert str(found[0].message) == f"4 of 5 lines stand on order {first.ref} of the last two days as well."


def test_three_of_five_same_lines_are_another_order(ann):
    goods, customer = [make_product(f"P-{n}") for n in range(5)], make_customer(ann)
    make_draft(ann, customer, [(one, 2) for one in goods])
    second = make_draft(ann, customer, [(one, 2) for one in goods[:3]] + [(one, 9) for one in goods[3:]])

    assert same_lines(facts(second), []) == []


def test_the_same_lines_three_days_ago_of_another_customer_or_cancelled_are_no_duplicate(ann):
    product, customer = make_product("P-1"), make_customer(ann)
    with clock.at(clock.now() - datetime.timedelta(days=3)):
        make_draft(ann, customer, [(product, 2)], wanted_on=clock.today())
    make_draft(ann, make_customer(ann, "C-2"), [(product, 2)])
    cancel_order(make_draft(ann, customer, [(product, 2)]).pk, actor=ann, reason="typed twice")

    assert same_lines(facts(make_draft(ann, customer, [(product, 2)])), []) == []


def usual(ann, customer, product) -> None:
    """Three orders of 10 at 100.00."""
    stocked(product, 1000)
    for _n in range(3):
        submit_order(make_draft(ann, customer, [(product, 10)]).pk, actor=ann)


def test_a_quantity_over_five_times_the_usual_one_is_said_with_both_figures(ann, bo):
    product, customer = make_product("P-1", price="100"), make_customer(ann)
    usual(ann, customer, product)

    found = unusual(facts(make_draft(ann, customer, [(product, 51)])), [])

    assert [str(one.message) for one in found] == ["Line 1: 51 of P-1; this customer usually orders 10."]
    assert unusual(facts(make_draft(ann, customer, [(product, 50)])), []) == []


def test_a_price_more_than_a_fifth_off_the_last_one_is_said(ann, bo):
    product, customer = make_product("P-1", price="100"), make_customer(ann)
    usual(ann, customer, product)
    product.list_price = D(79)
    product.save()

    found = unusual(facts(make_draft(ann, customer, [(product, 10)])), [])

    assert [str(one.message) for one in found] == ["Line 1: P-1 at 79.00; this customer last paid 100.00."]


def test_two_orders_say_nothing_about_what_is_usual(ann, bo):
    product, customer = make_product("P-1", price="100"), make_customer(ann)
    stocked(product, 1000)
    for _n in range(2):
        submit_order(make_draft(ann, customer, [(product, 10)]).pk, actor=ann)

    assert unusual(facts(make_draft(ann, customer, [(product, 999)])), []) == []


def test_history_is_asked_once_for_both_checks(ann, django_assert_num_queries):
    customer, product = make_customer(ann), make_product("P-1")
    known = facts(make_draft(ann, customer, [(product, 2)]))

    with django_assert_num_queries(1):
        same_lines(known, [])
        unusual(known, [])
