"""Several orders on one walk (S70): which tote, in which turn, and what is wrong is refused as on one order."""

import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.access import Forbidden
from core.management.commands.check_invariants import broken
from core.models import Event, User
from core.outbox import sweep
from core.refusal import Refused
from notifications.models import Message
from orders.models import OrderLine
from orders.services import cancel_order, place_hold
from shipping.models import Scan, Shipment, ShipmentLine, Wave
from shipping.models.words import WaveState
from shipping.services import (
    Arrival,
    cancel_shipment,
    finish_wave,
    leave_wave,
    mark_short,
    open_shipment,
    open_wave,
    resume_picking,
    scan_all,
    scan_wave,
    take_wave_apart,
    undo_scan,
)
from tests.cast import make_customer, make_draft, make_person, make_product
from tests.inventory.shelves import by_lot, by_serial, lot_in, make_bin, pieces_in
from tests.shipping.builders import make_confirmed, make_stock, send_off
from tests.shipping.waves import in_totes, take, three_orders, tote_of, walk, wave_of

pytestmark = pytest.mark.django_db

SCAN = 6


def faults() -> list[str]:
    return [row["code"] for row in broken() if row["rows"]]


def tasks_of(person: User) -> list[Message]:
    """What a person is to do about goods that are short."""
    return list(Message.objects.filter(user=person, channel="inbox", kind="to_do", subject__contains="BOLT"))


def refused(act) -> str:
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.code


def test_a_wave_gives_each_order_a_tote_and_walks_once_past_each_bin(ann, cem):
    orders, _bolt, _nut = three_orders(ann)

    opened = open_wave([order.pk for order in orders], actor=cem)

    wave = opened.wave
    assert (wave.number[:3], wave.state, wave.picker, list(opened.left_out)) == ("WV-", "open", cem, [])
    assert list(Shipment.objects.order_by("tote").values_list("tote", "order")) == [
        (n, order.pk) for n, order in enumerate(orders, start=1)
    ]
    assert walk(wave) == [("A-01", "NUT", 7, [(2, 2), (3, 5)]), ("A-03", "BOLT", 7, [(1, 3), (2, 4)])]
    assert Event.objects.filter(name="wave.opened", topic=wave.stream).count() == 1
    assert Event.objects.filter(name="shipment.opened").count() == 3


def test_a_product_in_two_bins_is_two_stops_and_goods_that_lie_open_come_first(ann, cem):
    glue, open_goods = by_lot("GLUE"), make_product("OPEN")
    near, far = make_bin("B-01", sequence=1), make_bin("B-09", sequence=9)
    lot_in(glue, "SOON", 5, days=20, bin=far)
    lot_in(glue, "LATE", 9, days=200, bin=near)
    make_stock(cem, (open_goods, 9), code=near.warehouse.code)
    customer = make_customer(ann)
    orders = [make_confirmed(ann, [(glue, n), (open_goods, 1)], customer=customer) for n in (4, 3)]

    wave = wave_of(cem, orders)

    assert walk(wave) == [
        ("", "OPEN", 2, [(1, 1), (2, 1)]),
        ("B-01", "GLUE", 2, [(2, 2)]),
        ("B-09", "GLUE", 5, [(1, 4), (2, 1)]),
    ]


def test_s70_each_scan_fills_the_first_tote_that_needs_it_and_says_which(ann, cem):
    orders, bolt, nut = three_orders(ann)
    wave = wave_of(cem, orders)

    totes = [tote_of(take(wave, bolt.barcode, cem)) for _n in range(7)]
    nuts = [tote_of(take(wave, nut.code, cem, n)) for n in (2, 5)]
    extra = take(wave, bolt.barcode, cem)

    assert (totes, nuts) == ([1, 1, 1, 2, 2, 2, 2], [2, 3])
    assert (extra.scan.result, extra.scan.shipment, extra.scan.wave) == ("extra", None, wave)
    assert in_totes(wave) == [(1, "picking", 3), (2, "picking", 6), (3, "picking", 5)]
    assert (walk(wave), faults()) == ([], [])


def test_a_number_goes_to_the_first_tote_that_takes_all_of_it_and_to_none_where_none_does(ann, cem):
    orders, bolt, _nut = three_orders(ann)
    wave = wave_of(cem, orders)

    results = [(take(wave, bolt.code, cem, n).scan.result, n) for n in (7, 4, 3)]

    assert results == [("extra", 7), ("ok", 4), ("ok", 3)]
    assert in_totes(wave) == [(1, "picking", 3), (2, "picking", 4), (3, "picking", 0)]


