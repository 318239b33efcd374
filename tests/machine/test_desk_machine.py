"""Receipts, counts, transfers, confirmations, cancellations, scans and dispatches in any order keep I9–I16 and I33.

Each act goes through the public service a person would use, and may be refused; whatever was done, every invariant
holds after each step. Pieces are often in a picker's hands while the shelf is counted or the order is cancelled.
MACHINE_EXAMPLES and MACHINE_STEPS make the run longer.
"""

import os
import uuid
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from core import outbox
from core.management.commands.check_invariants import broken
from core.refusal import Refused
from inventory.models import StockCount, StockMove, Warehouse
from inventory.services import (
    Arrived,
    Carry,
    Figure,
    book_count,
    enter_figures,
    open_count,
    receive_goods,
    transfer_goods,
)
from orders.models import Order
from orders.services import cancel_order, confirm_order
from shipping.models import Scan, Shipment
from shipping.services import cancel_shipment, finish_picking, open_shipment, resume_picking, scan, undo_scan
from tests.cast import make_customer, make_person, make_product
from tests.inventory.builders import approved
from tests.shipping.builders import dispatch

WHICH, PIECES, GOODS = st.integers(0, 3), st.integers(1, 4), st.sampled_from(["PLAIN", "LOTTED"])
LOTS = ("L-1", "L-2")
ORDERS = [[("PLAIN", 4), ("LOTTED", 3)], [("LOTTED", 5)], [("PLAIN", 6)], [("LOTTED", 2), ("PLAIN", 2)]]


