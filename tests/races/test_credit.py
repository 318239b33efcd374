"""Two orders of one customer are confirmed in the same moment: the limit holds for both together (I24)."""

from decimal import Decimal

import pytest

from core.refusal import Refused
from finance.models import CreditCheck
from finance.services import credit
from orders.models import Order
from orders.models.words import State
from orders.services import confirm_order
from tests.cast import make_customer, make_product
from tests.finance.builders import broken, confirmed, profile_of, with_limit
from tests.races.crowd import Meeting, at_once, switch_locks_off

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pair(ann, settings):
    """Two approved orders over 113.00 each; the limit is enough for one."""
    settings.GENDAN_AUTO_CONFIRM = False
    customer = make_customer(ann)
    orders = [confirmed(ann, customer, [(make_product(f"P-{n}", price="100.00"), 1)]) for n in range(2)]
    with_limit(customer, "200.00")
    return customer, orders


@pytest.fixture(autouse=True)
def meeting(pair, monkeypatch):
    """Whoever has asked the credit waits for the other, unless they are kept out, before writing."""
    line, ask = Meeting(), credit._basis

    def run(order, profile):
        answer = ask(order, profile)
        line.wait()
        return answer

    monkeypatch.setattr(credit, "_basis", run)


def confirm_both(orders, ann):
    return at_once([lambda one=one: confirm_order(one.pk, actor=ann) for one in orders])


def states(orders):
    return sorted(Order.objects.filter(pk__in=[one.pk for one in orders]).values_list("state", flat=True))


def test_I24_two_confirms_at_the_limit_let_one_through(pair, ann):
    customer, orders = pair

    results = confirm_both(orders, ann)

    refused = [one for one in results if isinstance(one, Exception)]
    assert [(type(one), one.code) for one in refused] == [(Refused, "credit_over")]
    assert states(orders) == [State.APPROVED, State.CONFIRMED]
    assert profile_of(customer).uninvoiced == Decimal("113.00")
    assert CreditCheck.objects.count() == 1
    assert broken() == {}


def test_I24_without_locks_both_pass_the_limit(pair, ann, monkeypatch):
    _customer, orders = pair
    switch_locks_off(monkeypatch)

    confirm_both(orders, ann)

    assert states(orders) == [State.CONFIRMED, State.CONFIRMED]
    assert sum(Order.objects.values_list("total", flat=True)) == Decimal("226.00") > Decimal("200.00")
    assert any(rule.startswith("I25 A credit profile") for rule in broken())