@pytest.mark.parametrize(("code", "result"), [("B-9", "wrong"), ("no-such-code", "unknown")])
def test_s70_what_is_wrong_on_a_wave_is_kept_and_changes_nothing(ann, cem, code, result):
    orders, _bolt, _nut = three_orders(ann)
    make_product("B-9")
    wave = wave_of(cem, orders)

    met = take(wave, code, cem)

    assert (met.scan.result, met.scan.shipment, met.scan.wave) == (result, None, wave)
    assert not ShipmentLine.objects.filter(picked__gt=0).exists()
    assert faults() == []


def test_s70_lots_and_numbered_pieces_are_told_apart_on_a_wave(ann, cem):
    glue, pump = by_lot(barcode="2000000000031"), by_serial(barcode="2000000000048")
    lot_in(glue, "SOON", 3, days=20)
    lot_in(glue, "LATE", 9, days=200)
    pieces_in(pump, "P1", "P2", "P3")
    customer = make_customer(ann)
    orders = [make_confirmed(ann, [(glue, 2), (pump, 1)], customer=customer) for _n in range(2)]
    wave = wave_of(cem, orders)

    met = [take(wave, code, cem) for code in ("SOON", "SOON", "SOON", "SOON", "LATE", "LATE", "2000000000048")]
    pieces = [take(wave, code, cem) for code in ("P1", "P1", "P2", "P3")]
    finish_wave(wave.pk, actor=cem)

    assert [one.scan.result for one in met] == ["ok", "ok", "ok", "extra", "ok", "extra", "serial"]
    assert [tote_of(one) for one in met] == [1, 1, 2, None, 2, None, None]
    assert [one.scan.result for one in pieces] == ["ok", "extra", "ok", "extra"]
    assert [tote_of(one) for one in pieces] == [1, None, 2, None]
    assert (in_totes(wave), faults()) == ([(1, "picked", 3), (2, "picked", 3)], [])


def test_s70_a_lot_in_the_hands_of_another_picker_is_not_promised_to_the_wave(ann, cem):
    glue = by_lot(barcode="2000000000031")
    lot_in(glue, "SOON", 2, days=20)
    lot_in(glue, "LATE", 9, days=200)
    customer = make_customer(ann)
    orders = [make_confirmed(ann, [(glue, 2)], customer=customer) for _n in range(3)]
    alone = open_shipment(orders[0].pk, actor=cem)
    scan_all(alone.pk, [Arrival(code="SOON", uuid=uuid.uuid4(), quantity=Decimal(2))], actor=cem)

    wave = wave_of(cem, orders[1:])

    assert [take(wave, code, cem).scan.result for code in ("SOON", "LATE")] == ["lot", "ok"]


def test_f25_the_same_scan_on_a_wave_counts_once_by_uuid_and_by_device_number(ann, cem):
    orders, bolt, _nut = three_orders(ann)
    wave = wave_of(cem, orders)
    queue = [Arrival(code=bolt.barcode, uuid=uuid.uuid4(), device="gun", device_seq=n) for n in range(1, 10)]

    for _n in range(3):
        met = scan_wave(wave.pk, queue, actor=cem)
    again = take(wave, bolt.barcode, cem, device="gun", device_seq=7)

    assert [one.scan.result for one in met] == ["ok"] * 7 + ["extra"] * 2
    assert (again.repeated, again.scan.pk, Scan.objects.count()) == (True, met[6].scan.pk, 9)
    assert in_totes(wave)[:2] == [(1, "picking", 3), (2, "picking", 4)]
    assert refused(lambda: take(wave, "something else", cem, uuid=queue[0].uuid)) == "reused_key"


def test_a_scan_on_a_wave_is_taken_back_and_a_piece_put_back_comes_out_of_the_last_tote(ann, cem):
    orders, bolt, _nut = three_orders(ann)
    wave = wave_of(cem, orders)
    first = take(wave, bolt.code, cem, 3)
    take(wave, bolt.code, cem, 2)

    back = take(wave, f"-1 {bolt.code}", cem)
    undo_scan(first.scan.pk, actor=cem)

    assert (back.scan.result, tote_of(back)) == ("back", 2)
    assert in_totes(wave) == [(1, "picking", 0), (2, "picking", 1), (3, "picking", 0)]
    assert faults() == []


