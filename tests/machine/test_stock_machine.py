"""Any sequence of acts on bins, lots and numbered pieces leaves every shelf as told and keeps I9–I16.

Each act is asked of the house and of plain Python; they must agree whether it is allowed, and afterwards on every
piece in every bin. MACHINE_EXAMPLES and MACHINE_STEPS make the run longer.
"""

import datetime
import os
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from core import clock, outbox
from core.management.commands.check_invariants import broken
from core.refusal import Refused
from inventory.models import Bin, BinStock, Lot, Reservation, Serial, StockCountLine, StockItem, Warehouse
from inventory.services import (
    Adjustment,
    Arrived,
    Carry,
    Figure,
    Issue,
    adjust_stock,
    book_count,
    enter_figures,
    issue_goods,
    open_count,
    receive_goods,
    transfer_goods,
)
from orders.models import Order
from orders.services import cancel_order, confirm_order, record_picked, record_shipped
from tests.cast import make_customer, make_person, make_product
from tests.inventory.builders import approved
from tests.machine.shelves import (
    CAGE,
    FAR,
    LOTS,
    LOTTED,
    NUMBERED,
    OLD,
    OPEN,
    PLACES,
    PLAIN,
    PRODUCTS,
    SHELF,
    SOON,
    Part,
    Shelves,
    Wish,
)

GOODS, SPOTS, PIECES = st.sampled_from(PRODUCTS), st.sampled_from(PLACES), st.integers(1, 5)
LOT = st.integers(0, 2)
ORDERS = [(PLAIN, 6), (PLAIN, 4), (LOTTED, 6), (LOTTED, 3), (NUMBERED, 4)]


