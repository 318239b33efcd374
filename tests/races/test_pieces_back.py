"""Two desks that scan the same numbered piece at once, each for its own return: one takes it (S70, I14)."""

import uuid
from decimal import Decimal

import pytest

from orders.services.returns.asking import Wish, request_return
from shipping.models import Scan
from shipping.services import open_shipment, scan_return
from shipping.services.returns import receiving
from shipping.services.scans.arrivals import Arrival
from tests.inventory.shelves import by_serial, pieces_in
from tests.races.crowd import at_once, in_the_middle_of, switch_locks_off
from tests.shipping.builders import make_confirmed, pick, send_off

pytestmark = pytest.mark.django_db(transaction=True)


def scanned_twice(monkeypatch, ann, cem) -> list[str]:
    pump = by_serial()
    pieces_in(pump, "S-1", "S-2")
    order = make_confirmed(ann, [(pump, 2)])
    shipment = open_shipment(order.pk, actor=cem)
    for code in ("S-1", "S-2"):
        pick(shipment, code, cem)
    send_off(shipment, cem)
    wish = Wish(line_id=order.lines.get().pk, quantity=Decimal(1), reason="damaged", wanted="credit")
    one, two = (request_return(order.pk, wishes=[wish], actor=ann).pk for _n in range(2))

    def takes(return_id: int) -> str:
        return scan_return(return_id, [Arrival(code="S-1", uuid=uuid.uuid4())], actor=cem)[0].result

    with in_the_middle_of(monkeypatch, receiving, "_judge") as meanwhile:
        return at_once([lambda: takes(one), lambda: meanwhile(lambda: takes(two))])


def test_i14_a_piece_scanned_at_two_desks_at_once_is_counted_at_one(monkeypatch, ann, cem):
    results = scanned_twice(monkeypatch, ann, cem)

    assert sorted(results) == ["ok", "serial"]
    assert Scan.objects.counted().filter(returned__isnull=False).count() == 1


def test_i14_control_without_locks_both_desks_count_it(monkeypatch, ann, cem):
    switch_locks_off(monkeypatch)

    results = scanned_twice(monkeypatch, ann, cem)

    assert results == ["ok", "ok"]
