"""Two pickers on one wave in the same moment: the last piece is counted once, into one tote."""

import uuid
from decimal import Decimal

import pytest

from core.refusal import Refused
from orders.models import OrderLine
from orders.services import cancel_order
from orders.services.life import ending
from shipping.invariants import INVARIANTS
from shipping.models import Scan, Shipment, ShipmentLine, Wave
from shipping.services import Arrival, finish_wave, open_wave, scan_wave
from shipping.services.scans import counting
from tests.cast import make_customer, make_product
from tests.races.crowd import at_once, in_the_middle_of, switch_locks_off
from tests.shipping.builders import make_confirmed, make_stock

pytestmark = pytest.mark.django_db(transaction=True)


def ready_wave(ann, cem, *wanted: int) -> Wave:
    """One product on several orders, so many pieces each, in one wave."""
    product = make_product("BOLT", barcode="2000000000017")
    make_stock(cem, (product, 50))
    customer = make_customer(ann)
    orders = [make_confirmed(ann, [(product, n)], customer=customer) for n in wanted]
    return open_wave([order.pk for order in orders], actor=cem).wave


def one(wave: Wave, cem, quantity: int = 1):
    arrival = Arrival(code="2000000000017", uuid=uuid.uuid4(), quantity=Decimal(quantity))
    return scan_wave(wave.pk, [arrival], actor=cem)[0].scan.result


def the_last_piece_twice(monkeypatch, ann, cem):
    wave = ready_wave(ann, cem, 1, 2)
    one(wave, cem, 2)
    with in_the_middle_of(monkeypatch, counting, "_store") as meanwhile:
        return at_once([lambda: one(wave, cem), lambda: meanwhile(lambda: one(wave, cem))])


def test_i33_two_pickers_scan_the_last_piece_and_one_is_counted(monkeypatch, ann, cem):
    results = the_last_piece_twice(monkeypatch, ann, cem)

    assert sorted(results) == ["extra", "ok"]
    assert sorted(ShipmentLine.objects.values_list("picked", flat=True)) == [1, 2]
    assert sorted(OrderLine.objects.values_list("picked", flat=True)) == [1, 2]
    assert [rule.rule for rule in INVARIANTS if list(rule.rows())] == []


def test_i33_control_without_locks_only_the_database_stops_the_second_of_two_last_pieces(monkeypatch, ann, cem):
    switch_locks_off(monkeypatch)

    results = the_last_piece_twice(monkeypatch, ann, cem)

    assert sorted(type(result).__name__ for result in results) == ["IntegrityError", "Result"]


def two_guns(monkeypatch, ann, cem):
    wave = ready_wave(ann, cem, 10, 10)
    with in_the_middle_of(monkeypatch, counting, "_store") as meanwhile:
        return at_once([lambda: one(wave, cem, 4), lambda: meanwhile(lambda: one(wave, cem, 3))])


def test_i33_two_pickers_on_one_wave_count_every_piece(monkeypatch, ann, cem):
    assert two_guns(monkeypatch, ann, cem) == ["ok", "ok"]

    assert sorted(ShipmentLine.objects.values_list("picked", flat=True)) == [0, 7]
    assert [rule.rule for rule in INVARIANTS if list(rule.rows())] == []


def test_i33_control_without_locks_a_piece_of_a_wave_is_lost(monkeypatch, ann, cem):
    switch_locks_off(monkeypatch)

    two_guns(monkeypatch, ann, cem)

    assert Scan.objects.count() == 2
    assert [rule.code for rule in INVARIANTS if list(rule.rows())] != []


def test_f25_one_scan_of_a_wave_sent_twice_at_once_counts_once(ann, cem):
    wave = ready_wave(ann, cem, 2, 2)
    arrival = Arrival(code="2000000000017", uuid=uuid.uuid4())

    met = at_once([lambda: scan_wave(wave.pk, [arrival], actor=cem)[0]] * 4)

    assert sorted(result.repeated for result in met) == [False, True, True, True]
    assert (Scan.objects.count(), sum(OrderLine.objects.values_list("picked", flat=True))) == (1, 1)


def test_an_order_is_in_one_of_two_waves_that_are_opened_at_once(ann, cem):
    product = make_product()
    make_stock(cem, (product, 50))
    customer = make_customer(ann)
    pks = [make_confirmed(ann, [(product, 2)], customer=customer).pk for _n in range(3)]

    at_once([lambda: open_wave(pks, actor=cem), lambda: open_wave(pks[::-1], actor=cem)])

    assert sorted(Shipment.objects.values_list("order", flat=True)) == sorted(pks)
    assert Wave.objects.count() == 1


def test_f23_an_order_that_is_being_cancelled_is_not_picked_on_its_wave(monkeypatch, ann, cem):
    wave = ready_wave(ann, cem, 3, 3)
    one(wave, cem, 3)
    one(wave, cem, 3)
    order = Shipment.objects.get(tote=1).order
    with in_the_middle_of(monkeypatch, ending, "_need") as meanwhile:
        outcomes = at_once(
            [
                lambda: cancel_order(order.pk, actor=ann, reason="no longer wanted"),
                lambda: meanwhile(lambda: finish_wave(wave.pk, actor=cem)),
            ]
        )

    assert [outcome for outcome in outcomes if isinstance(outcome, Refused)] == []
    assert list(Shipment.objects.order_by("tote").values_list("state", flat=True)) == ["cancelled", "picked"]
    assert [rule.rule for rule in INVARIANTS if list(rule.rows())] == []
