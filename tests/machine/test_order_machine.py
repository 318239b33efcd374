"""Any sequence of acts on several orders leaves every book whole and every figure predicted.

Each act is asked of the house and of the model; they must agree whether it is allowed, and afterwards on
every state and quantity. All invariants are checked after every step. MACHINE_EXAMPLES and MACHINE_STEPS
make the run longer.
"""

import os
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from approvals.models import Task
from approvals.services import decide
from core import clock, outbox
from core.management.commands.check_invariants import broken
from core.models import Delivery
from core.refusal import Refused
from finance.models import Invoice, Payment
from finance.services import bill_order, book_payment, correct_invoice, issue_invoice, reverse_payment
from inventory.models import StockItem, Warehouse
from inventory.services import Counted, count_stock, receive_goods
from inventory.services.moment import at_approval
from orders.models import Order, OrderLine
from orders.services import cancel_order, confirm_order, recall_order, save_draft, short_close_order, submit_order
from orders.services.entry.composing import DraftHead, DraftRow
from shipping.models import Shipment, ShipmentLine
from shipping.services import cancel_shipment, confirm_delivery, finish_picking, open_shipment, scan
from tests.cast import make_customer, make_draft, make_person, make_product
from tests.machine.model import PRODUCTS, Bill, House, Line, Parcel, Pieces
from tests.machine.model import Order as Told
from tests.shipping.builders import dispatch

ORDERS = 3
PLACES = st.integers(0, 9)
AMOUNTS = st.integers(1, 6)
ROWS = st.dictionaries(st.sampled_from(PRODUCTS), AMOUNTS, min_size=1)
FIGURES = ("ordered", "cancelled", "reserved", "picked", "shipped", "accepted", "invoiced", "credited")
START = {"A": 8, "B": 3}
SERVED = {False: ("confirmed",), True: ("approved", "confirmed")}


