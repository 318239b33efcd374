"""The same walk with goods known by number and by lot: every piece is where its last move led (I9, I14, I15, I33).

Whatever is scanned, right or wrong, nothing comes back that did not leave, and nothing is in two places.
"""

import os
import uuid
from collections.abc import Sequence
from decimal import Decimal
from itertools import cycle, islice
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from catalog.models import Product
from inventory.models import Serial, Warehouse
from inventory.services import Arrived, receive_goods, reserve_goods
from orders.services.returns.facts import Found
from shipping.models import ReturnPiece
from shipping.services import (
    finish_picking,
    finish_receipt,
    inspect_return,
    open_shipment,
    scan,
    scan_return,
)
from shipping.services.scans.arrivals import Arrival
from tests.cast import make_product
from tests.inventory.builders import make_warehouse
from tests.machine.test_return_machine import FEW, WHICH, ReturnMachine
from tests.shipping.builders import dispatch

LOTS = ("L-1", "L-2", "L-3")
KINDS = st.lists(st.sampled_from(["good", "repair", "scrap"]), min_size=1, max_size=4)


class TracedMachine(ReturnMachine):
    """What a subclass says: how its goods arrive, and what a desk may scan."""

    tracking = ""

    def goods(self) -> tuple[Product, Warehouse]:
        self.made = 0
        product = make_product("A", price="33.333333", barcode="2000000000017", tracking=self.tracking)
        place = make_warehouse("MAIN")
        for n in range(3):
            receive_goods(warehouse_id=place.pk, items=[self.arrived(product, 2, n)], actor=self.cem)
        return product, place

    def arrived(self, product: Product, pieces: int, n: int) -> Arrived:
        raise NotImplementedError

    def outgoing(self) -> Sequence[tuple[str, Decimal]]:
        raise NotImplementedError

    def incoming(self, n: int, pieces: int) -> Sequence[tuple[str, int]]:
        raise NotImplementedError

    def _send(self) -> None:
        shipment = open_shipment(self.order, actor=self.cem)
        for code, quantity in self.outgoing():
            scan(shipment.pk, code=code, uuid=uuid.uuid4(), quantity=quantity, actor=self.cem)
        finish_picking(shipment.pk, actor=self.cem)
        dispatch(shipment.pk, carrier="SF", waybill="1", actor=self.cem)

    @rule(pieces=FEW)
    def restock(self, pieces: int) -> None:
        goods = [self.arrived(self.product, pieces, pieces)]
        self.ask(lambda: receive_goods(warehouse_id=self.place.pk, items=goods, actor=self.cem))
        self.ask(lambda: reserve_goods(self.order))

    @rule(n=WHICH, pieces=FEW)
    def take_in(self, n: int, pieces: int) -> None:
        row = self._return(n, "approved")
        if row is not None:
            for code, quantity in self.incoming(n, pieces):
                arrival = Arrival(code=code, uuid=uuid.uuid4(), quantity=Decimal(quantity))
                self.ask(lambda arrival=arrival: scan_return(row.pk, [arrival], actor=self.cem))
            self.ask(lambda: finish_receipt(row.pk, warehouse_id=self.place.pk, actor=self.cem))

    @rule(n=WHICH, kinds=KINDS)
    def look_at(self, n: int, kinds: list[str]) -> None:
        row = self._return(n, "received")
        if row is not None:
            pieces = list(ReturnPiece.objects.filter(receipt__returned=row).order_by("pk"))
            told: dict[int, Any] = {
                one.pk: Found(**{kind: one.quantity})
                for one, kind in zip(pieces, islice(cycle(kinds), len(pieces)), strict=True)
            }
            self.ask(lambda: inspect_return(row.pk, found={}, pieces=told, actor=self.cem))


class SerialMachine(TracedMachine):
    """Pieces known by their number; numbers are scanned in any turn, also those that are not outside."""

    tracking = "serial"

    def arrived(self, product: Product, pieces: int, n: int) -> Arrived:
        numbers = tuple(f"S-{self.made + one}" for one in range(pieces))
        self.made += pieces
        return Arrived(product_id=product.pk, quantity=Decimal(pieces), serials=numbers)

    def outgoing(self) -> Sequence[tuple[str, Decimal]]:
        here = Serial.objects.sellable().order_by("-pk").values_list("number", flat=True)
        return [(number, Decimal(1)) for number in here]

    def incoming(self, n: int, pieces: int) -> Sequence[tuple[str, int]]:
        numbers = [f"S-{number}" for number in range(self.made)]
        return [(number, 1) for number in islice(cycle(numbers), n, n + 2 * pieces)]


class LotMachine(TracedMachine):
    """Goods of three lots; a desk scans some of each, or the article alone."""

    tracking = "lot"

    def arrived(self, product: Product, pieces: int, n: int) -> Arrived:
        return Arrived(product_id=product.pk, quantity=Decimal(pieces), lot=LOTS[n % 3])

    def outgoing(self) -> Sequence[tuple[str, Decimal]]:
        return [("A", Decimal(1))] * 9

    def incoming(self, n: int, pieces: int) -> Sequence[tuple[str, int]]:
        return [("A", pieces)] if n == 4 else [(LOTS[one % 3], 1) for one in range(n, n + pieces)]


@pytest.mark.django_db
@pytest.mark.timeout(600)
@pytest.mark.parametrize("machine", [SerialMachine, LotMachine])
def test_any_sequence_of_returns_keeps_lots_and_pieces_whole(machine):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=int(os.environ.get("MACHINE_EXAMPLES", "6")),
            stateful_step_count=int(os.environ.get("MACHINE_STEPS", "25")),
            deadline=None,
            derandomize="MACHINE_EXAMPLES" not in os.environ,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
