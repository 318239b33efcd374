"""Many confirm at once: stock is never promised twice (F22, F13, S59)."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum

from core.refusal import Refused
from inventory.models import Reservation, Shortage, StockItem
from inventory.services import available, reserving
from orders.models import Order, OrderLine
from orders.models.words import State
from orders.services import cancel_order, confirm_order
from tests.cast import make_customer, make_product
from tests.inventory.builders import approved, deliver_messages, make_warehouse, stocked
from tests.races.crowd import switch_locks_off

pytestmark = pytest.mark.django_db(transaction=True)
D = Decimal
BUYERS, UNITS, AT_ONCE = 50, 10, 10


@pytest.fixture(autouse=True)
def waits_for_confirmation(settings):
    """Orders stay approved until the race confirms them."""
    settings.GENDAN_AUTO_CONFIRM = False


def at_once(acts: Iterable[Callable[[], Any]], threads: int = AT_ONCE) -> list[Any]:
    """Every act in a thread with a connection of its own; what each gave or how it failed."""

    def run(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except Exception as error:  # noqa: BLE001 a race is judged by how each one ended
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, acts))


def buyers(ann, product, count: int) -> list[Order]:
    """As many customers, each with one approved order for one piece."""
    return [approved(ann, [(product, 1)], make_customer(ann, f"C-{n}")) for n in range(count)]


def given() -> Decimal:
    return OrderLine.objects.aggregate(all=Sum("reserved"))["all"]


def test_fifty_buyers_of_ten_units_get_exactly_ten(ann):
    product = make_product()
    item = stocked(product, UNITS)
    orders = buyers(ann, product, BUYERS)

    answers = at_once(lambda order=order: confirm_order(order.pk, actor=None) for order in orders)

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
    looked = threading.Barrier(len(orders), timeout=20)
    hold = reserving.hold

    def look_together(products: Any) -> Any:
        seen = hold(products)
        looked.wait()
        return seen

    switch_locks_off(monkeypatch)
    monkeypatch.setattr(reserving, "hold", look_together)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inventory_stockitem DROP CONSTRAINT stock_reserved_on_hand")
    try:
        at_once((lambda order=order: confirm_order(order.pk, actor=None) for order in orders), threads=len(orders))

        item.refresh_from_db()
        oversold = (item.reserved, given())
    finally:
        StockItem.objects.update(reserved=0)
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE inventory_stockitem ADD CONSTRAINT stock_reserved_on_hand"
                " CHECK (reserved >= 0 AND reserved <= on_hand)"
            )
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

    answers = at_once(lambda order=order: confirm_order(order.pk, actor=None) for order in pairs)

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

    answers = at_once(acts)

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

    answers = at_once([*acts[:6], arrive, *acts[6:]])

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert (given(), Shortage.objects.count(), available([product.pk])) == (D(12), 0, {product.pk: D(0)})
