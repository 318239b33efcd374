"""Scarce goods go to the right order first (S63)."""

import datetime
from decimal import Decimal

import pytest

from core import clock
from core.models import Event
from core.refusal import Refused
from inventory.models import Shortage
from inventory.services import available, receive_goods, reserve_again, reserve_goods, serve_waiting
from inventory.services.promising import promise_day
from orders.models import OrderLine
from orders.services import cancel_order
from tests.cast import make_customer, make_product
from tests.inventory.builders import approved, confirmed, deliver_messages, make_warehouse, stocked

pytestmark = pytest.mark.django_db
D = Decimal


def reserved_of(*orders) -> list[Decimal]:
    return [OrderLine.objects.get(order=order).reserved for order in orders]


def test_a_receipt_serves_waiting_orders_by_tier_then_promise_then_confirmation(ann):
    product, week = make_product(), clock.today() + datetime.timedelta(days=7)
    make_warehouse()
    new = confirmed(ann, [(product, 5)], make_customer(ann, "C-1", tier="new"))
    late = confirmed(ann, [(product, 5)], make_customer(ann, "C-2"), wanted_on=week + datetime.timedelta(days=7))
    early = confirmed(ann, [(product, 5)], make_customer(ann, "C-3"), wanted_on=week)
    early_too = confirmed(ann, [(product, 5)], make_customer(ann, "C-4"), wanted_on=week)
    key = confirmed(ann, [(product, 5)], make_customer(ann, "C-5", tier="key"))

    stocked(product, 12)
    deliver_messages()

    assert reserved_of(key, early, early_too, late, new) == [D(5), D(5), D(2), D(0), D(0)]

    stocked(product, 10)
    deliver_messages()

    assert reserved_of(key, early, early_too, late, new) == [D(5), D(5), D(5), D(5), D(2)]
    assert list(Shortage.objects.values_list("order_id", "quantity")) == [(new.pk, D(3))]


def test_a_newcomer_leaves_what_better_ranked_orders_wait_for(ann):
    product = make_product()
    make_warehouse()
    waiting = confirmed(ann, [(product, 6)], make_customer(ann, "C-1", tier="core"))
    stocked(product, 8)

    newcomer = confirmed(ann, [(product, 5)], make_customer(ann, "C-2", tier="standard"))

    assert reserved_of(waiting, newcomer) == [D(0), D(2)]

    deliver_messages()

    assert reserved_of(waiting, newcomer) == [D(6), D(2)]


def test_a_key_customer_is_served_before_a_standard_one_that_waits(ann):
    product = make_product()
    make_warehouse()
    waiting = confirmed(ann, [(product, 6)], make_customer(ann, "C-1", tier="standard"))
    stocked(product, 8)

    newcomer = confirmed(ann, [(product, 5)], make_customer(ann, "C-2", tier="key"))
    deliver_messages()

    assert reserved_of(waiting, newcomer) == [D(3), D(5)]


def test_serving_twice_changes_nothing(ann):
    product = make_product()
    stocked(product, 10)
    order = confirmed(ann, [(product, 4)])
    deliver_messages()
    events = Event.objects.count()

    assert serve_waiting([product.pk]) is None
    assert reserve_goods(order.pk) == {}

    assert (reserved_of(order), Event.objects.count()) == ([D(4)], events)


def test_a_cancelled_order_is_off_the_waiting_list(ann):
    product = make_product()
    make_warehouse()
    order = confirmed(ann, [(product, 4)])

    cancel_order(order.pk, actor=ann, reason="too late for them")
    stocked(product, 10)
    deliver_messages()

    assert (reserved_of(order), Shortage.objects.count(), available([product.pk])[product.pk]) == ([D(0)], 0, D(10))


def test_asking_again_takes_what_is_free_or_says_that_nothing_is(ann, cem):
    product = make_product()
    make_warehouse()
    order = confirmed(ann, [(product, 4)])

    with pytest.raises(Refused) as refused:
        reserve_again(order.pk, actor=ann)
    receive_goods(warehouse_id=make_warehouse().pk, items=[(product.pk, D(3))], actor=cem)
    taken = reserve_again(order.pk, actor=cem)

    assert refused.value.code == "nothing_free"
    assert taken == {order.lines.get().pk: D(3)}
    assert reserved_of(order) == [D(3)]


def test_stock_is_set_aside_for_confirmed_orders_only(ann, settings):
    settings.GENDAN_AUTO_CONFIRM = False
    product = make_product()
    stocked(product, 10)
    order = approved(ann, [(product, 4)])

    with pytest.raises(Refused) as refused:
        reserve_again(order.pk, actor=ann)

    assert refused.value.code == "wrong_state"
    assert (reserve_goods(order.pk), reserved_of(order), Shortage.objects.count()) == ({}, [D(0)], 0)


@pytest.mark.parametrize(
    ("wanted", "in_stock", "promised"),
    [
        ("2026-08-20", True, "2026-08-20"),
        ("2026-08-07", True, "2026-08-10"),  # a Friday evening: the next working day is Monday
        ("2026-08-20", False, "2026-08-31"),
        ("2026-08-03", False, "2026-08-18"),  # the wanted day is over: counted from today
        (None, True, "2026-08-12"),
        (None, False, "2026-08-21"),
    ],
)
def test_a_promise_is_the_wanted_day_unless_the_goods_cannot_be_there(wanted, in_stock, promised):
    day = datetime.date.fromisoformat
    found = promise_day(wanted_on=day(wanted) if wanted else None, in_stock=in_stock, today=day("2026-08-07"))

    assert found == day(promised)


def test_the_first_promise_stays_and_the_current_one_follows_the_goods(ann):
    product = make_product()
    make_warehouse()
    wanted = clock.today() + datetime.timedelta(days=14)
    order = confirmed(ann, [(product, 4)], wanted_on=wanted)
    first = promise_day(wanted_on=wanted, in_stock=False, today=clock.today())
    assert (order.first_promise, order.promised_on) == (first, first)

    stocked(product, 4)
    deliver_messages()

    order.refresh_from_db()
    assert (order.first_promise, order.promised_on) == (first, wanted)
