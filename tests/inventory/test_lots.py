"""Goods in bins and lots: what expires first leaves first, what expired is promised to nobody (S58, S59)."""

import datetime
from decimal import Decimal

import pytest

from core import clock
from core.models import Event
from core.refusal import Refused
from inventory.invariants import INVARIANTS
from inventory.models import Lot, Reservation, Shortage, StockItem, StockMove
from inventory.services import Arrived, Issue, available, issue_goods, receive_goods, retire_expired
from orders.models import OrderLine
from orders.services import record_picked, record_shipped
from tests.cast import make_customer, make_product
from tests.inventory.builders import confirmed, deliver_messages, make_warehouse, stocked
from tests.inventory.shelves import binned, by_lot, in_days, lot_in, make_bin, parts

pytestmark = pytest.mark.django_db
D = Decimal


def broken() -> list[str]:
    return [str(rule.rule) for rule in INVARIANTS if list(rule.rows())]


def send(order, cem, quantity: int, **more) -> None:
    line = order.lines.get()
    record_picked(order.pk, quantities={line.pk: D(quantity)})
    issue = Issue(line.pk, make_warehouse().pk, D(quantity), **more)
    issue_goods(order.pk, issues=[issue], source="shipment:1", actor=cem)
    record_shipped(order.pk, quantities={line.pk: D(quantity)}, source="shipment:1")


def in_years(days: int) -> datetime.datetime:
    return clock.now() + datetime.timedelta(days=days)


def test_i9_goods_of_a_lot_arrive_in_a_bin_in_double_entry(cem):
    glue, shelf = by_lot(), make_bin("A-01")

    lot_in(glue, "L-1", 10, bin=shelf, actor=cem)
    lot_in(glue, "L-1", 5, bin=shelf, actor=cem)

    item = StockItem.objects.get(product=glue)
    assert (item.on_hand, item.placed, item.blocked) == (D(15), D(15), D(0))
    assert parts(glue) == {("A-01", "L-1"): 15}
    move = StockMove.objects.first()
    assert (move.to_bin, move.lot.number, move.actor) == (shelf, "L-1", cem)
    assert broken() == []


@pytest.mark.parametrize(
    ("code", "arrived"),
    [
        ("needs_lot", {"lot": ""}),
        ("other_expiry", {"lot": "L-1", "expires_on": datetime.date(2040, 1, 1)}),
        ("bad_number", {"lot": "L" * 61}),
    ],
)
def test_a_lot_that_cannot_be_is_refused_and_nothing_is_booked(cem, code, arrived):
    glue = by_lot()
    lot_in(glue, "L-1", 1)

    with pytest.raises(Refused) as refused:
        row = Arrived(product_id=glue.pk, quantity=D(3), **arrived)
        receive_goods(warehouse_id=make_warehouse().pk, items=[row], actor=cem)

    assert refused.value.code == code
    assert (StockItem.objects.get(product=glue).on_hand, StockMove.objects.count()) == (D(1), 1)


def test_goods_that_are_not_tracked_take_no_lot(cem):
    with pytest.raises(Refused) as refused:
        lot_in(make_product(), "L-1", 3, actor=cem)

    assert (refused.value.code, Lot.objects.count(), StockMove.objects.count()) == ("not_tracked", 0, 0)


def test_s74_what_expires_first_leaves_first_and_then_the_shortest_walk(ann, cem):
    glue = by_lot()
    near, far = make_bin("A-01", sequence=1), make_bin("Z-09", sequence=9)
    lot_in(glue, "LATE", 10, days=300, bin=near)
    lot_in(glue, "SOON", 4, days=20, bin=far)
    lot_in(glue, "SOON", 2, days=20, bin=near)
    order = confirmed(ann, [(glue, 9)])

    send(order, cem, 9)

    left = StockMove.objects.filter(order_line=order.lines.get()).order_by("pk")
    assert [(move.from_bin.code, move.lot.number, move.quantity) for move in left] == [
        ("A-01", "SOON", D(2)),
        ("Z-09", "SOON", D(4)),
        ("A-01", "LATE", D(3)),
    ]
    assert parts(glue) == {("A-01", "LATE"): 7}
    assert broken() == []


def test_the_lot_the_picker_names_leaves_and_no_other(ann, cem):
    glue = by_lot()
    soon, late = lot_in(glue, "SOON", 5, days=20), lot_in(glue, "LATE", 5, days=300)
    order = confirmed(ann, [(glue, 3)])

    send(order, cem, 3, lot_id=late.pk)

    assert parts(glue) == {("", "SOON"): 5, ("", "LATE"): 2}
    assert (soon.number, broken()) == ("SOON", [])


