"""Transfers, counts and picks at once: nothing promised goes away, nothing moves under a count (F13, F20, S59)."""

import time
from decimal import Decimal
from typing import Any

import pytest

from core.refusal import Refused
from inventory.invariants import INVARIANTS
from inventory.models import StockCountLine, StockItem, StockMove
from inventory.services import (
    Carry,
    Issue,
    book_count,
    freezing,
    issue_goods,
    issuing,
    open_count,
    replenishing,
    reserving,
    transfer_goods,
    transferring,
    watch_minimum,
)
from inventory.services.sheets import Figure, enter_figures
from notifications.models import Message
from orders.services import confirm_order, record_picked
from tests.cast import make_customer, make_product
from tests.inventory.builders import approved, confirmed, make_warehouse, stocked
from tests.races.crowd import Meeting, at_once, switch_locks_off

pytestmark = pytest.mark.django_db(transaction=True)
D = Decimal
ROUNDS, SECONDS = 200, 8
"""As many rounds as fit into the time, at most."""


def broken() -> list[str]:
    return [rule.code for rule in INVARIANTS if list(rule.rows())]


def away(product: Any, quantity: int, **ends: int) -> Carry:
    return Carry(product_id=product.pk, quantity=D(quantity), **ends)


def transfer_and_reserve(monkeypatch: pytest.MonkeyPatch, ann: Any, cem: Any) -> list[Any]:
    """Cem carries all ten away and Ann's order wants them; both have looked before either writes."""
    near, far = make_warehouse("W1"), make_warehouse("W2", default=False)
    far.active = False
    far.save()
    product = make_product()
    stocked(product, 10, near)
    order = approved(ann, [(product, 10)])
    meeting, hold = Meeting(), reserving.hold

    def looked(products: Any) -> Any:
        seen = hold(products)
        meeting.wait()
        return seen

    monkeypatch.setattr(reserving, "hold", looked)
    monkeypatch.setattr(transferring, "hold", looked)
    carries = [away(product, 10, from_warehouse=near.pk, to_warehouse=far.pk)]
    return at_once(
        [
            lambda: confirm_order(order.pk, actor=None),
            lambda: transfer_goods(carries, reason="make room", actor=cem),
        ]
    )


def test_s59_what_is_carried_away_is_not_promised(monkeypatch, settings, ann, cem):
    settings.GENDAN_AUTO_CONFIRM = False

    outcomes = transfer_and_reserve(monkeypatch, ann, cem)

    here = StockItem.objects.get(warehouse__code="W1")
    refused = [one.code for one in outcomes if isinstance(one, Refused)]
    assert (here.on_hand, here.reserved, refused) in [(D(10), D(10), ["promised"]), (D(0), D(0), [])]
    assert broken() == []


def test_s59_control_without_locks_the_database_alone_keeps_it_from_being_promised(monkeypatch, settings, ann, cem):
    """Both believe the goods to be theirs; only the CHECK of the shelf stops the second."""
    settings.GENDAN_AUTO_CONFIRM = False
    switch_locks_off(monkeypatch)

    outcomes = transfer_and_reserve(monkeypatch, ann, cem)

    assert [type(one).__name__ for one in outcomes if isinstance(one, Exception)] == ["IntegrityError"]


def count_and_issue(monkeypatch: pytest.MonkeyPatch, ann: Any, cem: Any) -> list[Any]:
    """A count begins while picked goods leave: the sheet is written, or they leave, but never both."""
    product = make_product()
    stocked(product, 10)
    order = confirmed(ann, [(product, 4)])
    line = order.lines.get()
    record_picked(order.pk, quantities={line.pk: D(4)})
    meeting, inside, consume = Meeting(), freezing._inside, issuing._consume

    def looked(*args: Any) -> Any:
        found = inside(*args)
        meeting.wait()
        return found

    def taken(rows: Any) -> None:
        meeting.wait()
        consume(rows)

    monkeypatch.setattr(freezing, "_inside", looked)
    monkeypatch.setattr(issuing, "_consume", taken)
    place = make_warehouse().pk
    return at_once(
        [
            lambda: open_count(warehouse_id=place, actor=cem),
            lambda: issue_goods(order.pk, issues=[Issue(line.pk, place, D(4))], source="shipment:1", actor=cem),
        ]
    )