class DeskMachine(RuleBasedStateMachine):
    """Four orders for two kinds of goods in two warehouses, and one picker."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.cem, self.ann = make_person("cem", "warehouse"), make_person("ann", "sales")
        self.places = [
            Warehouse.objects.create(code="W1", name="Near", default=True),
            Warehouse.objects.create(code="W2", name="Far"),
        ]
        self.products = {"PLAIN": make_product("PLAIN"), "LOTTED": make_product("LOTTED", tracking="lot")}
        customer = make_customer(self.ann)
        wanted = [[(self.products[code], n) for code, n in rows] for rows in ORDERS]
        self.orders = [approved(self.ann, rows, customer).pk for rows in wanted]
        self.done: set[str] = set()
        for n, code in enumerate(self.products):
            self.receive(code, n, 4)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def ask(self, name: str, act: Callable[[], Any]) -> None:
        try:
            act()
            self.done.add(name)
        except Refused:
            return
        while outbox.sweep():
            pass

    def shipment(self, n: int) -> int | None:
        """The newest of an order."""
        return Shipment.objects.filter(order=self.orders[n]).order_by("-pk").values_list("pk", flat=True).first()

    # --- the shelf ------------------------------------------------------------------------------
    @rule(code=GOODS, n=WHICH, pieces=PIECES)
    def receive(self, code: str, n: int, pieces: int) -> None:
        lot = LOTS[n % 2] if code == "LOTTED" else ""
        arrived = Arrived(product_id=self.products[code].pk, quantity=Decimal(pieces), lot=lot)
        place = self.places[n // 2].pk
        self.ask("receive", lambda: receive_goods(warehouse_id=place, items=[arrived], actor=self.cem))

    @rule(there=st.booleans(), pieces=PIECES)
    def transfer(self, there: bool, pieces: int) -> None:
        source, goal = self.places if there else self.places[::-1]
        carry = Carry(
            product_id=self.products["PLAIN"].pk,
            quantity=Decimal(pieces),
            from_warehouse=source.pk,
            to_warehouse=goal.pk,
        )
        self.ask("transfer", lambda: transfer_goods([carry], reason="room", actor=self.cem))

    @rule()
    def count(self) -> None:
        self.ask("count", lambda: open_count(warehouse_id=self.places[0].pk, actor=self.cem))

    @rule(change=st.integers(-3, 2))
    def book(self, change: int) -> None:
        sheet = StockCount.objects.filter(state="counting").first()
        if sheet is None:
            return
        lines = list(sheet.lines.order_by("pk"))
        counted = [max(Decimal(0), line.book + (change if n == 0 else 0)) for n, line in enumerate(lines)]
        figures = [Figure(line_id=line.pk, counted=n) for line, n in zip(lines, counted, strict=True)]

        def act() -> None:
            enter_figures(sheet.pk, figures, actor=self.cem)
            book_count(sheet.pk, reason="counted", actor=self.cem)

        self.ask("book", act)

    # --- the orders -----------------------------------------------------------------------------
    @rule(n=WHICH)
    def confirm(self, n: int) -> None:
        if Order.objects.get(pk=self.orders[n]).state == "approved":
            self.ask("confirm", lambda: confirm_order(self.orders[n], actor=None))

    @rule(n=WHICH)
    def cancel(self, n: int) -> None:
        self.ask("cancel", lambda: cancel_order(self.orders[n], actor=self.ann, reason="gone"))

    # --- the desk -------------------------------------------------------------------------------
    @rule(n=WHICH)
    def open(self, n: int) -> None:
        self.ask("open", lambda: open_shipment(self.orders[n], actor=self.cem))

    @rule(n=WHICH, code=st.sampled_from(["PLAIN", "LOTTED", *LOTS, "-1 PLAIN", "-1 LOTTED", "?"]), pieces=PIECES)
    def scan(self, n: int, code: str, pieces: int) -> None:
        pk = self.shipment(n)
        if pk is not None:
            act = lambda: scan(pk, code=code, uuid=uuid.uuid4(), quantity=pieces, actor=self.cem)  # noqa: E731
            self.ask("scan", act)

    @rule(n=WHICH)
    def undo(self, n: int) -> None:
        last = Scan.objects.filter(shipment=self.shipment(n), result="ok").order_by("-pk").first()
        if last is not None:
            self.ask("undo", lambda: undo_scan(last.pk, actor=self.cem))

    @rule(n=WHICH, act=st.sampled_from([finish_picking, finish_picking, resume_picking]))
    def finish(self, n: int, act: Any) -> None:
        pk = self.shipment(n)
        if pk is not None:
            self.ask(act.__name__, lambda: act(pk, actor=self.cem))

    @rule(n=WHICH)
    def dispatch(self, n: int) -> None:
        pk = self.shipment(n)
        if pk is not None:
            self.ask("dispatch", lambda: dispatch(pk, carrier="SF", waybill="1", actor=self.cem))

    @rule(n=WHICH)
    def let_go(self, n: int) -> None:
        pk = self.shipment(n)
        if pk is not None:
            self.ask("let go", lambda: cancel_shipment(pk, reason="broken trolley", actor=self.cem))

    # --- after every step -----------------------------------------------------------------------
    @invariant()
    def every_invariant_holds(self) -> None:
        assert {row["code"]: row["first"] for row in broken() if row["rows"]} == {}


SETTINGS = settings(
    max_examples=int(os.environ.get("MACHINE_EXAMPLES", "6")),
    stateful_step_count=int(os.environ.get("MACHINE_STEPS", "20")),
    deadline=None,
    derandomize="MACHINE_EXAMPLES" not in os.environ,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
@pytest.mark.timeout(900)
def test_any_sequence_of_acts_at_the_shelf_and_at_the_desk_keeps_every_invariant():
    with override_settings(GENDAN_AUTO_CONFIRM=False):
        run_state_machine_as_test(DeskMachine, settings=SETTINGS)


@pytest.fixture
def machine(db, settings) -> Iterator[DeskMachine]:
    """Whatever becomes of the test, nothing of its transaction stays open for the next."""
    settings.GENDAN_AUTO_CONFIRM = False
    one = DeskMachine()
    yield one
    one.teardown()


def walk(machine: DeskMachine) -> None:
    """One way through every act."""
    for act in (
        lambda: machine.transfer(True, 1),
        lambda: machine.confirm(2),
        lambda: machine.receive("PLAIN", 0, 4),
        lambda: machine.open(2),
        lambda: machine.scan(2, "PLAIN", 2),
        lambda: machine.undo(2),
        lambda: machine.scan(2, "PLAIN", 3),
        lambda: machine.scan(2, "-1 PLAIN", 1),
        lambda: machine.finish(2, finish_picking),
        lambda: machine.dispatch(2),
        lambda: machine.count(),
        lambda: machine.book(-1),
        lambda: machine.confirm(1),
        lambda: machine.cancel(1),
    ):
        act()
        machine.every_invariant_holds()


def test_the_walk_of_the_controls_does_something_at_each_step(machine):
    walk(machine)

    missing = {"receive", "transfer", "count", "book", "confirm", "cancel", "open", "scan", "undo", "dispatch"}
    assert missing - machine.done == set()
    assert StockMove.objects.filter(source__startswith="shipment:").count() > 0


FAULTS = {
    "shipping.services.scans.counting.record_picked": "I5",
    "shipping.services.scans.undoing.record_picked": "I5",
    "inventory.services.issuing.post": "I9",
    "inventory.services.issuing._consume": "I10",
    "inventory.services.releasing.adjust": "I10",
    "inventory.services.reserving.adjust": "I10",
}


@pytest.mark.parametrize(("fault", "code"), FAULTS.items())
def test_control_an_act_that_forgets_one_of_its_books_is_caught(monkeypatch, machine, fault, code):
    monkeypatch.setattr(fault, lambda *args, **kwargs: None)

    with pytest.raises(AssertionError, match=code):
        walk(machine)
