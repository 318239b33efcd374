"""Packing box by box: what goes in was picked, each box is weighed, and everything can come out again (S70, S74)."""

import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core.models import Event
from core.refusal import Refused
from inventory.models import Serial
from inventory.services import Arrived, receive_goods
from orders.models import OrderLine
from orders.services import cancel_order
from shipping.invariants import INVARIANTS
from shipping.models import Box, BoxContent, Scan, Shipment
from shipping.models.words import Result, State
from shipping.services import (
    cancel_shipment,
    close_box,
    fill_box,
    finish_picking,
    open_shipment,
    pack_shipment,
    reopen_box,
    resume_picking,
    take_out,
    undo_scan,
    unpack_shipment,
)
from tests.cast import make_product
from tests.shipping.builders import dispatch, make_confirmed, make_stock, pick
from tests.shipping.packed import pack_all, picked_shipment, put

pytestmark = pytest.mark.django_db


def broken() -> dict[str, list[object]]:
    return {rule.rule: rows for rule in INVARIANTS if (rows := list(rule.rows()))}


def contents() -> list[tuple[str, int]]:
    return [(row.box.code.rpartition("-")[2], int(row.quantity)) for row in BoxContent.objects.order_by("pk")]


def test_cem_packs_two_boxes_weighs_them_and_says_that_it_is_done(ann, cem):
    shipment = picked_shipment(ann, cem)
    first = put(shipment, "2000000000017", cem, 6)
    assert (first.result, first.box.code) == (Result.BOXED, f"{shipment.number}-1")
    close_box(shipment.pk, weight=Decimal("3.250"), size=" 木箱 ", actor=cem)
    put(shipment, "2000000000017", cem, 4)
    close_box(shipment.pk, weight=Decimal(2), actor=cem)

    packed = pack_shipment(shipment.pk, actor=cem)

    assert (packed.state, contents()) == (State.PACKED, [("1", 6), ("2", 4)])
    one = Box.objects.get(position=1)
    assert (one.code, one.size, one.weight, one.closed_by) == (f"{shipment.number}-1", "木箱", Decimal("3.250"), cem)
    told = Event.objects.get(name="shipment.packed")
    assert (told.data["boxes"], told.data["weight"], told.topic) == (2, "5.25", shipment.order.stream)
    assert OrderLine.objects.get().picked == 10
    assert broken() == {}


def test_s70_what_was_not_picked_goes_into_no_box_and_is_said_loudly(ann, cem):
    shipment = picked_shipment(ann, cem, 4)
    make_product("B-9")

    met = [put(shipment, code, cem, n).result for code, n in (("B-9", 1), ("nonsense", 1), ("2000000000017", 5))]

    assert met == [Result.WRONG, Result.UNKNOWN, Result.EXTRA]
    assert not BoxContent.objects.exists()
    assert put(shipment, "2000000000017", cem, 4).result == Result.BOXED
    assert put(shipment, "2000000000017", cem).result == Result.EXTRA
    assert contents() == [("1", 4)]


def test_f25_a_scan_that_arrives_twice_is_packed_once(ann, cem):
    shipment = picked_shipment(ann, cem)
    key = uuid.uuid4()

    first, again = put(shipment, "2000000000017", cem, 3, uuid=key), put(shipment, "2000000000017", cem, 3, uuid=key)

    assert first == again
    assert contents() == [("1", 3)]


def test_one_click_puts_all_that_is_left_into_the_open_box_and_twice_does_not(ann, cem):
    shipment = picked_shipment(ann, cem)
    put(shipment, "2000000000017", cem, 3)

    fill_box(shipment.pk, actor=cem)

    assert contents() == [("1", 10)]
    with pytest.raises(Refused) as refusal:
        fill_box(shipment.pk, actor=cem)
    assert (refusal.value.code, contents()) == ("nothing_to_pack", [("1", 10)])


def test_pieces_come_out_by_scan_or_by_a_click_and_wait_for_a_box_again(ann, cem):
    shipment = picked_shipment(ann, cem)
    put(shipment, "2000000000017", cem, 5)

    out = put(shipment, "-2 2000000000017", cem)
    assert (out.result, out.quantity, contents()) == (Result.UNBOXED, -2, [("1", 3)])
    assert put(shipment, "-4 2000000000017", cem).result == Result.EXTRA

    row = BoxContent.objects.get()
    take_out(shipment.pk, content_id=row.pk, actor=cem)
    with pytest.raises(Refused):
        take_out(shipment.pk, content_id=row.pk, actor=cem)
    assert (contents(), OrderLine.objects.get().picked) == ([], 10)


