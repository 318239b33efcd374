"""What confirmed orders take of a contract, and what comes back when they end (S21, B7)."""

from decimal import Decimal

import pytest

from core.people import HOUSE
from core.refusal import Refused
from orders.invariants import INVARIANTS
from orders.models import ContractLine, Order
from orders.models.words import State
from orders.services import (
    cancel_order,
    confirm_order,
    record_accepted,
    record_picked,
    record_reserved,
    record_shipped,
    short_close_order,
    submit_order,
)
from tests.cast import make_customer, make_draft, make_product
from tests.finance.builders import confirmed
from tests.orders.contracts import called_off, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(ann):
    return make_customer(ann)


@pytest.fixture
def bearing():
    return make_product("A-1043", price="100.00")


@pytest.fixture
def contract(ann, customer, bearing):
    return signed(ann, customer, [(bearing, "90.00", "100")])


def broken() -> list[str]:
    return [one.rule for one in INVARIANTS if list(one.rows())]


def test_a_draft_takes_nothing_a_confirmed_order_takes_its_quantity_and_a_cancelled_one_gives_it_back(
    ann, customer, bearing, contract
):
    draft = make_draft(ann, customer, [(bearing, 30), (bearing, 12)])
    assert called_off(contract) == [0]

    submit_order(draft.pk, actor=ann)
    assert (Order.objects.get(pk=draft.pk).state, called_off(contract)) == (State.CONFIRMED, [42])

    cancel_order(draft.pk, actor=ann, reason="typed twice")
    assert called_off(contract) == [0]
    assert broken() == []


def test_cancelling_an_order_that_never_bound_gives_nothing_back(ann, customer, bearing, contract, settings):
    confirmed(ann, customer, [(bearing, 10)])
    settings.GENDAN_AUTO_CONFIRM = False
    waiting = make_draft(ann, customer, [(bearing, 5)])
    submit_order(waiting.pk, actor=ann)

    cancel_order(waiting.pk, actor=ann, reason="gone")

    assert called_off(contract) == [10]


def test_closing_short_gives_back_what_never_shipped(ann, customer, bearing, contract):
    order = confirmed(ann, customer, [(bearing, 10)])
    moved = {order.lines.get().pk: Decimal(4)}
    record_reserved(order.pk, quantities=moved)
    record_picked(order.pk, quantities=moved)
    record_shipped(order.pk, quantities=moved, source="shipment:1")
    record_accepted(order.pk, quantities=moved, source="shipment:1")

    short_close_order(order.pk, actor=ann, reason="no longer made")

    assert called_off(contract) == [4]
    assert broken() == []


def test_a_confirm_beyond_what_is_left_is_refused_in_words_and_nothing_is_taken(
    ann, customer, bearing, contract, settings
):
    settings.GENDAN_AUTO_CONFIRM = False
    orders = [make_draft(ann, customer, [(bearing, 60)]) for _n in range(2)]
    for order in orders:
        submit_order(order.pk, actor=ann)
    confirm_order(orders[0].pk, actor=ann)

    with pytest.raises(Refused) as refusal:
        confirm_order(orders[1].pk, actor=ann)

    assert refusal.value.code == "contract_used_up"
    assert str(refusal.value) == (
        f"Contract {contract.number} has only 40 of A-1043 left; this order wants 60."
        " Have the contract raised, or cancel this order and enter a smaller one."
    )
    assert (called_off(contract), Order.objects.get(pk=orders[1].pk).state) == ([60], State.APPROVED)
    assert broken() == []


def test_the_house_leaves_such_an_order_with_its_owner(ann, customer, bearing, contract, settings):
    settings.GENDAN_AUTO_CONFIRM = False
    first, second = (make_draft(ann, customer, [(bearing, 60)]) for _n in range(2))
    submit_order(first.pk, actor=ann)
    confirm_order(first.pk, actor=ann)
    ContractLine.objects.filter(contract=contract).update(quantity=120)
    submit_order(second.pk, actor=ann)
    ContractLine.objects.filter(contract=contract).update(quantity=119)

    with pytest.raises(Refused):
        confirm_order(second.pk, actor=HOUSE)

    assert called_off(contract) == [60]


def test_an_overrun_the_manager_approved_goes_through_and_no_further(ann, bo, customer, bearing, contract, settings):
    settings.GENDAN_AUTO_CONFIRM = False
    big, other = make_draft(ann, customer, [(bearing, 130)]), make_draft(ann, customer, [(bearing, 1)])
    asked = confirmed(ann, customer, [(bearing, 130)])
    assert asked.state == State.APPROVED

    confirm_order(asked.pk, actor=ann)

    assert called_off(contract) == [130]
    submit_order(other.pk, actor=ann)
    assert Order.objects.get(pk=other.pk).state == State.PENDING_APPROVAL
    assert Order.objects.get(pk=big.pk).state == State.DRAFT
    assert broken() == []


def test_within_the_tolerance_nobody_is_asked(ann, customer, bearing):
    contract = signed(ann, customer, [(bearing, "90.00", "100")], quantity_tolerance=Decimal(5))

    order = confirmed(ann, customer, [(bearing, 105)])

    assert (order.state, called_off(contract)) == (State.CONFIRMED, [105])


def test_a_price_agreement_without_a_quantity_is_never_used_up(ann, customer, bearing):
    contract = signed(ann, customer, [(bearing, "90.00", None)])

    confirmed(ann, customer, [(bearing, 100)])
    confirmed(ann, customer, [(bearing, 100)])

    assert called_off(contract) == [200]


def test_the_invariant_finds_a_contract_that_says_otherwise(ann, customer, bearing, contract):
    confirmed(ann, customer, [(bearing, 10)])
    rule = "What a contract says was called off is what confirmed orders took of it"
    assert rule not in broken()

    ContractLine.objects.filter(contract=contract).update(called_off=9)

    assert rule in broken()
