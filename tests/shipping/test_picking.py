"""Picking by scan: what is right counts once, what is wrong changes nothing."""

import uuid
from decimal import Decimal

import pytest

from catalog.models import ProductUnit, Unit
from core.access import Forbidden
from core.models import Event
from core.refusal import Refused
from orders.models import Order, OrderLine
from orders.models.words import Fulfilment, Stage
from shipping.models import Scan, Shipment, ShipmentLine
from shipping.models.words import Result, State
from shipping.services import (
    Arrival,
    cancel_shipment,
    finish_picking,
    mark_short,
    open_shipment,
    resume_picking,
    scan_all,
    undo_scan,
)
from tests.cast import make_customer, make_draft, make_product
from tests.shipping.builders import make_confirmed, make_stock, pick, ready_order, send_off

pytestmark = pytest.mark.django_db


def quantities(order: Order) -> tuple[Decimal, Decimal, Decimal]:
    line = OrderLine.objects.get(order=order)
    return line.reserved, line.picked, line.shipped


def test_a_shipment_opens_over_what_is_reserved_and_is_held_by_its_picker(ann, cem):
    order, product = ready_order(ann, cem)

    shipment = open_shipment(order.pk, actor=cem)

    assert shipment.number.startswith("SH-")
    assert (shipment.state, shipment.picker, shipment.warehouse.code) == (State.PICKING, cem, "MAIN")
    assert list(shipment.lines.values_list("product", "quantity", "picked")) == [(product.pk, 10, 0)]
    order = Order.objects.get(pk=order.pk)
    assert (order.stage, order.holder) == (Stage.TO_PICK, cem)
    assert Event.objects.filter(topic=order.stream, name="shipment.opened").count() == 1


def test_the_same_goods_are_not_put_on_two_open_shipments(ann, cem):
    order, _product = ready_order(ann, cem)
    open_shipment(order.pk, actor=cem)

    with pytest.raises(Refused) as refusal:
        open_shipment(order.pk, actor=cem)

    assert refusal.value.code == "nothing_to_pick"
    assert Shipment.objects.count() == 1


def test_goods_in_two_warehouses_leave_in_two_shipments_the_default_first(ann, cem):
    product = make_product()
    make_stock(cem, (product, 6))
    make_stock(cem, (product, 10), code="SOUTH", default=False)
    order = make_confirmed(ann, [(product, 10)])

    first, second = open_shipment(order.pk, actor=cem), open_shipment(order.pk, actor=cem)

    held = [(s.warehouse.code, s.lines.get().quantity) for s in (first, second)]
    assert held == [("MAIN", 6), ("SOUTH", 4)]


def test_an_order_that_is_not_confirmed_cannot_be_picked(ann, cem):
    product = make_product()
    make_stock(cem, (product, 10))
    draft = make_draft(ann, make_customer(ann), [(product, 10)])

    with pytest.raises(Refused) as refusal:
        open_shipment(draft.pk, actor=cem)

    assert refusal.value.code == "wrong_state"
    assert not Shipment.objects.exists()


def test_a_right_scan_counts_on_the_shipment_and_on_the_order(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)

    result = pick(shipment, product.barcode, cem)

    assert (result.scan.result, result.scan.quantity, result.repeated) == (Result.OK, 1, False)
    assert shipment.lines.get().picked == 1
    assert quantities(order) == (10, 1, 0)
    order = Order.objects.get(pk=order.pk)
    assert (order.stage, order.fulfilment) == (Stage.PICKING, Fulfilment.IN_PROGRESS)


def test_a_product_code_may_be_typed_in_any_case_with_a_number_before_it(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)

    pick(shipment, product.code.lower(), cem, 4)

    assert shipment.lines.get().picked == 4


def test_the_barcode_of_a_box_counts_all_it_holds(ann, cem):
    order, product = ready_order(ann, cem, wanted=20, stocked=20)
    box = Unit.objects.create(code="box", name="盒")
    ProductUnit.objects.create(product=product, unit=box, factor=10, barcode="2000000000024")
    shipment = open_shipment(order.pk, actor=cem)

    result = pick(shipment, "2000000000024", cem)

    assert (result.scan.result, result.scan.quantity, shipment.lines.get().picked) == (Result.OK, 10, 10)


@pytest.mark.parametrize(
    ("code", "quantity", "result"),
    [("B-9", 1, Result.WRONG), ("no-such-code", 1, Result.UNKNOWN), ("A-1043", 11, Result.EXTRA)],
)
def test_a_scan_that_is_not_right_is_kept_and_changes_nothing(ann, cem, code, quantity, result):
    order, _product = ready_order(ann, cem)
    make_product("B-9")
    shipment = open_shipment(order.pk, actor=cem)

    found = pick(shipment, code, cem, quantity)

    assert found.scan.result == result
    assert list(Scan.objects.values_list("code", "result")) == [(code, result)]
    assert shipment.lines.get().picked == 0
    assert quantities(order) == (10, 0, 0)


def test_the_piece_after_the_last_one_is_extra(ann, cem):
    order, product = ready_order(ann, cem, wanted=2, stocked=2)
    shipment = open_shipment(order.pk, actor=cem)

    results = [pick(shipment, product.barcode, cem).scan.result for _n in range(3)]

    assert results == [Result.OK, Result.OK, Result.EXTRA]
    assert quantities(order) == (2, 2, 0)