@pytest.mark.parametrize("weight", ["0", "-1", "NaN", "100001"])
def test_a_box_is_not_closed_without_what_it_weighs(ann, cem, weight):
    shipment = picked_shipment(ann, cem)
    put(shipment, "2000000000017", cem, 10)

    with pytest.raises(Refused) as refusal:
        close_box(shipment.pk, weight=Decimal(weight), actor=cem)

    assert (refusal.value.code, Box.objects.get().closed_at) == ("weight", None)


def test_an_empty_box_is_not_closed_and_is_gone_once_everything_is_packed(ann, cem):
    shipment = picked_shipment(ann, cem)
    with pytest.raises(Refused):
        close_box(shipment.pk, weight=Decimal(1), actor=cem)
    put(shipment, "2000000000017", cem, 6)
    close_box(shipment.pk, weight=Decimal(1), actor=cem)
    put(shipment, "2000000000017", cem, 4)
    take_out(shipment.pk, content_id=BoxContent.objects.get(box__position=2).pk, actor=cem)
    resume_picking(shipment.pk, actor=cem)
    pick(shipment, "-4 2000000000017", cem)
    finish_picking(shipment.pk, actor=cem)

    pack_shipment(shipment.pk, actor=cem)

    assert (Box.objects.get().position, contents()) == (1, [("1", 6)])
    assert Scan.objects.get(result=Result.BOXED, quantity=4).box is None
    assert broken() == {}


def test_a_wrong_scan_begins_no_box_once_everything_is_packed(ann, cem):
    shipment = picked_shipment(ann, cem)
    put(shipment, "2000000000017", cem, 10)
    close_box(shipment.pk, weight=Decimal(1), actor=cem)

    assert put(shipment, "2000000000017", cem).result == Result.EXTRA
    assert Box.objects.count() == 1


@pytest.mark.parametrize(("packed", "code"), [(0, "unpacked"), (9, "unpacked"), (10, "open_box")])
def test_nothing_is_packed_while_a_piece_lies_outside_or_a_box_is_open(ann, cem, packed, code):
    shipment = picked_shipment(ann, cem)
    if packed:
        put(shipment, "2000000000017", cem, packed)
    before = Event.objects.count()

    with pytest.raises(Refused) as refusal:
        pack_shipment(shipment.pk, actor=cem)

    assert (refusal.value.code, Shipment.objects.get().state, Event.objects.count()) == (code, State.PICKED, before)


def test_a_closed_box_is_opened_again_while_no_other_holds_goods(ann, cem):
    shipment = picked_shipment(ann, cem)
    put(shipment, "2000000000017", cem, 6)
    first = close_box(shipment.pk, weight=Decimal(1), actor=cem)
    put(shipment, "2000000000017", cem, 1)
    with pytest.raises(Refused) as refusal:
        reopen_box(shipment.pk, box_id=first.pk, actor=cem)
    assert refusal.value.code == "another_open"
    take_out(shipment.pk, content_id=BoxContent.objects.get(box__position=2).pk, actor=cem)

    reopen_box(shipment.pk, box_id=first.pk, actor=cem)
    fill_box(shipment.pk, actor=cem)

    assert contents() == [("1", 10)]
    assert Box.objects.get().is_open


def test_what_is_packed_is_packed_further_and_the_boxes_keep_their_goods(ann, cem):
    shipment = pack_all(picked_shipment(ann, cem), cem)
    for act in (lambda: fill_box(shipment.pk, actor=cem), lambda: pack_shipment(shipment.pk, actor=cem)):
        with pytest.raises(Refused):
            act()
    assert put(shipment, "2000000000017", cem).result == Result.LATE

    unpack_shipment(shipment.pk, actor=cem)

    shipment = Shipment.objects.get()
    assert (shipment.state, shipment.packed_at, contents()) == (State.PICKED, None, [("1", 10)])
    assert broken() == {}


def test_what_lies_in_a_box_is_not_put_back_on_the_shelf(ann, cem):
    """A broken piece is taken out of the box before it is put back and another one is picked."""
    shipment = picked_shipment(ann, cem)
    put(shipment, "2000000000017", cem, 9)
    resume_picking(shipment.pk, actor=cem)

    assert pick(shipment, "-2 2000000000017", cem).scan.result == Result.EXTRA
    with pytest.raises(Refused) as refusal:
        undo_scan(Scan.objects.get(result=Result.OK).pk, actor=cem)
    assert (refusal.value.code, OrderLine.objects.get().picked) == ("boxed", 10)

    assert pick(shipment, "-1 2000000000017", cem).scan.result == Result.BACK
    assert OrderLine.objects.get().picked == 9
    assert broken() == {}


