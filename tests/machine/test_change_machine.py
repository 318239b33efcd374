"""Sequences of changes against a plain-Python model: whatever is asked for, decided, picked or shipped in between."""

import uuid
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from core.management.commands.check_invariants import broken
from core.nudge import quietly
from core.refusal import Refused
from orders.models import ChangeRequest, Order
from orders.services import submit_change, withdraw_change
from shipping.models import Shipment
from shipping.services import finish_picking, open_shipment, scan
from tests.cast import make_person, make_product
from tests.changes.builders import addition, begin, decide_all, edit, removal
from tests.shipping.builders import dispatch, make_confirmed, make_stock

PRICE = Decimal(10)
STOCK = 40


class Changes(RuleBasedStateMachine):
    """One order with its lines; the model is a list of [wanted, picked, shipped] for each position."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.bo = make_person("bo", "sales_manager")
        self.ann, self.cem = make_person("ann", "sales", manager=self.bo), make_person("cem", "warehouse")
        self.product = make_product("A-1", price=str(PRICE), barcode="2000000000017")
        make_stock(self.cem, (self.product, STOCK))
        self.order = make_confirmed(self.ann, [(self.product, 12), (self.product, 7)])
        self.lines = [[12, 0, 0], [7, 0, 0]]
        self.revision = 1
        self.open: tuple[int, dict[int, int], int] | None = None

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    @precondition(lambda self: self.open is None)
    @rule(data=st.data())
    def ask(self, data: st.DataObject) -> None:
        """Ask for new quantities, nothing meaning removal, and perhaps a new line."""
        alive = [n for n, line in enumerate(self.lines) if line[0]]
        wish = data.draw(st.dictionaries(st.sampled_from(alive), st.integers(0, 25), max_size=2)) if alive else {}
        more = data.draw(st.integers(0, 3))
        real = {n: q for n, q in wish.items() if q != self.lines[n][0]}
        allowed = all(q >= self.lines[n][1] + self.lines[n][2] for n, q in real.items())
        rest = sum(real.get(n, self.lines[n][0]) for n in alive) + more
        rows = {line.position: line for line in self.order.lines.all()}
        edits = [edit(rows[n + 1], quantity=Decimal(q)) if q else removal(rows[n + 1]) for n, q in wish.items()] + (
            [addition(self.product, more)] if more else []
        )
        try:
            with transaction.atomic():
                change = begin(self.order, self.ann, *edits, version=self._version())
                submit_change(change.pk, actor=self.ann)
        except Refused:
            assert not (allowed and rest and (real or more)), (real, more, self.lines)
            return
        assert allowed and rest and (real or more)
        self.open = (change.pk, real, more)

    def _version(self) -> int | None:
        mine = ChangeRequest.objects.filter(order=self.order, state="draft").first()
        return mine.version if mine else None

    @precondition(lambda self: self.open is not None)
    @rule(outcome=st.sampled_from(["approved", "approved", "rejected"]))
    def decide(self, outcome: str) -> None:
        key, real, more = self.open  # type: ignore[misc]
        opinion = "" if outcome == "approved" else "no"
        change = decide_all(ChangeRequest.objects.get(pk=key), self.bo, outcome=outcome, opinion=opinion)
        if outcome == "rejected":
            assert change.state == "rejected"
        elif all(q >= self.lines[n][1] + self.lines[n][2] for n, q in real.items()):
            assert change.state == "applied", change.opinion
            for n, quantity in real.items():
                self.lines[n][0] = quantity
            self.lines += [[more, 0, 0]] if more else []
            self.revision += 1
        else:
            assert change.state == "approved"
            withdraw_change(key, actor=self.ann)
        self.open = None

    @rule(pieces=st.integers(1, 4))
    def pick(self, pieces: int) -> None:
        """Open a shipment and scan some pieces, as many as fit on the first line that takes them."""
        parcel = Shipment.objects.filter(order=self.order, state="picking").first()
        if parcel is None:
            try:
                with transaction.atomic():
                    parcel = open_shipment(self.order.pk, actor=self.cem)
            except Refused:
                return
        scan(parcel.pk, code="A-1", uuid=uuid.uuid4(), quantity=pieces, actor=self.cem)
        for n, line in enumerate(self.order.lines.order_by("position")):
            self.lines[n][1] = int(line.picked)

    @rule()
    def ship(self) -> None:
        parcel = Shipment.objects.filter(order=self.order, state="picking", lines__picked__gt=0).first()
        if parcel is None:
            return
        finish_picking(parcel.pk, actor=self.cem)
        dispatch(parcel.pk, carrier="SF", waybill="1", actor=self.cem)
        for n, line in enumerate(self.order.lines.order_by("position")):
            self.lines[n] = [self.lines[n][0], int(line.picked), int(line.shipped)]

    @invariant()
    def house_and_model_agree(self) -> None:
        order = Order.objects.get(pk=self.order.pk)
        rows = list(order.lines.order_by("position"))
        assert [int(line.wanted) for line in rows] == [line[0] for line in self.lines]
        assert order.revision == self.revision
        assert order.net == PRICE * sum(line[0] for line in self.lines)
        assert all(line.reserved <= line.wanted - line.shipped for line in rows)
        assert [row for row in broken() if row["rows"]] == []


SETTINGS = settings(
    max_examples=20,
    stateful_step_count=8,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
def test_any_sequence_of_changes_leaves_the_order_as_told_and_keeps_every_invariant():
    with quietly():
        run_state_machine_as_test(Changes, settings=SETTINGS)


@pytest.mark.django_db
def test_control_a_change_that_forgets_to_set_goods_free_is_caught(monkeypatch):
    monkeypatch.setattr("shipping.services.picking.changing.release_excess", lambda *args, **kwargs: None)

    with quietly():
        house = Changes()
        change = begin(house.order, house.ann, edit(house.order.lines.get(position=1), quantity=Decimal(5)))
        submit_change(change.pk, actor=house.ann)
        house.open = (change.pk, {0: 5}, 0)
        house.decide("approved")

        with pytest.raises(AssertionError):
            house.house_and_model_agree()
        house.teardown()
