"""Two orders for the last pieces of a contract are confirmed in the same moment: one gets them (S21, B7)."""

from decimal import Decimal

import pytest

from config.reactions import REACTIONS
from core.bus import Answers
from core.refusal import Refused
from orders.events import OrderConfirmed
from orders.invariants import INVARIANTS
from orders.models import ContractLine, Order
from orders.models.words import State
from orders.services import confirm_order
from orders.services.contracts import calling as contract_calling
from tests.cast import make_customer, make_product
from tests.finance.builders import confirmed
from tests.orders.contracts import called_off, signed
from tests.races.crowd import Meeting, at_once, switch_locks_off

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def meeting(monkeypatch):
    """Whoever has read what is left waits for the other, unless they are kept out, before writing."""
    line, read = Meeting(), contract_calling._taken

    def run(wanted):
        rows = read(wanted)
        line.wait()
        return rows

    monkeypatch.setattr(contract_calling, "_taken", run)


@pytest.fixture
def pair(ann, settings, monkeypatch):
    """Two approved orders over 60 pieces each; 100 are agreed.

    Credit and stock hear nothing here: they would make the two wait for each other as well.
    """
    monkeypatch.setitem(REACTIONS, OrderConfirmed, Answers())
    settings.GENDAN_AUTO_CONFIRM = False
    customer, product = make_customer(ann), make_product("P-1", price="10.00")
    contract = signed(ann, customer, [(product, "10.00", "100")])
    return contract, [confirmed(ann, customer, [(product, 60)]) for _n in range(2)]


def confirm_both(orders, ann):
    return at_once([lambda one=one: confirm_order(one.pk, actor=ann) for one in orders])


def states(orders):
    return sorted(Order.objects.filter(pk__in=[one.pk for one in orders]).values_list("state", flat=True))


def test_two_confirms_for_the_last_pieces_let_one_through(pair, ann):
    contract, orders = pair

    results = confirm_both(orders, ann)

    refused = [one for one in results if isinstance(one, Exception)]
    assert [(type(one), one.code) for one in refused] == [(Refused, "contract_used_up")]
    assert (states(orders), called_off(contract)) == ([State.APPROVED, State.CONFIRMED], [Decimal(60)])
    assert [one.rule for one in INVARIANTS if list(one.rows())] == []


def test_without_locks_both_take_them_and_the_contract_forgets_one(pair, ann, monkeypatch):
    contract, orders = pair
    switch_locks_off(monkeypatch)

    confirm_both(orders, ann)

    assert states(orders) == [State.CONFIRMED, State.CONFIRMED]
    assert ContractLine.objects.get(contract=contract).called_off == Decimal(60)
    assert any("called off" in one.rule and list(one.rows()) for one in INVARIANTS)
