"""Many confirm at once: stock is never promised twice (F22, F13, S59)."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum

from core.management.commands.check_invariants import broken
from core.refusal import Refused
from inventory.models import Reservation, Shortage, StockItem
from inventory.services import available, reserving
from orders.models import Order, OrderLine
from orders.models.words import State
from orders.services import cancel_order, confirm_order, submit_order
from tests.cast import make_customer, make_draft, make_product
from tests.inventory.builders import approved, deliver_messages, make_warehouse, stocked
from tests.races.crowd import LONGEST, Meeting, at_once, switch_locks_off

pytestmark = pytest.mark.django_db(transaction=True)
D = Decimal
BUYERS, UNITS, AT_ONCE = 50, 10, 10


@pytest.fixture(autouse=True)
def waits_for_confirmation(settings):
    """Orders stay approved until the race confirms them."""
    settings.GENDAN_AUTO_CONFIRM = False


def buyers(ann, product, count: int) -> list[Order]:
    """As many customers, each with one approved order for one piece."""
    return [approved(ann, [(product, 1)], make_customer(ann, f"C-{n}")) for n in range(count)]


def given() -> Decimal:
    return OrderLine.objects.aggregate(all=Sum("reserved"))["all"]


@contextmanager
def unchecked_shelves() -> Iterator[None]:
    """The database's own CHECK of the shelves is away for a while."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inventory_stockitem DROP CONSTRAINT stock_reserved_on_hand")
    try:
        yield
    finally:
        StockItem.objects.update(reserved=0)
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE inventory_stockitem ADD CONSTRAINT stock_reserved_on_hand"
                " CHECK (reserved >= 0 AND reserved <= on_hand)"
            )


def test_fifty_buyers_of_ten_units_get_exactly_ten(ann):
    product = make_product()
    item = stocked(product, UNITS)
    orders = buyers(ann, product, BUYERS)

    answers = at_once([lambda order=order: confirm_order(order.pk, actor=None) for order in orders], AT_ONCE)

    item.refresh_from_db()
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert Order.objects.filter(state=State.CONFIRMED).count() == BUYERS
    assert (item.on_hand, item.reserved, given(), available([product.pk])) == (D(10), D(10), D(10), {product.pk: D(0)})
    assert (Reservation.objects.count(), Shortage.objects.count()) == (UNITS, BUYERS - UNITS)


def test_without_the_lock_the_same_units_are_promised_twice(ann, monkeypatch):
    """The control: no row locks and no CHECK behind them, everybody looks before anybody writes."""
    product = make_product()
    item = stocked(product, UNITS)
    orders = buyers(ann, product, 12)
    looked = threading.Barrier(len(orders), timeout=LONGEST)
    hold = reserving.hold

    def look_together(products: Any) -> Any:
        seen = hold(products)
        looked.wait()
        return seen

    switch_locks_off(monkeypatch)
    monkeypatch.setattr(reserving, "hold", look_together)
    with unchecked_shelves():
        at_once([lambda order=order: confirm_order(order.pk, actor=None) for order in orders])

        item.refresh_from_db()
        oversold = (item.reserved, given())
    assert oversold == (D(12), D(12))


def test_orders_for_the_same_goods_in_opposite_order_do_not_block_each_other(ann):
    """F13: shelves are always held in key order, whatever the order of the lines."""
    one, two = make_product("A-1"), make_product("A-2")
    stocked(one, 1000)
    stocked(two, 1000)
    pairs = [
        approved(ann, [(one, 1), (two, 1)] if n % 2 else [(two, 1), (one, 1)], make_customer(ann, f"C-{n}"))
        for n in range(40)
    ]

    answers = at_once([lambda order=order: confirm_order(order.pk, actor=None) for order in pairs], AT_ONCE)

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert available([one.pk, two.pk]) == {one.pk: D(960), two.pk: D(960)}