def test_orders_that_cannot_be_picked_are_named_with_the_reason_and_left_out(ann, cem):
    orders, bolt, _nut = three_orders(ann)
    place_hold(orders[0].pk, kind="manual", stops=["dispatch"], reason="wait", actor=ann)
    open_shipment(orders[1].pk, actor=cem)
    draft = make_draft(ann, orders[0].customer, [(bolt, 1)])
    away = make_product("AWAY")
    make_stock(cem, (away, 5), code="SOUTH", default=False)
    elsewhere = make_confirmed(ann, [(away, 1)], customer=orders[0].customer)
    near = orders[2].pk, *(order.pk for order in (*orders[:2], draft, elsewhere))

    opened = open_wave(near, actor=cem)

    assert [(one.order.pk, str(one.reason).split(" ")[0]) for one in opened.left_out] == [
        (orders[0].pk, "Order"),
        (orders[1].pk, "Nothing"),
        (draft.pk, "Order"),
        (elsewhere.pk, "Its"),
    ]
    assert in_totes(opened.wave) == [(1, "picking", 0)]


def test_a_wave_of_nothing_is_refused_and_makes_nothing(ann, cem):
    orders, _bolt, _nut = three_orders(ann)
    open_shipment(orders[0].pk, actor=cem)

    codes = [
        refused(lambda: open_wave([], actor=cem)),
        refused(lambda: open_wave([orders[0].pk], actor=cem)),
        refused(lambda: open_wave(list(range(1, 22)), actor=cem)),
    ]

    assert codes == ["missing", "nothing_to_pick", "too_many"]
    assert (Wave.objects.count(), Shipment.objects.count()) == (0, 1)
    with pytest.raises(Forbidden):
        open_wave([orders[1].pk], actor=ann)


def test_an_order_cancelled_in_the_middle_leaves_the_walk_to_the_others(ann, cem):
    orders, bolt, nut = three_orders(ann)
    wave = wave_of(cem, orders)
    take(wave, bolt.code, cem, 3)
    take(wave, bolt.code, cem, 1)

    cancel_order(orders[1].pk, actor=ann, reason="no longer wanted")

    assert in_totes(wave) == [(1, "picking", 3), (2, "cancelled", 0), (3, "picking", 0)]
    assert walk(wave) == [("A-01", "NUT", 5, [(3, 5)])]
    assert take(wave, bolt.code, cem).scan.result == "extra"
    assert tote_of(take(wave, nut.code, cem, 5)) == 3
    finish_wave(wave.pk, actor=cem)
    assert [row[1] for row in in_totes(wave)] == ["picked", "cancelled", "picked"]
    assert faults() == []


def test_s65_a_short_pick_on_a_wave_is_of_one_tote_and_tells_what_is_missing(ann, cem):
    orders, bolt, nut = three_orders(ann)
    wave = wave_of(cem, orders)
    take(wave, bolt.code, cem, 3)
    gil = make_person("gil", "buyer")
    tote = Shipment.objects.get(wave=wave, tote=2)
    line = OrderLine.objects.get(order=orders[1], product=bolt)

    mark_short(tote.pk, order_line_id=line.pk, reason="two boxes are wet", actor=cem)

    assert walk(wave) == [("A-01", "NUT", 7, [(2, 2), (3, 5)])]
    told = Event.objects.get(name="shipment.line_short")
    assert (told.topic, told.data["missing"], told.data["code"]) == (orders[1].stream, "4", "BOLT")
    sweep()
    sweep()
    assert [(one.user, "4" in one.subject and "BOLT" in one.subject, "wet" in one.body) for one in tasks_of(gil)] == [
        (gil, True, True)
    ]
    assert tote_of(take(wave, nut.code, cem, 2)) == 2


def test_finishing_picks_the_filled_totes_and_cancels_the_empty_ones_with_the_reason(ann, cem):
    orders, bolt, _nut = three_orders(ann)
    wave = wave_of(cem, orders)
    take(wave, bolt.code, cem, 3)
    take(wave, bolt.code, cem, 1)

    assert refused(lambda: finish_wave(wave.pk, actor=cem)) == "missing"
    assert [row[1] for row in in_totes(wave)] == ["picking"] * 3
    done = finish_wave(wave.pk, reason="nobody found a nut", actor=cem)

    assert (done.state, done.done_at is not None) == (WaveState.DONE, True)
    assert in_totes(wave) == [(1, "picked", 3), (2, "picked", 1), (3, "cancelled", 0)]
    assert Shipment.objects.get(tote=3).reason == "nobody found a nut"
    assert OrderLine.objects.get(order=orders[2]).reserved == 5
    assert refused(lambda: finish_wave(wave.pk, actor=cem)) == "wrong_state"
    assert take(wave, bolt.code, cem).scan.result == "late"
    send_off(resume_picking(Shipment.objects.get(tote=1).pk, actor=cem), cem)
    assert faults() == []


