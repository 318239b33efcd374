"""What the stock check says while an order is typed."""

from decimal import Decimal

import pytest

from core.finding import Level
from inventory.checks import stock
from orders.models import Order, OrderLine
from orders.services.entry.checking import load_facts
from tests.cast import make_customer, make_draft, make_product
from tests.inventory.builders import confirmed, make_warehouse, stocked

pytestmark = pytest.mark.django_db
D = Decimal


def facts_of_order(order: Order):
    return load_facts(order, list(OrderLine.objects.filter(order=order).order_by("position")))


def said(order: Order) -> list[tuple]:
    return [
        (one.level, one.line, one.facts.get("needed"), one.facts.get("available"))
        for one in stock(facts_of_order(order), [])
    ]


def test_all_in_stock_is_said_once(ann):
    product = make_product()
    stocked(product, 10)

    assert said(make_draft(ann, make_customer(ann), [(product, 10)])) == [(Level.INFO, None, None, None)]


def test_each_short_line_is_a_warning_with_its_figures(ann):
    enough, scarce = make_product("A-1"), make_product("A-2")
    stocked(enough, 10)
    stocked(scarce, 3)
    order = make_draft(ann, make_customer(ann), [(enough, 10), (scarce, 7)])

    assert said(order) == [(Level.WARN, 2, "7", "3")]
    assert stock(facts_of_order(order), [])[0].facts["missing"] == "4"


def test_lines_of_one_product_share_what_is_free_and_others_reservations_count(ann):
    product = make_product()
    stocked(product, 20)
    confirmed(ann, [(product, 8)], make_customer(ann, "C-1"))
    order = make_draft(ann, make_customer(ann, "C-2"), [(product, 10), (product, 5), (product, 1)])

    assert said(order) == [(Level.WARN, 2, "5", "2"), (Level.WARN, 3, "1", "0")]


def test_a_product_never_stocked_has_none(ann):
    make_warehouse()

    assert said(make_draft(ann, make_customer(ann), [(make_product(), 1)])) == [(Level.WARN, 1, "1", "0")]


def test_a_confirmed_order_is_not_asked_again(ann):
    product = make_product()
    stocked(product, 10)

    assert said(confirmed(ann, [(product, 10)])) == []


def test_many_short_lines_are_two_queries(ann, django_assert_num_queries):
    facts = facts_of_order(make_draft(ann, make_customer(ann), [(make_product(f"P-{n}"), 1) for n in range(20)]))

    with django_assert_num_queries(2):
        assert len(stock(facts, [])) == 20