def test_f20_nothing_leaves_under_a_count(monkeypatch, ann, cem):
    count_and_issue(monkeypatch, ann, cem)

    item, line = StockItem.objects.get(), StockCountLine.objects.get()
    assert line.book == item.on_hand
    left = StockMove.objects.filter(source="shipment:1").count()
    assert (item.on_hand, left) in [(D(10), 0), (D(6), 1)]


def test_f20_control_without_locks_the_sheet_says_what_is_not_there(monkeypatch, ann, cem):
    switch_locks_off(monkeypatch)

    count_and_issue(monkeypatch, ann, cem)

    assert (StockCountLine.objects.get().book, StockItem.objects.get().on_hand) == (D(10), D(6))


def test_f20_two_who_book_one_sheet_book_it_once(cem):
    stocked(make_product(), 10)
    count = open_count(warehouse_id=make_warehouse().pk, actor=cem)
    enter_figures(count.pk, [Figure(line_id=count.lines.get().pk, counted=D(7))], actor=cem)

    outcomes = at_once([lambda: book_count(count.pk, reason="year end", actor=cem) for _n in range(2)])

    assert [one.code for one in outcomes if isinstance(one, Refused)] == ["wrong_state"]
    assert (StockItem.objects.get().on_hand, StockMove.objects.filter(source=count.source).count()) == (D(7), 1)
    assert broken() == []


def test_f13_transfers_of_two_products_in_opposite_order_never_block_each_other(cem):
    near, far = make_warehouse("W1"), make_warehouse("W2", default=False)
    one, two = make_product("A-1"), make_product("A-2")
    for product in (one, two):
        stocked(product, 500, near)
        stocked(product, 500, far)
    there = {"from_warehouse": near.pk, "to_warehouse": far.pk}
    back = {"from_warehouse": far.pk, "to_warehouse": near.pk}
    until, rounds = time.monotonic() + SECONDS, 0

    while rounds < ROUNDS and time.monotonic() < until:
        rounds += 1
        outcomes = at_once(
            [
                lambda: transfer_goods([away(one, 1, **there), away(two, 1, **back)], reason="x", actor=cem),
                lambda: transfer_goods([away(two, 1, **there), away(one, 1, **back)], reason="x", actor=cem),
            ]
        )
        assert [answer for answer in outcomes if isinstance(answer, Exception)] == []

    assert set(StockItem.objects.values_list("on_hand", flat=True)) == {D(500)}
    assert (StockMove.objects.filter(source__startswith="transfer").count(), broken()) == (4 * rounds, [])


def test_f13_orders_and_transfers_of_the_same_goods_never_block_each_other(settings, ann, cem):
    settings.GENDAN_AUTO_CONFIRM = False
    near, far = make_warehouse("W1"), make_warehouse("W2", default=False)
    one, two = make_product("A-1"), make_product("A-2")
    for product in (one, two):
        stocked(product, 500, near)
        stocked(product, 500, far)
    orders = [approved(ann, [(two, 1), (one, 1)], make_customer(ann, f"C-{n}")) for n in range(6)]
    carries = [away(two, 2, from_warehouse=far.pk, to_warehouse=near.pk)]
    carries += [away(one, 2, from_warehouse=near.pk, to_warehouse=far.pk)]

    acts = [lambda order=order: confirm_order(order.pk, actor=None) for order in orders]
    acts += [lambda: transfer_goods(carries, reason="x", actor=cem) for _n in range(6)]
    outcomes = at_once(acts)

    assert [answer for answer in outcomes if isinstance(answer, Exception)] == []
    assert broken() == []


def test_s62_two_looks_at_once_tell_once(cem):
    item = stocked(make_product(), 3)
    rule = replenishing.ReorderRule(product=item.product, warehouse=item.warehouse, minimum=5, maximum=9)
    replenishing.save_rule(rule, actor=None)

    fallen = at_once([watch_minimum for _n in range(4)])

    assert (sorted(fallen), Message.objects.filter(user=cem, channel="inbox").count()) == ([0, 0, 0, 1], 1)