class OrderMachine(RuleBasedStateMachine):
    """Three orders of one new customer, two products, little stock."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.bo = make_person("bo", "sales_manager")
        self.ann = make_person("ann", "sales", manager=self.bo)
        self.cem, self.dot = make_person("cem", "warehouse"), make_person("dot", "finance")
        # New customers' orders are all asked about, whatever they cost.
        self.customer = make_customer(self.ann, tier="new")
        self.products = {
            "A": make_product("A", price="86.35", barcode="2000000000017"),
            "B": make_product("B", price="9.99", barcode="2000000000024"),
        }
        self.place = Warehouse.objects.create(code="W1", name="Main", default=True)
        self.house = House(dict.fromkeys(PRODUCTS, 0), served=SERVED[at_approval()])
        self.receive("A", START["A"])
        self.receive("B", START["B"])
        self.scans, self.may_lose = 0, False
        rows = [{"A": 5, "B": 2}, {"A": 4}, {"A": 2, "B": 3}]
        self.orders = [make_draft(self.ann, self.customer, self._typed(row)).pk for row in rows]
        self.house.orders = [Told({product: Line(n) for product, n in row.items()}) for row in rows]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def _typed(self, rows: Pieces) -> list[Any]:
        return [(self.products[product], pieces) for product, pieces in sorted(rows.items())]

    def ask(self, act: Callable[[], Any], told: Callable[[], bool]) -> bool:
        """House and model agree whether it is allowed; a refused act has changed nothing in either."""
        try:
            act()
            done = True
        except Refused:
            done = False
        allowed = told()
        assert done == allowed, f"the house {'did it' if done else 'refused'}, the model says {allowed}"
        self._follow()
        return done

    def _follow(self) -> None:
        """What the workers do afterwards, and the new invoices, whose amounts the house works out."""
        while outbox.sweep():
            pass
        for row in Invoice.objects.filter(kind="invoice").order_by("pk")[len(self.house.bills) :]:
            pieces = {self._name(line.order_line): int(line.quantity) for line in row.lines.all()}
            self.house.bills.append(Bill(self.orders.index(row.order_id), pieces, row.total))
        for receipt in self.house.receipts:
            if receipt.state == "booked":
                receipt.left = receipt.amount - sum(receipt.matched.values())

    def _name(self, line: OrderLine) -> str:
        return next(name for name, product in self.products.items() if product.pk == line.product_id)

    # --- the order ---------------------------------------------------------------------------
    @rule(order=PLACES, rows=ROWS)
    def edit(self, order: int, rows: Pieces) -> None:
        order %= ORDERS
        head = DraftHead(customer=self.customer, wanted_on=clock.today())
        typed = [DraftRow(product_id=product.pk, quantity=Decimal(n)) for product, n in self._typed(rows)]
        pk = self.orders[order]
        version = Order.objects.values_list("version", flat=True).get(pk=pk)
        self.ask(
            lambda: save_draft(pk, head=head, rows=typed, version=version, actor=self.ann),
            lambda: self.house.edit(order, rows),
        )

    @rule(order=PLACES)
    def submit(self, order: int) -> None:
        self._move(order, lambda pk: submit_order(pk, actor=self.ann), "draft", "pending_approval")

    @rule(order=PLACES)
    def recall(self, order: int) -> None:
        self._move(order, lambda pk: recall_order(pk, actor=self.ann), "pending_approval", "draft")

    @rule(order=PLACES, outcome=st.sampled_from(["approved", "approved", "returned", "rejected"]))
    def decide(self, order: int, outcome: str) -> None:
        """The newest task of the order, which may long be decided."""
        pk = self.orders[order % ORDERS]
        task = Task.objects.filter(step__request__order=pk).order_by("-pk").first()
        if task is None:
            return
        target = {"approved": "approved", "returned": "draft", "rejected": "rejected"}[outcome]
        self._move(
            order,
            lambda _pk: decide(task.pk, outcome=outcome, opinion="seen", actor=self.bo),
            "pending_approval",
            target,
        )

    @rule(order=PLACES)
    def confirm(self, order: int) -> None:
        self._move(order, lambda pk: confirm_order(pk, actor=self.ann), "approved", "confirmed")

    def _move(self, order: int, act: Callable[[int], Any], source: str, target: str) -> None:
        order %= ORDERS
        with override_settings(GENDAN_AUTO_CONFIRM=False):
            self.ask(lambda: act(self.orders[order]), lambda: self.house.move(order, source=source, target=target))

    @rule(order=PLACES)
    def cancel(self, order: int) -> None:
        order %= ORDERS
        self.ask(
            lambda: cancel_order(self.orders[order], actor=self.ann, reason="gone"), lambda: self.house.cancel(order)
        )

    @rule(order=PLACES)
    def short_close(self, order: int) -> None:
        order %= ORDERS
        self.ask(
            lambda: short_close_order(self.orders[order], actor=self.ann, reason="enough"),
            lambda: self.house.short_close(order),
        )

    # --- goods -------------------------------------------------------------------------------
    @rule(product=st.sampled_from(PRODUCTS), pieces=AMOUNTS)
    def receive(self, product: str, pieces: int) -> None:
        items = [(self.products[product].pk, Decimal(pieces))]
        self.ask(
            lambda: receive_goods(warehouse_id=self.place.pk, items=items, actor=self.cem),
            lambda: self.house.receive(product, pieces),
        )

    @rule(product=st.sampled_from(PRODUCTS), pieces=st.integers(0, 9))
    def count(self, product: str, pieces: int) -> None:
        self.may_lose = True
        found = [Counted(self.products[product].pk, Decimal(pieces))]
        self.ask(
            lambda: count_stock(warehouse_id=self.place.pk, counts=found, reason="counted", actor=self.cem),
            lambda: self.house.count(product, pieces),
        )

    @rule(order=PLACES)
    def open_parcel(self, order: int) -> None:
        order %= ORDERS
        self.ask(lambda: open_shipment(self.orders[order], actor=self.cem), lambda: self.house.open_parcel(order))

    @rule(place=PLACES, product=st.sampled_from(PRODUCTS), pieces=AMOUNTS)
    def scan(self, place: int, product: str, pieces: int) -> None:
        self.scans += 1
        uuid = UUID(int=self.scans)
        self._on_parcel(
            place,
            lambda pk: scan(pk, code=product, uuid=uuid, quantity=pieces, actor=self.cem),
            lambda parcel: self.house.scan(parcel, product, pieces),
        )

    @rule(place=PLACES)
    def finish(self, place: int) -> None:
        self._on_parcel(place, lambda pk: finish_picking(pk, actor=self.cem), self.house.finish)

    @rule(place=PLACES)
    def dispatch(self, place: int) -> None:
        self._on_parcel(place, lambda pk: dispatch(pk, carrier="SF", waybill="1", actor=self.cem), self.house.dispatch)

    @rule(place=PLACES)
    def deliver(self, place: int) -> None:
        self._on_parcel(place, lambda pk: confirm_delivery(pk, received_by="Wang", actor=self.cem), self.house.deliver)

    @rule(place=PLACES)
    def put_back(self, place: int) -> None:
        self._on_parcel(place, lambda pk: cancel_shipment(pk, reason="no", actor=self.cem), self.house.put_back)

    def _on_parcel(self, place: int, act: Callable[[int], Any], told: Callable[[Parcel], bool]) -> None:
        if self.house.parcels:
            place %= len(self.house.parcels)
            pk = Shipment.objects.order_by("pk").values_list("pk", flat=True)[place]
            self.ask(lambda: act(pk), lambda: told(self.house.parcels[place]))

    # --- money -------------------------------------------------------------------------------
    @rule(order=PLACES)
    def bill(self, order: int) -> None:
        order %= ORDERS
        self.ask(lambda: bill_order(self.orders[order], actor=self.dot), lambda: bool(self.house.unbilled(order)))

    @rule(place=PLACES)
    def issue(self, place: int) -> None:
        self._on_bill(place, lambda pk: issue_invoice(pk, actor=self.dot), self.house.issue)

    @rule(place=PLACES)
    def correct(self, place: int) -> None:
        self._on_bill(place, lambda pk: correct_invoice(pk, reason="wrong", actor=self.dot), self.house.correct)

    @rule(place=PLACES, part=st.sampled_from(["0.5", "1", "1", "1.01"]))
    def pay(self, place: int, part: str) -> None:
        """Half, all, or a little too much of what is open."""
        if not self.house.bills:
            return
        due = self.house.bills[place % len(self.house.bills)].open or Decimal(1)
        amount = max(Decimal("0.01"), (due * Decimal(part)).quantize(Decimal("0.01")))
        self._on_bill(
            place,
            lambda pk: book_payment(
                self.customer.pk, amount=amount, received_on=clock.today(), actor=self.dot, allocations={pk: amount}
            ),
            lambda bill: self.house.pay(bill, amount),
        )

    def _on_bill(self, place: int, act: Callable[[int], Any], told: Callable[[Bill], bool]) -> None:
        if self.house.bills:
            place %= len(self.house.bills)
            pk = Invoice.objects.filter(kind="invoice").order_by("pk").values_list("pk", flat=True)[place]
            self.ask(lambda: act(pk), lambda: told(self.house.bills[place]))

    @rule(place=PLACES)
    def reverse(self, place: int) -> None:
        if self.house.receipts:
            place %= len(self.house.receipts)
            pk = self._receipts()[place].pk
            self.ask(
                lambda: reverse_payment(pk, reason="typo", actor=self.dot),
                lambda: self.house.reverse(self.house.receipts[place]),
            )

    def _receipts(self) -> list[Payment]:
        return list(Payment.objects.exclude(state="reversal").order_by("pk"))

    # --- the usual way, so that sequences reach the far end ----------------------------------
    @rule(order=PLACES, steps=st.integers(1, 9))
    def go_on(self, order: int, steps: int) -> None:
        """What people usually do next, so many times."""
        for _step in range(steps):
            self.next_step(order % ORDERS)
            self.everything_agrees()

    def next_step(self, order: int) -> None:
        state = self.house.orders[order].state
        first = {"draft": self.submit, "approved": self.confirm}.get(state)
        if first is not None:
            first(order)
        elif state == "pending_approval":
            self.decide(order, "approved")
        elif state == "confirmed":
            self._goods(order) or self._money(order)

    def _goods(self, order: int) -> bool:
        for place, parcel in enumerate(self.house.parcels):
            if parcel.order == order and parcel.state in ("picking", "picked", "shipped"):
                self._handle(place, parcel)
                return True
        if self.house.unclaimed(order):
            self.open_parcel(order)
            return True
        missing = {product: line.left for product, line in self.house.orders[order].lines.items() if line.left}
        for product, pieces in missing.items():
            self.receive(product, pieces)
        return bool(missing)

    def _handle(self, place: int, parcel: Parcel) -> None:
        room = {product: self.house.room(parcel, product) for product in parcel.asked}
        product = next((product for product, pieces in room.items() if pieces), "")
        if parcel.state != "picking":
            (self.dispatch if parcel.state == "picked" else self.deliver)(place)
        elif product:
            self.scan(place, product, room[product])
        else:
            (self.finish if any(parcel.picked.values()) else self.put_back)(place)

    def _money(self, order: int) -> None:
        for place, bill in enumerate(self.house.bills):
            if bill.order == order and (bill.state == "draft" or bill.open):
                self.issue(place) if bill.state == "draft" else self.pay(place, "1")
                return
        self.bill(order)

    # --- after every step --------------------------------------------------------------------
    @invariant()
    def everything_agrees(self) -> None:
        self.house.settle_orders()
        self.house.settle_stock(self._held(), may_lose=self.may_lose)
        self.may_lose = False
        assert self._seen() == self._told()
        assert {row["code"]: row["first"] for row in broken() if row["rows"]} == {}
        assert not Delivery.objects.exclude(state="done").exists()

    def _lines(self) -> list[dict[str, OrderLine]]:
        found: list[dict[str, OrderLine]] = [{} for _order in self.orders]
        for line in OrderLine.objects.filter(order__in=self.orders):
            found[self.orders.index(line.order_id)][self._name(line)] = line
        return found

    def _held(self) -> list[Pieces]:
        return [{product: int(line.reserved) for product, line in lines.items()} for lines in self._lines()]

    def _seen(self) -> dict[str, Any]:
        picked: list[Pieces] = []
        shipments = list(Shipment.objects.order_by("pk"))
        for shipment in shipments:
            rows = ShipmentLine.objects.filter(shipment=shipment).select_related("order_line")
            picked.append({self._name(row.order_line): int(row.picked) for row in rows})
        states = dict(Order.objects.values_list("pk", "state"))
        invoices = Invoice.objects.filter(kind="invoice").order_by("pk")
        shelves = StockItem.objects.values_list("product_id", "on_hand", "reserved")
        return {
            "orders": [states[pk] for pk in self.orders],
            "lines": [
                {product: [int(getattr(line, name)) for name in FIGURES] for product, line in lines.items()}
                for lines in self._lines()
            ],
            "parcels": [(row.state, pieces) for row, pieces in zip(shipments, picked, strict=True)],
            "bills": [(row.state, row.open_amount) for row in invoices],
            "receipts": [(row.state, row.unapplied) for row in self._receipts()],
            "shelves": {self._code(pk): (int(on_hand), int(held)) for pk, on_hand, held in shelves},
        }

    def _code(self, product_id: int) -> str:
        return next(name for name, product in self.products.items() if product.pk == product_id)

    def _told(self) -> dict[str, Any]:
        house = self.house
        return {
            "orders": [it.state for it in house.orders],
            "lines": [
                {product: [getattr(line, name) for name in FIGURES] for product, line in it.lines.items()}
                for it in house.orders
            ],
            "parcels": [(parcel.state, parcel.picked) for parcel in house.parcels],
            "bills": [(bill.state, bill.open) for bill in house.bills],
            "receipts": [(receipt.state, receipt.left) for receipt in house.receipts],
            "shelves": {product: (house.on_hand[product], house.reserved(product)) for product in PRODUCTS},
        }


SETTINGS = settings(
    max_examples=int(os.environ.get("MACHINE_EXAMPLES", "8")),
    stateful_step_count=int(os.environ.get("MACHINE_STEPS", "15")),
    deadline=None,
    derandomize="MACHINE_EXAMPLES" not in os.environ,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
@pytest.mark.parametrize("moment", ["confirmation", "approval"])
def test_any_sequence_of_acts_is_allowed_or_refused_as_told_and_keeps_every_invariant(moment):
    """Whatever the moment from which goods are set aside (S60); a payment confirms nobody behind the model's back."""
    with override_settings(GENDAN_RESERVE_AT=moment, GENDAN_AUTO_CONFIRM=False):
        run_state_machine_as_test(OrderMachine, settings=SETTINGS)


def live(machine: OrderMachine) -> OrderMachine:
    """All three orders to their end, on the usual way."""
    for order in range(ORDERS):
        while machine.house.orders[order].state not in ("completed", "rejected", "cancelled"):
            machine.go_on(order, 1)
    return machine


@pytest.mark.django_db
def test_the_usual_way_leads_every_order_to_completed():
    machine = OrderMachine()

    live(machine)

    assert [it.state for it in machine.house.orders] == ["completed"] * ORDERS
    machine.teardown()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fault",
    [
        "shipping.services.leaving.dispatching.record_accepted",
        "inventory.services.issuing.adjust",
        "finance.services.paying.tell_paid",
    ],
)
def test_control_a_step_that_forgets_one_of_its_books_is_caught(monkeypatch, fault):
    machine = OrderMachine()
    monkeypatch.setattr(fault, lambda *args, **kwargs: None)

    with pytest.raises(AssertionError):
        live(machine)

    machine.teardown()