def test_a_cancellation_and_a_confirmation_of_one_order_leave_stock_and_order_agreeing(ann):
    """F23 at the shelf: whoever comes second finds what the first one made of it."""
    product = make_product()
    item = stocked(product, 100)
    orders = buyers(ann, product, 10)
    acts = [
        act
        for order in orders
        for act in (
            lambda order=order: confirm_order(order.pk, actor=None),
            lambda order=order: cancel_order(order.pk, actor=ann, reason="both at once"),
        )
    ]

    answers = at_once(acts, AT_ONCE)

    item.refresh_from_db()
    assert {type(answer) for answer in answers if isinstance(answer, Exception)} <= {Refused}
    assert Order.objects.filter(state=State.CANCELLED).count() == 10
    assert (item.reserved, given(), Reservation.objects.count()) == (D(0), D(0), 0)


def test_goods_that_arrive_while_orders_are_confirmed_reach_every_one_of_them(ann):
    """Nobody looks at an empty shelf, goes to wait, and is overlooked by the goods that came in between."""
    product, warehouse = make_product(), make_warehouse()
    orders = buyers(ann, product, 12)
    acts = [lambda order=order: confirm_order(order.pk, actor=None) for order in orders]

    def arrive() -> None:
        stocked(product, 12, warehouse)
        deliver_messages()

    answers = at_once([*acts[:6], arrive, *acts[6:]], AT_ONCE)

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert (given(), Shortage.objects.count(), available([product.pk])) == (D(12), 0, {product.pk: D(0)})


def approve_two(monkeypatch, ann, product, settings, *, together: Callable[[], None]) -> list[Any]:
    """Two orders for all there is are approved in one moment, in a house that reserves at approval."""
    settings.GENDAN_RESERVE_AT = "approval"
    drafts = [make_draft(ann, make_customer(ann, f"C-{n}"), [(product, UNITS)]) for n in range(2)]
    hold = reserving.hold

    def look_together(products: Any) -> Any:
        together()
        seen = hold(products)
        together()
        return seen

    monkeypatch.setattr(reserving, "hold", look_together)
    return at_once([lambda order=order: submit_order(order.pk, actor=ann) for order in drafts])


def test_s60_two_orders_approved_at_once_share_what_there_is(monkeypatch, ann, settings):
    product = make_product()
    item = stocked(product, UNITS)

    answers = approve_two(monkeypatch, ann, product, settings, together=Meeting().wait)

    item.refresh_from_db()
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert Order.objects.filter(state=State.APPROVED).count() == 2
    assert (item.reserved, given(), Shortage.objects.get().quantity) == (D(UNITS), D(UNITS), D(UNITS))
    assert [row["rule"] for row in broken() if row["rows"]] == []


def test_s60_control_without_the_lock_both_are_given_all_of_it(monkeypatch, ann, settings):
    product = make_product()
    item = stocked(product, UNITS)
    switch_locks_off(monkeypatch)

    with unchecked_shelves():
        approve_two(monkeypatch, ann, product, settings, together=Meeting().wait)
        item.refresh_from_db()
        oversold = (item.reserved, given())

    assert oversold == (D(2 * UNITS), D(2 * UNITS))


def test_s60_confirming_and_cancelling_an_approved_order_at_once_leave_its_goods_with_one_of_both(ann, settings):
    settings.GENDAN_RESERVE_AT = "approval"
    product = make_product()
    item = stocked(product, 100)
    orders = buyers(ann, product, 6)
    acts = [
        act
        for order in orders
        for act in (
            lambda order=order: confirm_order(order.pk, actor=None),
            lambda order=order: cancel_order(order.pk, actor=ann, reason="both at once"),
        )
    ]
    item.refresh_from_db()
    assert item.reserved == D(6)

    answers = at_once(acts, AT_ONCE)

    item.refresh_from_db()
    assert {type(answer) for answer in answers if isinstance(answer, Exception)} <= {Refused}
    assert Order.objects.filter(state=State.CANCELLED).count() == 6
    assert (item.reserved, given(), Reservation.objects.count()) == (D(0), D(0), 0)
