"""Commands on paper: each does its act once, also when it arrives again, and never ends a walk half way."""

import uuid

import pytest

from core.management.commands.check_invariants import broken
from shipping.models import Scan, Shipment, ShipmentLine
from shipping.services import Arrival, open_shipment, scan_or_obey, scan_or_obey_wave
from shipping.tables.desk import desk_of
from shipping.tables.wave import wave_desk
from tests.shipping.builders import pick, ready_order
from tests.shipping.waves import in_totes, take, three_orders, wave_of

pytestmark = pytest.mark.django_db


def say(shipment, command, cem, **more):
    more.setdefault("uuid", uuid.uuid4())
    return scan_or_obey(shipment.pk, [Arrival(code=command, **more)], actor=cem)[0]


def say_on(wave, command, cem, **more):
    more.setdefault("uuid", uuid.uuid4())
    return scan_or_obey_wave(wave.pk, [Arrival(code=command, **more)], actor=cem)[0]


def not_now(shipment, command, cem) -> bool:
    """Whether a command is kept as one that is not possible now, with a sentence, and asks loudly."""
    row = say(shipment, command, cem).scan
    return (row.result, row.tone, bool(row.label)) == ("not_now", "ask", True)


def test_f25_take_back_undoes_ones_own_last_scan_once(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 3)
    pick(shipment, product.barcode, cem, 4)
    key = uuid.uuid4()

    first = say(shipment, "GENDAN-UNDO", cem, uuid=key)
    again = say(shipment, "gendan-undo", cem, uuid=key)

    assert (first.scan.result, again.repeated, first.lines[0].picked) == ("done", True, 3)
    assert list(Scan.objects.order_by("pk").values_list("result", flat=True)) == ["ok", "undone", "done"]


def test_more_of_the_same_counts_the_last_code_again(ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    assert not_now(shipment, "GENDAN-PLUS-5", cem)
    pick(shipment, product.barcode, cem)
    key = uuid.uuid4()

    met = [say(shipment, "GENDAN-PLUS-5", cem, uuid=key) for _n in range(3)]
    too_many = say(shipment, "GENDAN-PLUS-10", cem)

    assert [one.scan.result for one in (*met, too_many)] == ["ok", "ok", "ok", "extra"]
    assert (shipment.lines.get().picked, Scan.objects.count()) == (6, 4)


def test_go_on_shows_the_next_place_and_after_the_last_the_first(ann, cem):
    orders, _bolt, _nut = three_orders(ann)
    shipment = open_shipment(orders[1].pk, actor=cem)

    shown = []
    for _n in range(3):
        met = say(shipment, "GENDAN-NEXT", cem)
        shown.append(desk_of(met.shipment, met.lines, said=met.scan)["current"].product.code)

    assert shown == ["BOLT", "NUT", "BOLT"]


def test_short_says_it_of_the_place_in_hand_and_finish_waits_for_the_rest(ann, cem):
    orders, bolt, _nut = three_orders(ann)
    shipment = open_shipment(orders[1].pk, actor=cem)
    pick(shipment, bolt.code, cem, 4)

    assert not_now(shipment, "GENDAN-FINISH", cem)
    assert Shipment.objects.get(pk=shipment.pk).state == "picking"
    say(shipment, "GENDAN-SHORT", cem)
    assert ShipmentLine.objects.get(shipment=shipment, product__code="NUT").short_reason != ""
    done = say(shipment, "GENDAN-FINISH", cem)

    assert (done.scan.result, done.shipment.state) == ("done", "picked")
    assert not_now(shipment, "GENDAN-UNDO", cem) and not_now(shipment, "GENDAN-SHORT", cem)
    assert ShipmentLine.objects.get(shipment=shipment, product=bolt).picked == 4


def test_the_commands_work_on_a_wave(ann, cem):
    orders, bolt, nut = three_orders(ann)
    wave = wave_of(cem, orders)
    take(wave, bolt.code, cem)
    say_on(wave, "GENDAN-PLUS-5", cem)
    take(wave, bolt.code, cem, 2)
    say_on(wave, "GENDAN-UNDO", cem)
    on = say_on(wave, "GENDAN-NEXT", cem)
    desk = wave_desk(on.wave, on.lines, cem, said=on.scan)

    assert in_totes(wave) == [(1, "picking", 1), (2, "picking", 0), (3, "picking", 0)]
    assert desk["stop"].parts[0].line.product == nut
    say_on(wave, "GENDAN-SHORT", cem)
    assert set(ShipmentLine.objects.exclude(short_reason="").values_list("product__code", "shipment__tote")) == {
        ("NUT", 2),
        ("NUT", 3),
    }
    take(wave, bolt.code, cem, 2)
    take(wave, bolt.code, cem, 4)
    ended = say_on(wave, "GENDAN-FINISH", cem)
    assert (ended.wave.state, in_totes(wave)) == ("done", [(1, "picked", 3), (2, "picked", 4), (3, "cancelled", 0)])
    assert Shipment.objects.get(tote=3).reason != ""
    assert [row["code"] for row in broken() if row["rows"]] == []


def test_i33_goods_and_commands_of_one_message_are_done_in_turn_and_once(ann, cem):
    orders, bolt, _nut = three_orders(ann)
    shipment = open_shipment(orders[0].pk, actor=cem)
    codes = (bolt.code, bolt.code, "GENDAN-UNDO", bolt.code, "GENDAN-NEXT", bolt.code, "GENDAN-FINISH")
    sent = [Arrival(code=code, uuid=uuid.uuid4(), device="gun", device_seq=n) for n, code in enumerate(codes)]

    for _n in range(3):
        rows = [each.scan.result for each in scan_or_obey(shipment.pk, sent, actor=cem)]

    assert rows == ["ok", "undone", "done", "ok", "done", "ok", "done"]
    shipment = Shipment.objects.get(pk=shipment.pk)
    assert (shipment.state, shipment.lines.get().picked, Scan.objects.count()) == ("picked", 3, 7)
    assert [row["code"] for row in broken() if row["rows"]] == []
