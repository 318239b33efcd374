"""Two hundred demands for a hundred units from eight processes, round after round (F22, F13, S59).

A demand is a confirmed order that asks for its goods. Between two rounds the shelves are put back as they were.
RACE_SECONDS=900 lets every test come to its two hundred rounds on any machine.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from core.locks import locked
from inventory.invariants import INVARIANTS
from inventory.models import StockItem
from inventory.services import reserve_goods, reserving
from orders.models import Order, OrderLine
from tests.cast import make_customer, make_product
from tests.inventory.builders import confirmed, stocked
from tests.races import processes
from tests.races.crowd import switch_locks_off
from tests.races.processes import FORK, Crowd, crowd, deadlocks, seconds

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(1800)]
D = Decimal
PEOPLE, EACH, UNITS, ROUNDS = 8, 25, 100, 200
BACK = (
    "DELETE FROM inventory_reservation",
    "DELETE FROM inventory_shortage",
    "UPDATE orders_orderline SET reserved = 0 WHERE reserved > 0",
    "UPDATE inventory_stockitem SET reserved = 0",
)


def put_back() -> None:
    """As if nobody had asked yet."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in BACK:
            cursor.execute(statement)


def copies(order: Order, count: int) -> list[int]:
    """As many orders of the same customer for the same goods; the keys of all of them."""
    lines = list(order.lines.all())
    more = [Order.objects.get(pk=order.pk) for _n in range(count - 1)]
    for n, copy in enumerate(more):
        copy.pk, copy.number = None, f"{order.number}-{n}"
    rows = Order.objects.bulk_create(more)
    fresh = [OrderLine.objects.get(pk=line.pk) for _copy in rows for line in lines]
    for n, line in enumerate(fresh):
        line.pk, line.order_id = None, rows[n // len(lines)].pk
    OrderLine.objects.bulk_create(fresh)
    return [order.pk, *(row.pk for row in rows)]


def asking(orders: Sequence[int]) -> Callable[[], list[Any]]:
    """One after the other asks for its goods: how much each demand was given."""

    def ask() -> list[Any]:
        return [given for pk in orders for given in reserve_goods(pk).values()]

    return ask


def one_line_each(ann: Any) -> list[Callable[[], list[Any]]]:
    """Two hundred orders for one piece each, five and twenty to a process."""
    product = make_product("A-1")
    stocked(product, UNITS)
    orders = copies(confirmed(ann, [(product, 1)]), PEOPLE * EACH)
    return [asking(orders[n * EACH : (n + 1) * EACH]) for n in range(PEOPLE)]


def many_lines(ann: Any) -> list[Callable[[], list[Any]]]:
    """An order of five and twenty lines to a process, the same two products in opposite order."""
    one, two = make_product("A-1"), make_product("A-2")
    stocked(one, UNITS // 2)
    stocked(two, UNITS // 2)
    there, back = [(one, 1), (two, 1)] * 12, [(two, 1), (one, 1)] * 12
    customer = make_customer(ann)
    rows = [there + [(one, 1)], back + [(two, 1)]]
    return [asking([confirmed(ann, rows[n % 2], customer).pk]) for n in range(PEOPLE)]


def until_done(together: Crowd, usual: int) -> Iterator[list[Any]]:
    """Round after round, the shelves put back before each: two hundred, or what there is time for."""
    until = time.monotonic() + seconds(usual)
    for _round in range(ROUNDS):
        put_back()
        yield together.round()
        if time.monotonic() > until:
            return


def stands() -> tuple[Any, Any]:
    """What is set aside on the shelves, and what all lines believe to have."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT sum(reserved) FROM inventory_stockitem), (SELECT sum(reserved) FROM orders_orderline)"
        )
        return cursor.fetchone()


@pytest.mark.parametrize(("form", "usual"), [(one_line_each, 20), (many_lines, 45)])
def test_f22_a_hundred_units_are_given_a_hundred_times_in_every_round(monkeypatch, ann, form, usual):
    acts, before = form(ann), deadlocks()

    with crowd(monkeypatch, acts) as together:
        for answers in until_done(together, usual):
            assert [one for one in answers if not isinstance(one, Decimal)] == []
            assert (sum(answers), stands()) == (D(UNITS), (D(UNITS), D(UNITS)))

    assert [rule.rule for rule in INVARIANTS if list(rule.rows())] == []
    assert deadlocks() == before


def together_at(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Nobody writes before all of them have looked."""
    line, hold = FORK.Barrier(count, timeout=processes.PATIENCE), reserving.hold

    def looked(products: Any) -> Any:
        seen = hold(products)
        line.wait()
        return seen

    switch_locks_off(monkeypatch)
    monkeypatch.setattr(reserving, "hold", looked)


@contextmanager
def unchecked() -> Iterator[None]:
    """The CHECK of the shelves is away for a while."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inventory_stockitem DROP CONSTRAINT stock_reserved_on_hand")
    try:
        yield
    finally:
        put_back()
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE inventory_stockitem ADD CONSTRAINT stock_reserved_on_hand"
                " CHECK (reserved >= 0 AND reserved <= on_hand)"
            )


def test_f22_control_without_the_lock_the_check_of_the_shelf_is_what_refuses(monkeypatch, ann):
    acts = many_lines(ann)
    put_back()
    together_at(monkeypatch, PEOPLE)

    with crowd(monkeypatch, acts) as together:
        answers = together.round()

    # Each of them wants 12 or 13 of each product and sees 50: the first three or four pass, all others fail.
    failed = [one for one in answers if not isinstance(one, Decimal)]
    assert set(failed) == {"IntegrityError"}
    assert (len(failed), stands()[0]) in [(4, D(100)), (5, D(75))]


def test_f22_control_without_the_lock_and_the_check_all_two_hundred_are_given(monkeypatch, ann):
    acts = many_lines(ann)
    put_back()
    together_at(monkeypatch, PEOPLE)

    with unchecked(), crowd(monkeypatch, acts) as together:
        answers = together.round()
        oversold = (len(answers), sum(answers), stands())

    assert oversold == (200, D(200), (D(200), D(200)))


def opposite(ann: Any) -> list[Callable[[], list[Any]]]:
    """Two orders for the same two products in opposite order."""
    one, two = make_product("A-1"), make_product("A-2")
    stocked(one, 5)
    stocked(two, 5)
    customer = make_customer(ann)
    return [asking([confirmed(ann, rows, customer).pk]) for rows in ([(one, 3), (two, 3)], [(two, 3), (one, 3)])]


def test_f13_two_orders_with_the_same_goods_in_opposite_order_never_deadlock(monkeypatch, ann):
    acts, before, rounds = opposite(ann), deadlocks(), 0

    with crowd(monkeypatch, acts) as together:
        for answers in until_done(together, 20):
            rounds += 1
            assert sorted(answers) == [D(2), D(2), D(3), D(3)]

    assert deadlocks() == before
    assert rounds == ROUNDS or seconds(20) == 20


def test_f13_control_shelves_held_in_the_order_of_the_lines_do_deadlock(monkeypatch, ann):
    acts, before = opposite(ann), deadlocks()
    put_back()
    line = FORK.Barrier(2, timeout=processes.PATIENCE)

    def as_it_comes(products: Any) -> list[StockItem]:
        held = []
        for product in sorted(products, reverse=processes.worker == 2):
            shelves = StockItem.objects.select_related("warehouse").filter(product_id=product)
            held += list(locked(shelves))
            if len(held) == 1:
                line.wait()
        return held

    monkeypatch.setattr(reserving, "hold", as_it_comes)
    with crowd(monkeypatch, acts) as together:
        answers = together.round()

    assert (sorted(answers, key=str), deadlocks()) == ([D(3), D(3), "Refused busy"], before + 1)
