"""The invariants of stock hold over a busy day, and each one sees the fault it is there for."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint

from inventory.invariants import INVARIANTS
from inventory.models import Reservation, Shortage, StockItem
from inventory.services import Counted, Issue, count_stock, issue_goods, open_count
from orders.models import OrderLine
from orders.services import cancel_order, record_picked, record_shipped, short_close_order
from tests.cast import make_customer, make_product
from tests.inventory.builders import confirmed, deliver_messages, make_warehouse, stocked
from tests.inventory.shelves import by_lot, by_serial, lot_in, make_bin, pieces_in

pytestmark = pytest.mark.django_db
D = Decimal
CONSTRAINTS = [one.name for one in StockItem._meta.constraints if isinstance(one, CheckConstraint)]


def broken() -> list[str]:
    return [invariant.code for invariant in INVARIANTS if list(invariant.rows())]


@pytest.fixture
def busy_day(ann, cem):
    """Receipts, orders full and short, a shipment, a short close, a cancellation, a count."""
    near, far = make_warehouse("W1"), make_warehouse("W2", default=False)
    product, other = make_product(), make_product("B-2")
    stocked(product, 30, near)
    stocked(product, 5, far)
    shipped = confirmed(ann, [(product, 10), (other, 2)], make_customer(ann, "C-1"))
    line = shipped.lines.get(position=1)
    record_picked(shipped.pk, quantities={line.pk: D(6)})
    issue_goods(shipped.pk, issues=[Issue(line.pk, near.pk, D(6))], source="shipment:1", actor=cem)
    record_shipped(shipped.pk, quantities={line.pk: D(6)}, source="shipment:1")
    waiting = confirmed(ann, [(product, 30)], make_customer(ann, "C-2"))
    gone = confirmed(ann, [(product, 3)], make_customer(ann, "C-3"))
    cancel_order(gone.pk, actor=ann, reason="typed twice")
    count_stock(warehouse_id=near.pk, counts=[Counted(product.pk, D(20))], reason="four lost", actor=cem)
    short_close_order(shipped.pk, actor=ann, reason="the rest is not wanted")
    deliver_messages()
    return waiting


def test_they_hold_after_a_busy_day(busy_day):
    assert broken() == []
    assert OrderLine.objects.get(order=busy_day).reserved == D(25)


def sql(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)


FAULTS = [
    ("I9", lambda: StockItem.objects.filter(on_hand__gt=0).update(on_hand=D(1000))),
    ("I10", lambda: StockItem.objects.filter(reserved__gt=0).update(reserved=0)),
    ("I10", lambda: Reservation.objects.order_by("pk").last().delete()),
    ("I12", lambda: OrderLine.objects.filter(reserved__gt=0).update(reserved=D(1), picked=0)),
    ("I12", lambda: Shortage.objects.all().delete()),
    ("I15", lambda: OrderLine.objects.filter(shipped__gt=0).update(shipped=D(5))),
]


@pytest.mark.parametrize(("code", "fault"), FAULTS)
def test_each_sees_its_fault(busy_day, code, fault):
    fault()

    assert code in broken()


def test_i6_sees_an_ended_order_that_still_holds_goods(busy_day):
    sql(f"UPDATE orders_order SET state = 'cancelled', cancelled_at = now() WHERE id = {busy_day.pk}")

    assert {"I6", "I12"} <= set(broken())


def test_i15_says_how_many_history_orders_it_left_out():
    rule = next(str(one.rule) for one in INVARIANTS if one.code == "I15")

    assert "(0 history orders left out)" in rule


def test_i11_the_database_itself_refuses_to_set_aside_more_than_is_there(busy_day):
    before = list(StockItem.objects.order_by("pk").values_list("on_hand", "reserved"))

    with pytest.raises(IntegrityError, match="inventory_stockitem"), transaction.atomic():
        sql("UPDATE inventory_stockitem SET reserved = on_hand + 1")

    assert list(StockItem.objects.order_by("pk").values_list("on_hand", "reserved")) == before


def test_i11_is_seen_where_the_database_did_not_refuse(busy_day):
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    for constraint in CONSTRAINTS:
        sql(f'ALTER TABLE inventory_stockitem DROP CONSTRAINT "{constraint}"')
    sql("UPDATE inventory_stockitem SET reserved = on_hand + 1")

    assert "I11" in broken()


def test_i13_a_move_without_another_end_is_seen(busy_day):
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("ALTER TABLE inventory_stockmove DISABLE TRIGGER USER")
    sql("ALTER TABLE inventory_stockmove ALTER COLUMN from_place_id DROP NOT NULL")
    sql("UPDATE inventory_stockmove SET from_place_id = NULL WHERE id = (SELECT min(id) FROM inventory_stockmove)")

    assert "I13" in broken()


@pytest.fixture
def tracked_day(ann, cem):
    """A lot and pieces in a bin, some of them gone to a customer, and a count begun."""
    glue, pump, shelf = by_lot(), by_serial(), make_bin()
    lot_in(glue, "L-1", 9, bin=shelf)
    pieces_in(pump, "S-1", "S-2", "S-3", bin=shelf)
    order = confirmed(ann, [(pump, 1)])
    line = order.lines.get()
    record_picked(order.pk, quantities={line.pk: D(1)})
    issue_goods(order.pk, issues=[Issue(line.pk, make_warehouse().pk, D(1))], source="shipment:1", actor=cem)
    record_shipped(order.pk, quantities={line.pk: D(1)}, source="shipment:1")
    open_count(warehouse_id=make_warehouse().pk, bin_id=shelf.pk, actor=cem)


def test_they_hold_after_a_day_with_lots_and_pieces(tracked_day):
    assert broken() == []


TRACKED_FAULTS = [
    ("I9", "UPDATE inventory_binstock SET on_hand = on_hand - 1"),
    ("I9", "UPDATE inventory_stockitem SET placed = 0, blocked = 0"),
    ("I9", "UPDATE inventory_lot SET blocked = true"),
    ("I14", "UPDATE inventory_binstock SET on_hand = 0"),
    ("I14", "UPDATE inventory_serial SET bin_id = NULL WHERE bin_id IS NOT NULL"),
    ("I14", "UPDATE inventory_serial SET state = 'scrapped' WHERE state = 'shipped'"),
    ("I14", "DELETE FROM inventory_serialmove WHERE id = (SELECT min(id) FROM inventory_serialmove)"),
    ("I14", "UPDATE inventory_stockcount SET state = 'booked'"),
]


@pytest.mark.parametrize(("code", "fault"), TRACKED_FAULTS)
def test_each_sees_its_fault_in_lots_and_pieces(tracked_day, code, fault):
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("ALTER TABLE inventory_serialmove DISABLE TRIGGER USER")

    sql(fault)

    assert code in broken()


def test_i14_the_database_itself_refuses_a_lot_below_zero(tracked_day):
    with pytest.raises(IntegrityError, match="bin_stock_not_negative"), transaction.atomic():
        sql("UPDATE inventory_binstock SET on_hand = -1")


def test_i14_the_database_itself_refuses_a_piece_in_no_place(tracked_day):
    with pytest.raises(IntegrityError, match="serial_in_one_place"), transaction.atomic():
        sql("UPDATE inventory_serial SET warehouse_id = NULL WHERE warehouse_id IS NOT NULL")
