"""The books of goods: double entry, never changed, never below nothing."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.db.utils import DatabaseError

from core.access import Forbidden
from core.refusal import Refused
from inventory.models import Place, Reservation, StockCount, StockItem, StockMove
from inventory.services import Counted, Issue, count_stock, issue_goods, receive_goods
from orders.models import OrderLine
from tests.cast import make_product
from tests.inventory.builders import confirmed, deliver_messages, make_warehouse, stocked

pytestmark = pytest.mark.django_db
D = Decimal


def lines_of_ledger() -> list[tuple[str, str, Decimal]]:
    rows = StockMove.objects.order_by("pk").select_related("from_place", "to_place")
    return [(move.from_place.kind, move.to_place.kind, move.quantity) for move in rows]


def test_a_receipt_comes_from_the_supplier_and_reaches_the_shelf(cem, monkeypatch):
    noon = datetime.datetime(2026, 8, 7, 4, tzinfo=datetime.UTC)
    monkeypatch.setattr("core.clock.now", lambda: noon)
    product = make_product()

    source = receive_goods(
        warehouse_id=make_warehouse().pk, items=[(product.pk, D(8)), (product.pk, D(2))], actor=cem, reason="PO 7"
    )

    move, item = StockMove.objects.get(), StockItem.objects.get()
    assert lines_of_ledger() == [("supplier", "stock", D(10))]
    assert (move.source, move.reason, move.actor) == (source, "PO 7", cem)
    assert source.startswith("receipt:GR-")
    assert (item.on_hand, item.reserved, item.moved_at, move.at) == (D(10), D(0), noon, noon)


def test_opening_stock_has_its_own_place(cem):
    receive_goods(
        warehouse_id=make_warehouse().pk, items=[(make_product().pk, D(5))], actor=cem, origin=Place.Kind.OPENING
    )

    assert lines_of_ledger() == [("opening", "stock", D(5))]


def test_goods_leave_for_the_customer_and_take_their_reservation_along(ann, cem):
    product = make_product()
    item = stocked(product, 10)
    order = confirmed(ann, [(product, 6)])
    line = order.lines.get()

    issue_goods(order.pk, issues=[Issue(line.pk, item.warehouse_id, D(4))], source="shipment:1", actor=cem)

    item.refresh_from_db()
    move = StockMove.objects.latest("pk")
    assert lines_of_ledger() == [("supplier", "stock", D(10)), ("stock", "customer", D(4))]
    assert (move.order_line, move.source, move.actor) == (line, "shipment:1", cem)
    assert (item.on_hand, item.reserved, Reservation.objects.get().quantity) == (D(6), D(2), D(2))

    issue_goods(order.pk, issues=[Issue(line.pk, item.warehouse_id, D(2))], source="shipment:2", actor=cem)

    item.refresh_from_db()
    assert (item.on_hand, item.reserved, Reservation.objects.count()) == (D(4), D(0), 0)


@pytest.mark.parametrize("quantity", ["7", "0", "-1", "NaN", "Infinity"])
def test_more_than_is_set_aside_cannot_leave_nor_can_nonsense(ann, cem, quantity):
    product = make_product()
    item = stocked(product, 10)
    line = confirmed(ann, [(product, 6)]).lines.get()

    with pytest.raises(Refused):
        issue_goods(
            line.order_id, issues=[Issue(line.pk, item.warehouse_id, D(quantity))], source="shipment:1", actor=cem
        )

    item.refresh_from_db()
    assert (item.on_hand, item.reserved, StockMove.objects.count()) == (D(10), D(6), 1)
    assert Reservation.objects.get().quantity == D(6)


def test_a_line_of_another_order_cannot_leave(ann, cem):
    product = make_product()
    item = stocked(product, 10)
    mine, other = confirmed(ann, [(product, 2)]), confirmed(ann, [(product, 3)])

    with pytest.raises(Refused):
        issue_goods(
            mine.pk, issues=[Issue(other.lines.get().pk, item.warehouse_id, D(3))], source="shipment:1", actor=cem
        )

    assert StockMove.objects.count() == 1


@pytest.mark.parametrize(
    "statement", ["UPDATE inventory_stockmove SET quantity = 1", "DELETE FROM inventory_stockmove"]
)
def test_the_ledger_refuses_to_be_changed_or_deleted(statement):
    stocked(make_product(), 10)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert StockMove.objects.get().quantity == D(10)


def test_no_shelf_can_hold_less_than_is_set_aside_on_it():
    item = stocked(make_product(), 10)

    with pytest.raises(IntegrityError), transaction.atomic():
        StockItem.objects.filter(pk=item.pk).update(reserved=D(11))


def test_a_line_leaves_a_shelf_once_per_shipment(ann):
    product = make_product()
    item = stocked(product, 10)
    line = confirmed(ann, [(product, 6)]).lines.get()
    issue_goods(line.order_id, issues=[Issue(line.pk, item.warehouse_id, D(2))], source="shipment:1", actor=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        issue_goods(line.order_id, issues=[Issue(line.pk, item.warehouse_id, D(2))], source="shipment:1", actor=None)

    item.refresh_from_db()
    assert (item.on_hand, item.reserved) == (D(8), D(4))


def test_a_count_corrects_the_books_against_the_adjustment_place(cem):
    less, more = make_product("A-1"), make_product("A-2")
    warehouse = stocked(less, 10).warehouse
    stocked(more, 10)

    count = count_stock(
        warehouse_id=warehouse.pk,
        counts=[Counted(less.pk, D(7)), Counted(more.pk, D(12))],
        reason="year end",
        actor=cem,
    )

    assert lines_of_ledger()[2:] == [("stock", "adjustment", D(3)), ("adjustment", "stock", D(2))]
    assert list(count.lines.order_by("product").values_list("book", "counted")) == [(D(10), D(7)), (D(10), D(12))]
    assert list(StockItem.objects.order_by("product").values_list("on_hand", flat=True)) == [D(7), D(12)]
    assert StockMove.objects.latest("pk").source == f"count:{count.number}"


def test_when_fewer_are_counted_than_set_aside_the_last_in_turn_waits_again(ann, cem):
    product = make_product()
    item = stocked(product, 10)
    first, last = confirmed(ann, [(product, 4)]), confirmed(ann, [(product, 6)])

    count_stock(warehouse_id=item.warehouse_id, counts=[Counted(product.pk, D(7))], reason="three broke", actor=cem)

    item.refresh_from_db()
    assert (item.on_hand, item.reserved) == (D(7), D(7))
    assert (first.lines.get().reserved, last.lines.get().reserved) == (D(4), D(3))
    last.refresh_from_db()
    assert last.supply == "partly_short"


def test_picked_goods_cannot_be_counted_away(ann, cem):
    product = make_product()
    item = stocked(product, 10)
    line = confirmed(ann, [(product, 6)]).lines.get()
    OrderLine.objects.filter(pk=line.pk).update(picked=D(6))

    with pytest.raises(Refused) as refused:
        count_stock(warehouse_id=item.warehouse_id, counts=[Counted(product.pk, D(5))], reason="lost", actor=cem)

    item.refresh_from_db()
    assert refused.value.code == "picked"
    assert (item.on_hand, item.reserved, StockCount.objects.count()) == (D(10), D(6), 0)


@pytest.mark.parametrize(
    ("quantity", "code"),
    [("0", "quantity"), ("-1", "quantity"), ("NaN", "quantity"), ("1e18", "quantity"), ("Infinity", "quantity"),
     ("0.5", "quantity"), ("0.0000001", "quantity")],
)  # fmt: skip
def test_a_quantity_that_cannot_be_is_refused_and_nothing_is_booked(cem, quantity, code):
    product = make_product()

    with pytest.raises(Refused) as refused:
        receive_goods(warehouse_id=make_warehouse().pk, items=[(product.pk, D(quantity))], actor=cem)

    assert refused.value.code == code
    assert (StockMove.objects.count(), StockItem.objects.count()) == (0, 0)


def test_sales_may_not_book_goods_in(ann):
    with pytest.raises(Forbidden):
        receive_goods(warehouse_id=make_warehouse().pk, items=[(make_product().pk, D(1))], actor=ann)

    assert StockMove.objects.count() == 0


def test_over_all_places_a_product_is_never_made_nor_lost(ann, cem):
    product = make_product()
    item = stocked(product, 10)
    line = confirmed(ann, [(product, 6)]).lines.get()
    issue_goods(line.order_id, issues=[Issue(line.pk, item.warehouse_id, D(6))], source="shipment:1", actor=cem)
    count_stock(warehouse_id=item.warehouse_id, counts=[Counted(product.pk, D(3))], reason="one lost", actor=cem)
    deliver_messages()

    came = StockMove.objects.filter(to_place__kind="stock").aggregate(all=Sum("quantity"))["all"]
    went = StockMove.objects.filter(from_place__kind="stock").aggregate(all=Sum("quantity"))["all"]
    item.refresh_from_db()
    assert (came, went, item.on_hand) == (D(10), D(7), D(3))