def test_s59_an_expired_lot_is_on_hand_and_promised_to_nobody(ann):
    glue = by_lot()
    lot_in(glue, "OLD", 10, days=-1)
    lot_in(glue, "NEW", 3, days=30)

    order = confirmed(ann, [(glue, 8)])

    item = StockItem.objects.get(product=glue)
    assert (item.on_hand, item.blocked, item.reserved, item.available) == (D(13), D(10), D(3), D(0))
    assert (order.lines.get().reserved, Shortage.objects.get().quantity) == (D(3), D(5))
    assert (available([glue.pk]), broken()) == ({glue.pk: D(0)}, [])


def test_the_last_good_day_still_counts(ann):
    glue = by_lot()
    lot_in(glue, "TODAY", 4, days=0)

    assert confirmed(ann, [(glue, 4)]).lines.get().reserved == D(4)


def test_a_lot_that_expires_under_an_order_is_taken_back_and_the_order_waits_again(ann):
    glue = by_lot()
    lot_in(glue, "SOON", 6, days=2)
    order = confirmed(ann, [(glue, 5)])

    with clock.at(in_years(3)):
        retire_expired()
        retire_expired()

    item = StockItem.objects.get(product=glue)
    assert (item.on_hand, item.blocked, item.reserved) == (D(6), D(6), D(0))
    assert (Shortage.objects.get(order=order).quantity, Reservation.objects.count()) == (D(5), 0)
    assert Event.objects.filter(stream=order.stream, name="stock.reservation_expired").count() == 1
    assert broken() == []


def test_a_newcomer_is_not_promised_what_expired_in_the_night(ann):
    """Before the nightly task ran, too."""
    glue = by_lot()
    lot_in(glue, "SOON", 6, days=2)

    with clock.at(in_years(3)):
        order = confirmed(ann, [(glue, 5)])

    assert (order.lines.get().reserved, StockItem.objects.get(product=glue).blocked) == (D(0), D(6))


def test_s59_goods_in_quarantine_are_promised_to_nobody(ann):
    product, cage = make_product(), make_bin("CAGE", kind="quarantine")
    stocked(product, 4)
    binned(product, 6, cage)

    order = confirmed(ann, [(product, 8)])

    item = StockItem.objects.get(product=product)
    assert (item.on_hand, item.blocked, order.lines.get().reserved) == (D(10), D(6), D(4))
    assert broken() == []


def test_plain_goods_in_bins_leave_from_the_open_area_first_and_then_along_the_walk(ann, cem):
    product = make_product()
    binned(product, 5, make_bin("B-02", sequence=2))
    binned(product, 5, make_bin("B-01", sequence=1))
    stocked(product, 2)
    order = confirmed(ann, [(product, 9)])

    send(order, cem, 9)

    left = StockMove.objects.filter(order_line=order.lines.get()).order_by("pk")
    assert [(move.from_bin and move.from_bin.code, move.quantity) for move in left] == [
        (None, D(2)),
        ("B-01", D(5)),
        ("B-02", D(2)),
    ]
    assert (parts(product), broken()) == ({("B-02", ""): 3}, [])


def test_goods_that_expired_after_they_were_set_aside_cannot_leave(ann, cem):
    glue = by_lot()
    lot_in(glue, "SOON", 6, days=2)
    order = confirmed(ann, [(glue, 5)])

    with clock.at(in_years(3)), pytest.raises(Refused) as refused:
        send(order, cem, 5)

    assert refused.value.code == "not_sellable"


def test_waiting_orders_get_good_goods_when_they_arrive(ann):
    glue = by_lot()
    lot_in(glue, "OLD", 9, days=-3)
    order = confirmed(ann, [(glue, 5)], make_customer(ann, "C-1"))

    lot_in(glue, "NEW", 5, days=90)
    deliver_messages()

    assert (OrderLine.objects.get(order=order).reserved, broken()) == (D(5), [])


def test_a_lot_runs_out_soon_by_the_days_its_product_names():
    glue = by_lot(warn_days=10)

    near, later = lot_in(glue, "L-1", 1, days=10), lot_in(glue, "L-2", 1, days=11)

    assert (near.expires_soon, later.expires_soon, near.is_expired) == (True, False, False)
    assert near.expires_on == in_days(10)