def test_f25_the_same_scan_sent_again_counts_once_by_uuid_and_by_device_number(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    key = uuid.uuid4()

    first = pick(shipment, product.barcode, cem, uuid=key, device="gun", device_seq=7)
    again = pick(shipment, product.barcode, cem, uuid=key, device="gun", device_seq=7)
    same_number = pick(shipment, product.barcode, cem, device="gun", device_seq=7)

    assert (again.scan, again.repeated) == (first.scan, True)
    assert (same_number.scan, same_number.repeated) == (first.scan, True)
    assert Scan.objects.count() == 1
    assert quantities(order) == (10, 1, 0)


def test_f25_a_queue_of_scans_replayed_three_times_counts_once(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    queue = [Arrival(code=product.barcode, uuid=uuid.uuid4(), device="gun", device_seq=n) for n in range(1, 13)]

    for _n in range(3):
        results = [result.scan.result for result in scan_all(shipment.pk, queue, actor=cem)]

    assert results == [Result.OK] * 10 + [Result.EXTRA] * 2
    assert Scan.objects.count() == 12
    assert quantities(order) == (10, 10, 0)


def test_a_key_that_comes_back_with_another_code_is_refused(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    key = uuid.uuid4()
    pick(shipment, product.barcode, cem, uuid=key)

    with pytest.raises(Refused) as refusal:
        pick(shipment, "something else", cem, uuid=key)

    assert refusal.value.code == "reused_key"
    assert quantities(order) == (10, 1, 0)


def test_f25_a_late_scan_does_not_open_a_finished_shipment_again(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 4)
    send_off(shipment, cem)

    late = pick(shipment, product.barcode, cem)

    assert late.scan.result == Result.LATE
    assert quantities(order) == (6, 0, 4)


@pytest.mark.parametrize("quantity", ["-1", "0", "NaN", "Infinity", "1e18", "0.5"])
def test_a36_a_nonsense_quantity_is_refused_and_nothing_is_written(ann, cem, quantity):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)

    with pytest.raises(Refused) as refusal:
        pick(shipment, product.barcode, cem, quantity)

    assert refusal.value.code == "bad_quantity"
    assert not Scan.objects.exists()


@pytest.mark.parametrize("code", ["", "   ", "A\x00B", "x" * 81])
def test_a36_an_unreadable_code_is_refused_and_nothing_is_written(ann, cem, code):
    order, _product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)

    with pytest.raises(Refused) as refusal:
        pick(shipment, code, cem)

    assert refusal.value.code == "bad_code"
    assert not Scan.objects.exists()


def test_a_scan_is_taken_back_once(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    row = pick(shipment, product.barcode, cem, 3).scan
    pick(shipment, product.barcode, cem)

    undo_scan(row.pk, actor=cem)
    undo_scan(row.pk, actor=cem)

    assert Scan.objects.get(pk=row.pk).result == Result.UNDONE
    assert shipment.lines.get().picked == 1
    assert quantities(order) == (10, 1, 0)


def test_a_piece_is_put_back_by_a_command_and_never_more_than_were_picked(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    row = pick(shipment, product.barcode, cem, 3).scan

    back = pick(shipment, f"-1 {product.code}", cem)
    too_many = pick(shipment, f"-3 {product.code}", cem)

    assert (back.scan.result, back.scan.quantity, too_many.scan.result) == (Result.BACK, -1, Result.EXTRA)
    assert quantities(order) == (10, 2, 0)
    with pytest.raises(Refused) as refusal:
        undo_scan(row.pk, actor=cem)
    assert refusal.value.code == "put_back"
    assert quantities(order) == (10, 2, 0)


def test_a_short_line_says_why_and_the_rest_stays_reserved(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 4)
    line = OrderLine.objects.get(order=order)

    mark_short(shipment.pk, order_line_id=line.pk, reason="two boxes are wet", actor=cem)

    assert ShipmentLine.objects.get().short_reason == "two boxes are wet"
    assert quantities(order) == (10, 4, 0)
    told = Event.objects.get(name="shipment.line_short")
    assert (told.topic, told.data["missing"], told.data["code"]) == (order.stream, "6", "A-1043")


def test_finishing_with_nothing_picked_is_refused(ann, cem):
    order, _product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)

    with pytest.raises(Refused) as refusal:
        finish_picking(shipment.pk, actor=cem)

    assert refusal.value.code == "nothing_picked"
    assert Shipment.objects.get().state == State.PICKING


def test_cancelling_before_it_leaves_puts_everything_back_and_keeps_it_reserved(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 7)
    finish_picking(shipment.pk, actor=cem)

    cancel_shipment(shipment.pk, reason="wrong address", actor=cem)

    assert Shipment.objects.get().state == State.CANCELLED
    assert quantities(order) == (10, 0, 0)
    assert Scan.objects.get().result == Result.UNDONE
    assert open_shipment(order.pk, actor=cem).lines.get().quantity == 10


def test_picking_goes_on_unless_the_rest_is_on_another_shipment(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 4)
    finish_picking(shipment.pk, actor=cem)

    resume_picking(shipment.pk, actor=cem)
    assert pick(shipment, product.barcode, cem).scan.result == Result.OK

    finish_picking(shipment.pk, actor=cem)
    assert open_shipment(order.pk, actor=cem).lines.get().quantity == 5
    with pytest.raises(Refused) as refusal:
        resume_picking(shipment.pk, actor=cem)
    assert refusal.value.code == "rest_taken"


def test_what_a_stock_count_took_away_cannot_be_picked(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    OrderLine.objects.filter(order=order).update(reserved=3)

    results = [pick(shipment, product.barcode, cem, n).scan.result for n in (3, 1)]

    assert results == [Result.OK, Result.EXTRA]


def test_only_the_warehouse_picks(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)

    with pytest.raises(Forbidden):
        pick(shipment, product.barcode, ann)

    assert not Scan.objects.exists()
    assert quantities(order) == (10, 0, 0)
