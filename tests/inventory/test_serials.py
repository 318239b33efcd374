"""Pieces known by their own number are in one place each, and lead to their receipt, order and shipment (S74, I14)."""

from decimal import Decimal

import pytest

from core.refusal import Refused
from inventory.invariants import INVARIANTS
from inventory.models import Serial, SerialMove, StockItem, StockMove
from inventory.services import Arrived, Carry, Issue, issue_goods, receive_goods, transfer_goods
from orders.services import record_picked, record_shipped
from tests.inventory.builders import confirmed, make_warehouse, stocked
from tests.inventory.shelves import by_serial, make_bin, parts, pieces_in

pytestmark = pytest.mark.django_db
D = Decimal


def broken() -> list[str]:
    return [str(rule.rule) for rule in INVARIANTS if list(rule.rows())]


def send(order, cem, quantity: int, *serials: Serial, source: str = "shipment:1") -> None:
    line = order.lines.get()
    record_picked(order.pk, quantities={line.pk: D(quantity)})
    ids = tuple(serial.pk for serial in serials)
    issues = [Issue(line.pk, make_warehouse().pk, D(quantity), serial_ids=ids)]
    issue_goods(order.pk, issues=issues, source=source, actor=cem)
    record_shipped(order.pk, quantities={line.pk: D(quantity)}, source=source)


def where(serial: Serial) -> tuple[str, str | None, str | None]:
    serial = Serial.objects.select_related("warehouse", "bin").get(pk=serial.pk)
    return serial.state, serial.warehouse and serial.warehouse.code, serial.bin and serial.bin.code


def test_pieces_arrive_each_with_its_number(cem):
    pump, shelf = by_serial(), make_bin()

    first, second = pieces_in(pump, "S-1", "S-2", bin=shelf, actor=cem)

    assert (where(first), where(second)) == (("in_stock", "W1", "A-01"), ("in_stock", "W1", "A-01"))
    assert StockMove.objects.get().serials.count() == 2
    assert (parts(pump), broken()) == ({("A-01", ""): 2}, [])


@pytest.mark.parametrize(
    ("code", "numbers", "quantity"),
    [
        ("needs_serials", ("S-1",), 2),
        ("needs_serials", ("S-1", "S-1"), 2),
        ("needs_serials", (), 1),
        ("bad_number", ("",), 1),
        ("serial_here", ("OLD",), 1),
    ],
)
def test_pieces_that_cannot_be_are_refused_and_nothing_is_booked(cem, code, numbers, quantity):
    pump = by_serial()
    pieces_in(pump, "OLD")

    with pytest.raises(Refused) as refused:
        row = Arrived(product_id=pump.pk, quantity=D(quantity), serials=numbers)
        receive_goods(warehouse_id=make_warehouse().pk, items=[row], actor=cem)

    assert refused.value.code == code
    assert (StockItem.objects.get().on_hand, Serial.objects.count(), StockMove.objects.count()) == (D(1), 1, 1)


def test_s74_the_pieces_the_picker_named_leave_and_lead_to_order_and_shipment(ann, cem):
    pump = by_serial()
    one, two, three = pieces_in(pump, "S-1", "S-2", "S-3")
    order = confirmed(ann, [(pump, 2)])

    send(order, cem, 2, one, three)

    assert [where(piece)[0] for piece in (one, two, three)] == ["shipped", "in_stock", "shipped"]
    trail = SerialMove.objects.filter(serial=three).order_by("move").select_related("move__order_line__order")
    papers = [(row.move.source.partition(":")[0], row.move.actor) for row in trail]
    assert papers == [("receipt", None), ("shipment", cem)]
    assert (trail.last().move.order_line.order, broken()) == (order, [])


def test_without_a_name_the_pieces_that_came_first_leave(ann, cem):
    pump = by_serial()
    one, two = pieces_in(pump, "S-9", "S-1")
    order = confirmed(ann, [(pump, 1)])

    send(order, cem, 1)

    assert (where(one)[0], where(two)[0], broken()) == ("shipped", "in_stock", [])


def test_a_piece_that_left_cannot_leave_again(ann, cem):
    pump = by_serial()
    one, _two = pieces_in(pump, "S-1", "S-2")
    send(confirmed(ann, [(pump, 1)]), cem, 1, one)
    order = confirmed(ann, [(pump, 1)])

    with pytest.raises(Refused) as refused:
        send(order, cem, 1, one, source="shipment:2")

    assert (refused.value.code, StockMove.objects.filter(source="shipment:2").count()) == ("unknown_serial", 0)


def test_a_piece_comes_back_from_the_customer_as_returned(ann, cem):
    pump = by_serial()
    one, _two = pieces_in(pump, "S-1", "S-2")
    send(confirmed(ann, [(pump, 1)]), cem, 1, one)

    row = Arrived(product_id=pump.pk, quantity=D(1), serials=("S-1",))
    receive_goods(
        warehouse_id=make_warehouse().pk, items=[row], actor=cem, source="return:RT-1", origin="customer"
    )

    assert (where(one), StockItem.objects.get().on_hand, broken()) == (("returned", "W1", None), D(2), [])


def test_pieces_go_to_another_warehouse_with_their_numbers(cem):
    pump, far = by_serial(), make_warehouse("W2", default=False)
    one, two = pieces_in(pump, "S-1", "S-2", bin=make_bin())
    shelf = make_bin("Z-01", warehouse=far)
    carry = Carry(
        product_id=pump.pk, quantity=D(1), from_warehouse=one.warehouse_id, from_bin=one.bin_id,
        to_warehouse=far.pk, to_bin=shelf.pk, serials=("S-2",),
    )  # fmt: skip

    transfer_goods([carry], reason="nearer to the customer", actor=cem)

    assert (where(one), where(two)) == (("in_stock", "W1", "A-01"), ("in_stock", "W2", "Z-01"))
    assert broken() == []


def test_pieces_without_a_number_cannot_leave(ann, cem):
    """They lay there before the product was kept by number."""
    pump = by_serial()
    pump.tracking = "none"
    pump.save()
    stocked(pump, 2)
    pump.tracking = "serial"
    pump.save()
    order = confirmed(ann, [(pump, 1)])

    with pytest.raises(Refused) as refused:
        send(order, cem, 1)

    assert (refused.value.code, StockItem.objects.get().on_hand) == ("no_serial", D(2))


def test_a_piece_may_belong_to_a_lot_as_well(ann, cem):
    pump = by_serial()
    row = Arrived(product_id=pump.pk, quantity=D(1), serials=("S-1",), lot="L-7")
    receive_goods(warehouse_id=make_warehouse().pk, items=[row], actor=cem)
    order = confirmed(ann, [(pump, 1)])

    send(order, cem, 1)

    assert StockMove.objects.get(order_line__isnull=False).lot.number == "L-7"
    assert broken() == []