def test_a_wave_on_which_nothing_was_found_is_taken_apart(ann, cem):
    orders, _bolt, _nut = three_orders(ann)
    wave = wave_of(cem, orders[:1])

    finish_wave(wave.pk, reason="flooded", actor=cem)

    assert (Wave.objects.get().state, in_totes(wave)) == (WaveState.CANCELLED, [(1, "cancelled", 0)])


def test_a_shipment_leaves_the_wave_with_its_pieces_and_is_picked_alone(ann, cem):
    orders, bolt, nut = three_orders(ann)
    wave = wave_of(cem, orders)
    take(wave, bolt.code, cem, 3)
    tote = Shipment.objects.get(wave=wave, tote=1)

    leave_wave(tote.pk, actor=cem)

    alone = Shipment.objects.get(pk=tote.pk)
    assert (alone.wave, alone.tote, alone.state, alone.lines.get().picked) == (None, None, "picking", 3)
    assert [tote_of(take(wave, bolt.code, cem)) for _n in range(2)] == [2, 2]
    assert refused(lambda: leave_wave(tote.pk, actor=cem)) == "wrong_state"
    send_off(alone, cem)
    assert (walk(wave)[0], faults()) == (("A-01", "NUT", 7, [(2, 2), (3, 5)]), [])
    assert Event.objects.filter(name="shipment.left_wave", topic=orders[0].stream).count() == 1
    assert nut.code == "NUT"


def test_with_its_last_shipment_a_wave_ends_and_taking_it_apart_keeps_every_piece(ann, cem):
    orders, bolt, nut = three_orders(ann)
    first, second = wave_of(cem, orders[:1]), wave_of(cem, orders[1:])
    take(second, nut.code, cem, 2)

    leave_wave(Shipment.objects.get(wave=first).pk, actor=cem)
    take_wave_apart(second.pk, actor=cem)

    assert set(Wave.objects.values_list("state", flat=True)) == {WaveState.CANCELLED}
    assert not Shipment.objects.filter(wave__isnull=False).exists()
    assert ShipmentLine.objects.get(product=nut, order_line__order=orders[1]).picked == 2
    assert refused(lambda: take_wave_apart(second.pk, actor=cem)) == "wrong_state"
    assert (faults(), bolt.code) == ([], "BOLT")


def test_a_shipment_of_a_wave_can_be_cancelled_alone(ann, cem):
    orders, bolt, _nut = three_orders(ann)
    wave = wave_of(cem, orders)
    take(wave, bolt.code, cem, 3)

    cancel_shipment(Shipment.objects.get(wave=wave, tote=1).pk, reason="wrong pallet", actor=cem)

    assert in_totes(wave)[0] == (1, "cancelled", 0)
    assert [tote_of(take(wave, bolt.code, cem)) for _n in range(2)] == [2, 2]
    assert faults() == []


def test_two_pickers_on_one_wave_fill_the_same_totes(ann, cem):
    orders, bolt, nut = three_orders(ann)
    dan = User.objects.create_user("dan", password="a-long-password", name="Dan")
    dan.groups.set(cem.groups.all())
    wave = wave_of(cem, orders)

    totes = [tote_of(take(wave, bolt.code, who)) for who in (cem, dan, cem, dan)]
    nuts = [tote_of(take(wave, nut.code, who, n)) for who, n in ((dan, 2), (cem, 5))]

    assert (totes, nuts) == ([1, 1, 1, 2], [2, 3])
    assert list(Scan.objects.order_by("pk").values_list("actor__username", flat=True)) == [
        "cem", "dan", "cem", "dan", "dan", "cem",
    ]  # fmt: skip


@pytest.mark.parametrize("orders", [2, 12])
def test_a_scan_costs_as_much_on_twelve_orders_as_on_two(ann, cem, orders):
    bolt, customer = make_product("BOLT", barcode="2000000000017"), make_customer(ann)
    make_stock(cem, (bolt, 100))
    wave = wave_of(cem, [make_confirmed(ann, [(bolt, 5)], customer=customer) for _n in range(orders)])
    take(wave, bolt.barcode, cem)
    cem.has_perm("shipping.pick_shipment")

    with CaptureQueriesContext(connection) as queries:
        take(wave, bolt.barcode, cem)

    told = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(told) == SCAN, "\n".join(told)
