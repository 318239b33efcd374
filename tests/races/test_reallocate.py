"""Goods are shared out otherwise while others share, pick and cancel: nothing is given twice (S59, F13, I9–I12)."""

import threading
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from approvals.models import Policy
from core.management.commands import check_invariants
from core.refusal import Refused
from inventory.models import Reservation, StockItem
from inventory.services import Share, reallocate, reallocating
from orders.models import Order, OrderLine
from orders.services import cancel_order
from shipping.services import Arrival, open_shipment, scan_all
from tests.cast import make_customer, make_product
from tests.inventory.builders import confirmed, stocked
from tests.races.crowd import Meeting, at_once, stand_until, switch_locks_off

pytestmark = pytest.mark.django_db(transaction=True)
D = Decimal


@pytest.fixture
def three(ann, bo):
    """100 pieces, three orders of 60: 60, 40 and nothing; nobody has to agree."""
    Policy.objects.active("reallocation").get().rules.all().delete()
    product = make_product()
    stocked(product, 100)
    return product, [confirmed(ann, [(product, 60)], make_customer(ann, f"C-{n}")) for n in range(3)]


@pytest.fixture
def line(three, monkeypatch):
    """Whoever has looked at the claims waits for the other, unless they are kept out, before weighing them."""
    line, look = Meeting(), reallocating.claims_on
    line.looked = threading.Event()

    def run(*args, **kwargs):
        seen = look(*args, **kwargs)
        line.looked.set()
        line.wait()
        return seen

    monkeypatch.setattr(reallocating, "claims_on", run)
    return line


def broken() -> list[str]:
    return [row["code"] for row in check_invariants.broken() if row["rows"]]


def share(order, after) -> Share:
    row = OrderLine.objects.get(order=order)
    return Share(line_id=row.pk, before=row.reserved, after=D(after))


def moving(product, loser, winner, quantity, actor):
    """An act that moves so much from one order to another, as both stand now."""
    had = OrderLine.objects.get(order=loser).reserved, OrderLine.objects.get(order=winner).reserved
    shares = [share(loser, had[0] - quantity), share(winner, had[1] + quantity)]
    return lambda: reallocate(product.pk, shares=shares, reason="race", actor=actor)


def reserved(*orders) -> list[Decimal]:
    return [OrderLine.objects.get(order=order).reserved for order in orders]


def refusals(results) -> list[str]:
    return [one.code for one in results if isinstance(one, Refused)]


def test_s59_two_who_give_the_same_goods_to_two_others_give_them_once(three, line, bo):
    product, (first, second, third) = three
    acts = [moving(product, first, third, 60, bo), moving(product, first, second, 20, bo)]

    results = at_once(acts)

    assert refusals(results) == ["overtaken"]
    assert reserved(first, second, third) in ([D(0), D(40), D(60)], [D(40), D(60), D(0)])
    assert (StockItem.objects.get().reserved, broken()) == (D(100), [])


def test_control_without_locks_the_same_goods_are_given_twice(three, line, bo, monkeypatch):
    product, (first, second, third) = three
    acts = [moving(product, first, third, 60, bo), moving(product, first, second, 20, bo)]
    switch_locks_off(monkeypatch)

    results = at_once(acts)

    # Both took from the same sixty: the books disagree, or the last defence of the database struck.
    assert refusals(results) == []
    assert broken() or any(isinstance(one, IntegrityError) for one in results)


@pytest.mark.parametrize("picked_first", [True, False])
def test_goods_that_are_picked_in_the_same_moment_are_not_taken(three, line, cem, bo, picked_first):
    """Whoever holds the order first wins; the other finds it so, and no piece in a picker's hands is given away."""
    product, (first, _second, third) = three
    shipment, begun = open_shipment(first.pk, actor=cem), threading.Event()
    arrival = Arrival(code=product.code, uuid=uuid4(), quantity=D(60))
    move = moving(product, first, third, 60, bo)

    def pick():
        with transaction.atomic():
            stand_until(lambda: picked_first or line.looked.is_set())
            scans = scan_all(shipment.pk, [arrival], actor=cem)
            begun.set()
            line.wait()
            return scans

    def go():
        stand_until(lambda: begun.is_set() or not picked_first)
        return move()

    moved, _scans = at_once([go, pick])

    row = OrderLine.objects.get(order=first)
    if picked_first:
        assert (moved.code, row.reserved, row.picked, reserved(third)) == ("picked", D(60), D(60), [D(0)])
    else:
        assert (moved.state, row.reserved, row.picked, reserved(third)) == ("applied", D(0), D(0), [D(60)])
    assert (StockItem.objects.get().reserved, broken()) == (D(100), [])


@pytest.mark.parametrize("loser", [0, 1])
def test_an_order_cancelled_in_the_same_moment_leaves_the_books_agreeing(three, line, ann, bo, loser):
    product, orders = three
    losing, winning = orders[loser], orders[2]

    moved, ended = at_once(
        [moving(product, losing, winning, 20, bo), lambda: cancel_order(losing.pk, reason="gone", actor=ann)]
    )

    assert not isinstance(ended, Exception)
    assert not isinstance(moved, Refused) or moved.code == "overtaken"
    assert Order.objects.get(pk=losing.pk).state == "cancelled"
    held = sum(Reservation.objects.values_list("quantity", flat=True), D(0))
    assert (reserved(losing), StockItem.objects.get().reserved, broken()) == ([D(0)], held, [])


def test_f13_moves_in_opposite_directions_never_wait_for_each_other_in_a_ring(three, ann, bo):
    """Orders are held in the order of their keys, whichever of them loses."""
    product, (first, second, third) = three

    for _n in range(4):
        acts = [moving(product, first, third, 5, bo), moving(product, second, third, 5, bo)]
        results = at_once(acts)
        assert [code for code in refusals(results) if code != "overtaken"] == []
        assert [one for one in results if isinstance(one, Exception) and not isinstance(one, Refused)] == []

    assert (sum(reserved(first, second, third)), broken()) == (D(100), [])
