"""Any sequence of shipping, billing, returning and settling leaves every book whole (I5, I9 to I25).

Each act is done or refused; a refused act changes nothing. After every act all invariants hold and the pieces of
the product are where they can be: with the customer, on the shelf, waiting to be looked at, in repair, or scrapped.
MACHINE_EXAMPLES and MACHINE_STEPS make the run longer.
"""

import os
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Q, Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from catalog.models import Product
from core import clock, outbox
from core.refusal import Refused
from finance.models import Invoice
from finance.services import bill_order, book_payment, correct_invoice, issue_invoice, issue_note
from inventory.models import Place, StockMove, Warehouse
from inventory.services import receive_goods, reserve_goods
from orders.models import Order, Return
from orders.services import short_close_order
from orders.services.returns.asking import Wish, request_return, withdraw_return
from orders.services.returns.facts import Found
from orders.services.returns.settling import resolve_return
from shipping.models import Shipment
from shipping.services import (
    confirm_delivery,
    finish_picking,
    finish_receipt,
    inspect_return,
    open_shipment,
    scan,
    scan_return,
    send_back,
    shelve_repaired,
)
from shipping.services.scans.arrivals import Arrival
from tests.cast import make_customer, make_person, make_product
from tests.orders.returns import wrong
from tests.shipping.builders import dispatch, make_confirmed, make_stock

WHICH = st.integers(0, 4)
FEW = st.integers(1, 3)
HOW = st.sampled_from(["credit", "replace", "repair"])
OUTCOME = st.sampled_from(["", "credit", "replace", "repair", "reject"])