class StockMachine(RuleBasedStateMachine):
    """Five orders for three kinds of goods, two warehouses, a bin and a quarantine."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.cem, ann = make_person("cem", "warehouse"), make_person("ann", "sales")
        self.near = Warehouse.objects.create(code="W1", name="Near", default=True)
        self.far = Warehouse.objects.create(code="W2", name="Far")
        shelf = Bin.objects.create(warehouse=self.near, code="A-01")
        cage = Bin.objects.create(warehouse=self.near, code="CAGE", kind="quarantine")
        self.bins: dict[str, int | None] = {OPEN: None, SHELF: shelf.pk, CAGE: cage.pk, FAR: None}
        tracking = {PLAIN: "none", LOTTED: "lot", NUMBERED: "serial"}
        self.products = {code: make_product(code, tracking=how) for code, how in tracking.items()}
        self.shelves, self.made, self.may_lose, self.sheet = Shelves(), 0, False, 0
        customer = make_customer(ann)
        self.orders = [approved(ann, [(self.products[code], n)], customer).pk for code, n in ORDERS]
        self.shelves.orders = [Wish(code, n) for code, n in ORDERS]
        for product in PRODUCTS:
            self.receive(product, SHELF, 0, 5)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def ask(self, act: Callable[[], Any], told: bool) -> None:
        try:
            act()
            done = True
        except Refused:
            done = False
        assert done == told, f"the house {'did it' if done else 'refused'}, the shelves say {told}"
        while outbox.sweep():
            pass

    def _warehouse(self, place: str) -> int:
        return self.far.pk if place == FAR else self.near.pk

    def _lot(self, product: str, lot: str) -> int | None:
        row = Lot.objects.filter(product=self.products[product], number=lot).first()
        return row.pk if row else None

    def _numbers(self, product: str, place: str, pieces: int) -> tuple[str, ...]:
        if product != NUMBERED:
            return ()
        here = Serial.objects.here().filter(warehouse=self._warehouse(place), bin=self.bins[place])
        return tuple(here.order_by("pk").values_list("number", flat=True)[:pieces])

    @staticmethod
    def _named(product: str, lot: int) -> str:
        return LOTS[product][lot % len(LOTS[product])]

    # --- acts -----------------------------------------------------------------------------------
    @rule(product=GOODS, place=SPOTS, lot=LOT, pieces=PIECES)
    def receive(self, product: str, place: str, lot: int, pieces: int) -> None:
        name = self._named(product, lot)
        days = {SOON: 20, OLD: -5}.get(name, 200)
        numbers = tuple(f"N-{self.made + n}" for n in range(pieces)) if product == NUMBERED else ()
        self.made += pieces
        arrived = Arrived(
            product_id=self.products[product].pk,
            quantity=Decimal(pieces),
            lot=name,
            expires_on=clock.today() + datetime.timedelta(days=days) if name else None,
            serials=numbers,
            bin_id=self.bins[place],
        )
        act = lambda: receive_goods(warehouse_id=self._warehouse(place), items=[arrived], actor=self.cem)  # noqa: E731
        self.ask(act, self.shelves.receive(product, place, name, pieces))

    @rule(product=GOODS, source=SPOTS, goal=SPOTS, lot=LOT, pieces=PIECES)
    def transfer(self, product: str, source: str, goal: str, lot: int, pieces: int) -> None:
        name = self._named(product, lot)
        held = dict.fromkeys((OPEN, FAR), 0) | self._held_by(product)
        carry = Carry(
            product_id=self.products[product].pk,
            quantity=Decimal(pieces),
            from_warehouse=self._warehouse(source),
            to_warehouse=self._warehouse(goal),
            from_bin=self.bins[source],
            to_bin=self.bins[goal],
            lot_id=self._lot(product, name) if name else None,
            serials=self._numbers(product, source, pieces),
        )
        told = self.shelves.transfer(product, source, goal, name, pieces, held)
        self.ask(lambda: transfer_goods([carry], reason="moved", actor=self.cem), told)

    def _held_by(self, product: str) -> dict[str, int]:
        items = StockItem.objects.filter(product=self.products[product])
        return {(FAR if item.warehouse_id == self.far.pk else OPEN): int(item.reserved) for item in items}

    @rule(product=GOODS, place=SPOTS, lot=LOT, pieces=PIECES)
    def write_off(self, product: str, place: str, lot: int, pieces: int) -> None:
        name = self._named(product, lot)
        item = StockItem.objects.filter(product=self.products[product], warehouse=self._warehouse(place)).first()
        if item is None or (name and self._lot(product, name) is None):
            return
        self.may_lose = True
        gone = Adjustment(
            item_id=item.pk,
            quantity=Decimal(pieces),
            kind="scrap",
            bin_id=self.bins[place],
            lot_id=self._lot(product, name) if name else None,
            serials=self._numbers(product, place, pieces),
        )
        told = self.shelves.write_off(product, place, name, pieces)
        self.ask(lambda: adjust_stock(gone, reason="rust", actor=self.cem), told)

    @rule(order=st.integers(0, 4))
    def confirm(self, order: int) -> None:
        self.ask(lambda: confirm_order(self.orders[order], actor=None), self.shelves.confirm(order))

    @rule(order=st.integers(0, 4))
    def cancel(self, order: int) -> None:
        actor = Order.objects.get(pk=self.orders[order]).owner
        act = lambda: cancel_order(self.orders[order], actor=actor, reason="gone")  # noqa: E731
        self.ask(act, self.shelves.cancel(order))

    @rule(order=st.integers(0, 4))
    def send(self, order: int) -> None:
        """All that is set aside for an order leaves."""
        pk = self.orders[order]
        rows = Reservation.objects.filter(order=pk).select_related("item")
        held = {row.item.warehouse_id: row.quantity for row in rows}
        if not held:
            return
        here, there = int(held.get(self.near.pk, 0)), int(held.get(self.far.pk, 0))
        told = self.shelves.send(order, here, there)
        self.ask(lambda: self._send(pk, held), told)

    def _send(self, pk: int, held: dict[int, Decimal]) -> None:
        line = Order.objects.get(pk=pk).lines.get()
        quantity, self.made = sum(held.values(), Decimal(0)), self.made + 1
        source = f"shipment:{self.made}"
        with transaction.atomic():
            record_picked(pk, quantities={line.pk: quantity})
            issues = [Issue(line.pk, warehouse, part) for warehouse, part in held.items()]
            issue_goods(pk, issues=issues, source=source, actor=self.cem)
            record_shipped(pk, quantities={line.pk: quantity}, source=source)

    @rule(product=GOODS)
    def open_sheet(self, product: str) -> None:
        lies = any(n for (own, place, _lot), n in self.shelves.parts.items() if own == product and place != FAR)
        if not lies or self.shelves.frozen:
            return
        pks = [self.products[product].pk]
        act = lambda: open_count(warehouse_id=self.near.pk, product_ids=pks, actor=self.cem)  # noqa: E731
        self.ask(act, self.shelves.open_sheet(product))

    @rule(change=st.integers(-3, 3))
    def book(self, change: int) -> None:
        """The first line by place and lot differs; numbered pieces are all found."""
        if not self.shelves.frozen:
            return
        line = StockCountLine.objects.order_by("-pk").select_related("count").first()
        change = 0 if self.shelves.frozen == NUMBERED else change
        figures = self._figures(line.count_id, change)
        self.may_lose = self.may_lose or change < 0
        told = self.shelves.book(change)

        def act() -> None:
            enter_figures(line.count_id, figures, actor=self.cem)
            book_count(line.count_id, reason="counted", actor=self.cem)

        self.ask(act, told)

    def _figures(self, count_id: int, change: int) -> list[Figure]:
        lines = list(StockCountLine.objects.filter(count=count_id).select_related("lot"))
        names = {pk: place for place, pk in self.bins.items() if place != FAR}
        first = min(lines, key=lambda line: (names[line.bin_id], line.lot.number if line.lot else ""))
        return [
            Figure(line_id=line.pk, counted=max(Decimal(0), line.book + (change if line is first else 0)))
            for line in lines
        ]

    # --- after every step -----------------------------------------------------------------------
    @invariant()
    def everything_agrees(self) -> None:
        seen = [sum(r.quantity for r in Reservation.objects.filter(order=pk)) for pk in self.orders]
        self.shelves.settle([int(pieces) for pieces in seen], may_lose=self.may_lose)
        self.may_lose = False
        assert self._seen() == {part: n for part, n in self.shelves.parts.items() if n}
        assert {row["code"]: row["first"] for row in broken() if row["rows"]} == {}

    def _seen(self) -> dict[Part, int]:
        codes = {product.pk: code for code, product in self.products.items()}
        names = {pk: place for place, pk in self.bins.items() if pk}
        found: dict[Part, int] = {}
        for item in StockItem.objects.filter(on_hand__gt=0):
            place = FAR if item.warehouse_id == self.far.pk else OPEN
            if item.loose:
                found[codes[item.product_id], place, ""] = int(item.loose)
        for part in BinStock.objects.here().select_related("item", "lot"):
            place = names.get(part.bin_id) or (FAR if part.item.warehouse_id == self.far.pk else OPEN)
            found[codes[part.item.product_id], place, part.lot.number if part.lot else ""] = int(part.on_hand)
        return found


SETTINGS = settings(
    max_examples=int(os.environ.get("MACHINE_EXAMPLES", "5")),
    stateful_step_count=int(os.environ.get("MACHINE_STEPS", "14")),
    deadline=None,
    derandomize="MACHINE_EXAMPLES" not in os.environ,
    database=None,
    # A failure is told as it was found: making it smaller takes minutes.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
def test_any_sequence_of_acts_on_shelves_is_allowed_or_refused_as_told_and_keeps_every_invariant():
    with override_settings(GENDAN_AUTO_CONFIRM=False):
        run_state_machine_as_test(StockMachine, settings=SETTINGS)


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["transferring.put", "receiving.put", "issuing.write_serials"])
def test_control_an_act_that_forgets_one_of_its_books_is_caught(monkeypatch, settings, fault):
    settings.GENDAN_AUTO_CONFIRM = False
    machine = StockMachine()
    monkeypatch.setattr(f"inventory.services.{fault}", lambda *args, **kwargs: None)

    with pytest.raises(AssertionError):
        machine.transfer(PLAIN, SHELF, OPEN, 0, 2)
        machine.everything_agrees()
        machine.receive(LOTTED, SHELF, 1, 2)
        machine.everything_agrees()
        machine.confirm(4)
        machine.everything_agrees()
        machine.send(4)
        machine.everything_agrees()

    machine.teardown()