def test_cancelling_puts_everything_back_and_empties_the_boxes(ann, cem):
    shipment = pack_all(picked_shipment(ann, cem), cem)

    cancel_shipment(shipment.pk, reason="wrong order", actor=cem)

    assert (contents(), OrderLine.objects.get().picked, Shipment.objects.get().packed_at) == ([], 0, None)
    assert broken() == {}


def test_an_order_that_ends_empties_the_boxes_of_its_shipment(ann, cem):
    shipment = pack_all(picked_shipment(ann, cem), cem)

    cancel_order(shipment.order_id, actor=ann, reason="customer changed their mind")

    assert (Shipment.objects.get().state, contents()) == (State.CANCELLED, [])
    assert broken() == {}


def numbered(ann, cem):
    pump = make_product("PUMP-1", tracking="serial")
    place = make_stock(cem, (make_product("X-1"), 1))
    arrived = [Arrived(product_id=pump.pk, quantity=Decimal(3), serials=("S-1", "S-2", "S-3"))]
    receive_goods(warehouse_id=place.pk, items=arrived, actor=cem)
    shipment = open_shipment(make_confirmed(ann, [(pump, 2)]).pk, actor=cem)
    pick(shipment, "S-1", cem)
    pick(shipment, "S-3", cem)
    return shipment


def test_s74_a_numbered_piece_lies_in_the_box_it_was_scanned_into(ann, cem):
    shipment = numbered(ann, cem)
    finish_picking(shipment.pk, actor=cem)

    met = [put(shipment, code, cem).result for code in ("PUMP-1", "S-2", "S-1", "S-1")]
    close_box(shipment.pk, weight=Decimal(1), actor=cem)
    put(shipment, "S-3", cem)
    close_box(shipment.pk, weight=Decimal(1), actor=cem)
    pack_shipment(shipment.pk, actor=cem)
    dispatch(shipment.pk, carrier="SF", waybill="1", actor=cem)

    assert met == [Result.SERIAL, Result.SERIAL, Result.BOXED, Result.EXTRA]
    held = BoxContent.objects.order_by("pk").values_list("box__position", "serial__number")
    assert list(held) == [(1, "S-1"), (2, "S-3")]
    assert list(Serial.objects.filter(state="shipped").order_by("number").values_list("number", flat=True)) == [
        "S-1",
        "S-3",
    ]
    assert broken() == {}


def test_a_numbered_piece_in_a_box_is_not_put_back_but_the_other_one_is(ann, cem):
    shipment = numbered(ann, cem)
    finish_picking(shipment.pk, actor=cem)
    put(shipment, "S-1", cem)
    resume_picking(shipment.pk, actor=cem)

    assert pick(shipment, "-1 S-1", cem).scan.result == Result.EXTRA
    with pytest.raises(Refused):
        undo_scan(Scan.objects.get(result=Result.OK, serial__number="S-1").pk, actor=cem)
    assert pick(shipment, "-1 S-3", cem).scan.result == Result.BACK

    assert OrderLine.objects.get().picked == 1
    assert broken() == {}


def test_i33_finds_what_was_changed_behind_the_services(ann, cem):
    shipment = pack_all(picked_shipment(ann, cem), cem)
    for harm in (
        lambda: BoxContent.objects.update(quantity=11),
        lambda: BoxContent.objects.update(quantity=9),
        lambda: Box.objects.update(weight=0),
    ):
        with transaction.atomic():
            harm()
            assert len(broken()) >= 1
            transaction.set_rollback(True)
    assert (shipment.state, broken()) == (State.PACKED, {})


def test_i33_the_database_holds_boxes_to_their_rules(ann, cem):
    shipment = picked_shipment(ann, cem)
    line = shipment.lines.get()
    box = Box.objects.create(shipment=shipment, position=1, code="B-1")
    unchecked = {"state": State.VERIFIED}
    for harm in (
        lambda: Box.objects.create(shipment=shipment, position=2, code="B-2"),
        lambda: Box.objects.filter(pk=box.pk).update(weight=-1),
        lambda: Box.objects.filter(pk=box.pk).update(closed_at=shipment.picked_at),
        lambda: BoxContent.objects.create(box=box, line=line, quantity=0),
        lambda: [BoxContent.objects.create(box=box, line=line, quantity=1) for _n in range(2)],
        lambda: Shipment.objects.filter(pk=shipment.pk).update(**unchecked),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            harm()