class ReturnMachine(RuleBasedStateMachine):
    """One order over nine pieces, six in the house, odd prices so that cents would show."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.bo = make_person("bo", "sales_manager")
        self.ann = make_person("ann", "sales", manager=self.bo)
        self.cem, self.dot = make_person("cem", "warehouse"), make_person("dot", "finance")
        self.product, self.place = self.goods()
        self.customer = make_customer(self.ann)
        self.order = make_confirmed(self.ann, [(self.product, 9)], customer=self.customer).pk
        self.send()

    def goods(self) -> tuple[Product, Warehouse]:
        product = make_product("A", price="33.333333", barcode="2000000000017")
        return product, make_stock(self.cem, (product, 6))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def ask(self, act: Callable[[], Any]) -> None:
        """Do it, or have it refused; what the workers do afterwards is done too."""
        try:
            with transaction.atomic():
                act()
        except Refused:
            return
        while outbox.sweep():
            pass

    def _nth(self, rows: Any, n: int) -> Any:
        found = list(rows.order_by("pk"))
        return found[n % len(found)] if found else None

    def _return(self, n: int, state: str) -> Return | None:
        return self._nth(Return.objects.filter(state=state), n)

    # --- goods that leave ---------------------------------------------------------------------
    @rule()
    def send(self) -> None:
        """Pick all that is set aside and send it off."""
        self.ask(self._send)

    def _send(self) -> None:
        shipment = open_shipment(self.order, actor=self.cem)
        for line in shipment.lines.all():
            scan(shipment.pk, code="A", uuid=uuid.uuid4(), quantity=line.quantity, actor=self.cem)
        finish_picking(shipment.pk, actor=self.cem)
        dispatch(shipment.pk, carrier="SF", waybill="1", actor=self.cem)

    @rule()
    def deliver(self) -> None:
        for row in Shipment.objects.filter(state="shipped"):
            self.ask(lambda pk=row.pk: confirm_delivery(pk, received_by="Wang", actor=self.cem))

    @rule(pieces=FEW)
    def restock(self, pieces: int) -> None:
        goods = [(self.product.pk, Decimal(pieces))]
        self.ask(lambda: receive_goods(warehouse_id=self.place.pk, items=goods, actor=self.cem))
        self.ask(lambda: reserve_goods(self.order))

    @rule()
    def close_short(self) -> None:
        self.ask(lambda: short_close_order(self.order, actor=self.ann, reason="enough"))

    # --- money --------------------------------------------------------------------------------
    @rule(n=WHICH)
    def issue(self, n: int) -> None:
        row = self._nth(Invoice.objects.drafts(), n)
        if row is not None:
            does = issue_note if row.is_credit_note else issue_invoice
            self.ask(lambda: does(row.pk, actor=self.dot))

    @rule(n=WHICH, part=st.sampled_from(["1", "0.5"]))
    def pay(self, n: int, part: str) -> None:
        row = self._nth(Invoice.objects.open(), n)
        if row is not None:
            amount = (row.open_amount * Decimal(part)).quantize(Decimal("0.01"))
            paid = {row.pk: amount}
            self.ask(
                lambda: book_payment(
                    self.customer.pk, amount=amount, received_on=clock.today(), actor=self.dot, allocations=paid
                )
            )

    @rule(n=WHICH)
    def take_back(self, n: int) -> None:
        row = self._nth(Invoice.objects.standing(), n)
        if row is not None:
            self.ask(lambda: correct_invoice(row.pk, reason="wrong title", actor=self.dot))

    @rule()
    def bill(self) -> None:
        self.ask(lambda: bill_order(self.order, actor=self.dot))

    # --- goods that come back -------------------------------------------------------------------
    @rule(pieces=FEW, wanted=HOW)
    def want_back(self, pieces: int, wanted: str) -> None:
        line = Order.objects.get(pk=self.order).lines.get()
        wish = Wish(line_id=line.pk, quantity=Decimal(pieces), reason="quality", wanted=wanted)
        self.ask(lambda: request_return(self.order, wishes=[wish], actor=self.ann))

    @rule(n=WHICH)
    def withdraw(self, n: int) -> None:
        row = self._return(n, "approved")
        if row is not None:
            self.ask(lambda: withdraw_return(row.pk, reason="kept", actor=self.ann))

    @rule(n=WHICH, pieces=FEW)
    def take_in(self, n: int, pieces: int) -> None:
        row = self._return(n, "approved")
        if row is not None:
            arrival = Arrival(code="A", uuid=uuid.uuid4(), quantity=Decimal(pieces))
            self.ask(lambda: scan_return(row.pk, [arrival], actor=self.cem))
            self.ask(lambda: finish_receipt(row.pk, warehouse_id=self.place.pk, actor=self.cem))

    @rule(n=WHICH, repair=st.integers(0, 2), scrap=st.integers(0, 2))
    def look_at(self, n: int, repair: int, scrap: int) -> None:
        row = self._return(n, "received")
        if row is not None:
            line = row.lines.get()
            bad = min(Decimal(repair), line.received)
            gone = min(Decimal(scrap), line.received - bad)
            found = {line.order_line_id: Found(good=line.received - bad - gone, repair=bad, scrap=gone)}
            self.ask(lambda: inspect_return(row.pk, found=found, actor=self.cem))

    @rule(n=WHICH, how=OUTCOME)
    def settle(self, n: int, how: str) -> None:
        row = self._return(n, "inspected")
        if row is not None:
            outcomes = {row.lines.get().order_line_id: how} if how else {}
            self.ask(lambda: resolve_return(row.pk, outcomes=outcomes, answer="seen", actor=self.bo))

    @rule(n=WHICH)
    def return_theirs(self, n: int) -> None:
        row = self._return(n, "resolved")
        if row is not None:
            self.ask(lambda: send_back(row.pk, carrier="SF", waybill="2", actor=self.cem))

    @rule(n=WHICH)
    def shelve(self, n: int) -> None:
        row = self._return(n, "resolved")
        if row is not None:
            self.ask(lambda: shelve_repaired(row.pk, actor=self.cem))

    # --- what holds after every act -----------------------------------------------------------------
    @invariant()
    def every_book_is_whole(self) -> None:
        assert wrong() == []

    @invariant()
    def the_customer_has_what_the_line_says(self) -> None:
        line = Order.objects.get(pk=self.order).lines.get()
        outside = Place.objects.filter(kind="customer").values_list("pk", flat=True).first()
        moves = StockMove.objects.filter(order_line=line)
        sums = moves.aggregate(
            gone=Sum("quantity", filter=Q(to_place=outside)), back=Sum("quantity", filter=Q(from_place=outside))
        )
        here = sum(
            (row.received - row.sent_back for one in Return.objects.all() for row in one.lines.all()), Decimal(0)
        )
        assert (sums["gone"] or 0) - (sums["back"] or 0) == line.shipped + line.reshipped - here


@pytest.mark.django_db
@pytest.mark.timeout(600)
def test_any_sequence_of_returns_keeps_every_invariant():
    run_state_machine_as_test(
        ReturnMachine,
        settings=settings(
            max_examples=int(os.environ.get("MACHINE_EXAMPLES", "12")),
            stateful_step_count=int(os.environ.get("MACHINE_STEPS", "25")),
            deadline=None,
            derandomize="MACHINE_EXAMPLES" not in os.environ,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
