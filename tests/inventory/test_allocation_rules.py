"""Which shelves give first, and whose turn it is: rules of the house (S60, S63)."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.settings import environment
from core import clock
from inventory.models import Shortage, StockItem
from inventory.services import available, reservations_of, reserve_goods
from orders.models import OrderLine
from tests.cast import make_customer, make_product
from tests.inventory.builders import confirmed, deliver_messages, make_warehouse, stocked
from tests.inventory.shelves import by_lot, lot_in, make_bin

pytestmark = pytest.mark.django_db
D = Decimal


def held(order) -> list[tuple[str, str, Decimal]]:
    codes = {one.pk: one.warehouse.code for one in StockItem.objects.select_related("warehouse")}
    goods = {line.pk: line.product.code for line in order.lines.select_related("product")}
    return [(goods[one.order_line_id], codes[one.item_id], one.quantity) for one in reservations_of(order.pk)]


def two_places():
    return make_warehouse("W1"), make_warehouse("W2", default=False)


def test_s60_split_takes_the_default_warehouse_first_and_the_rest_from_the_next(ann, settings):
    settings.GENDAN_RESERVE_BY = "split"
    product, (first, second) = make_product(), two_places()
    stocked(product, 4, first)
    stocked(product, 20, second)

    order = confirmed(ann, [(product, 10)])

    assert held(order) == [("A-1043", "W1", D(4)), ("A-1043", "W2", D(6))]


def test_s60_single_takes_all_from_one_warehouse_that_has_the_whole_line(ann, settings):
    settings.GENDAN_RESERVE_BY = "single"
    product, (first, second) = make_product(), two_places()
    stocked(product, 4, first)
    stocked(product, 20, second)

    order = confirmed(ann, [(product, 10)])

    assert held(order) == [("A-1043", "W2", D(10))]
    assert available([product.pk]) == {product.pk: D(14)}


def test_s60_single_prefers_the_warehouse_that_has_the_whole_order_over_the_default_one(ann, settings):
    settings.GENDAN_RESERVE_BY = "single"
    one, two, (first, second) = make_product("A-1"), make_product("A-2"), two_places()
    stocked(one, 50, first)
    stocked(two, 2, first)
    stocked(one, 10, second)
    stocked(two, 10, second)

    both = confirmed(ann, [(one, 5), (two, 5)], make_customer(ann, "C-1"))
    line = confirmed(ann, [(one, 5)], make_customer(ann, "C-2"))

    assert held(both) == [("A-1", "W2", D(5)), ("A-2", "W2", D(5))]
    assert held(line) == [("A-1", "W1", D(5))]


def test_s60_single_splits_where_no_warehouse_has_enough(ann, settings):
    settings.GENDAN_RESERVE_BY = "single"
    product, (first, second) = make_product(), two_places()
    stocked(product, 4, first)
    stocked(product, 5, second)

    order = confirmed(ann, [(product, 8)])

    assert held(order) == [("A-1043", "W1", D(4)), ("A-1043", "W2", D(4))]


def test_s60_expiry_takes_what_expires_first_wherever_it_lies(ann, settings):
    settings.GENDAN_RESERVE_BY = "expiry"
    product, (first, second) = by_lot(), two_places()
    near, far = make_bin("N", warehouse=second), make_bin("F", warehouse=first)
    lot_in(product, "FAR", 10, days=300, bin=far)
    lot_in(product, "NEAR", 6, days=20, bin=near)
    lot_in(product, "LAST", 6, days=400, bin=near)

    order = confirmed(ann, [(product, 8)], make_customer(ann, "C-1"))
    next_order = confirmed(ann, [(product, 9)], make_customer(ann, "C-2"))

    # The six near ones, then the lot that keeps 300 days; the next begins where this one ended.
    assert held(order) == [("GLUE-1", "W1", D(2)), ("GLUE-1", "W2", D(6))]
    assert held(next_order) == [("GLUE-1", "W1", D(8)), ("GLUE-1", "W2", D(1))]


def test_s60_expiry_leaves_expired_and_quarantined_goods_and_takes_plain_ones_last(ann, settings):
    settings.GENDAN_RESERVE_BY = "expiry"
    product, (first, second) = by_lot(), two_places()
    lot_in(product, "OLD", 5, days=-1, bin=make_bin("N", warehouse=second))
    lot_in(product, "BAD", 5, days=5, bin=make_bin("Q", warehouse=second, kind="quarantine"))
    lot_in(product, "GOOD", 5, days=9, bin=make_bin("M", warehouse=second))
    lot_in(product, "KEEPS", 5, days=None, bin=make_bin("F", warehouse=first))

    order = confirmed(ann, [(product, 7)])

    assert held(order) == [("GLUE-1", "W1", D(2)), ("GLUE-1", "W2", D(5))]


@pytest.mark.parametrize(("rule", "more"), [("split", 0), ("single", 0), ("expiry", 1)])
def test_a_rule_asks_no_more_than_one_question_whatever_the_number_of_lines(ann, settings, rule, more):
    def asked(lines: int) -> int:
        place, goods = make_bin(f"B-{rule}-{lines}"), [by_lot(f"{rule}-{lines}-{n}") for n in range(lines)]
        order = confirmed(ann, [(one, 4) for one in goods], make_customer(ann, f"C-{rule}-{lines}"))
        for one in goods:
            lot_in(one, "L", 9, bin=place)
        with CaptureQueriesContext(connection) as queries:
            reserve_goods(order.pk)
        assert OrderLine.objects.filter(order=order, reserved=4).count() == lines
        return len(queries)

    settings.GENDAN_RESERVE_BY = "split"
    asked(1)
    plain = asked(2)
    settings.GENDAN_RESERVE_BY = rule

    assert asked(3) == asked(12) == plain + more


def test_s63_a_rush_order_is_served_before_a_better_tier_then_tier_promise_and_confirmation(ann):
    product, week = make_product(), clock.today() + datetime.timedelta(days=7)
    make_warehouse()
    plain = confirmed(ann, [(product, 5)], make_customer(ann, "C-1"), wanted_on=week)
    key = confirmed(ann, [(product, 5)], make_customer(ann, "C-2", tier="key"), wanted_on=week)
    rush = confirmed(ann, [(product, 5)], make_customer(ann, "C-3"), wanted_on=week, kind="rush")
    rush_key = confirmed(ann, [(product, 5)], make_customer(ann, "C-4", tier="key"), wanted_on=week, kind="rush")
    assert [row.order_id for row in Shortage.objects.all().in_turn()] == [rush_key.pk, rush.pk, key.pk, plain.pk]

    stocked(product, 17)
    deliver_messages()

    lines = dict(OrderLine.objects.values_list("order_id", "reserved"))
    assert [lines[one.pk] for one in (rush_key, rush, key, plain)] == [D(5), D(5), D(5), D(2)]


def test_s63_control_without_a_rush_order_the_tier_and_then_who_came_first_decide(ann):
    product, week = make_product(), clock.today() + datetime.timedelta(days=7)
    make_warehouse()
    plain = confirmed(ann, [(product, 5)], make_customer(ann, "C-1"), wanted_on=week)
    key = confirmed(ann, [(product, 5)], make_customer(ann, "C-2", tier="key"), wanted_on=week)
    third = confirmed(ann, [(product, 5)], make_customer(ann, "C-3"), wanted_on=week)

    stocked(product, 11)
    deliver_messages()

    lines = dict(OrderLine.objects.values_list("order_id", "reserved"))
    assert [lines[one.pk] for one in (key, plain, third)] == [D(5), D(5), D(1)]


@pytest.mark.parametrize(("said", "meant"), [("", "split"), ("Single", "single"), ("expiry", "expiry")])
def test_the_method_is_one_of_three_words(monkeypatch, said, meant):
    monkeypatch.setenv("GENDAN_RESERVE_BY", said)
    assert environment.choice("GENDAN_RESERVE_BY", "split", "single", "expiry") == meant


def test_another_method_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("GENDAN_RESERVE_BY", "nearest")
    with pytest.raises(ImproperlyConfigured, match="GENDAN_RESERVE_BY must be one of split, single, expiry"):
        environment.choice("GENDAN_RESERVE_BY", "split", "single", "expiry")
