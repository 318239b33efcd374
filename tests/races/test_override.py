"""A release over the credit limit is used once, whoever comes in the same moment (I24, S40)."""

import datetime

import pytest
from django_fsm import ConcurrentTransition

from approvals.models import Task
from approvals.services import decide
from core import clock
from core.refusal import Refused
from finance.models import CreditCheck, CreditOverride
from finance.services import ask_override, credit, overriding, withdraw_override
from orders.models import Order
from orders.models.words import State
from orders.services import confirm_order
from tests.cast import make_customer, make_product
from tests.finance.builders import broken, confirmed, profile_of, with_limit
from tests.races.crowd import Meeting, at_once, switch_locks_off

pytestmark = pytest.mark.django_db(transaction=True)
SOON = datetime.timedelta(days=7)


@pytest.fixture
def released(ann, dot, settings):
    """An order over 113.00 with a limit of 50.00, and leave to pass it once."""
    settings.GENDAN_AUTO_CONFIRM = False
    order = confirmed(ann, make_customer(ann), [(make_product(price="100.00"), 1)])
    with_limit(order.customer, "50.00")
    override = ask_override(order.pk, reason="paid tomorrow", until=clock.today() + SOON, actor=ann)
    task = Task.objects.pending().get(step__request__subject=override.stream)
    decide(task.pk, outcome="approved", opinion="", actor=dot)
    return order, override


@pytest.fixture(autouse=True)
def meeting(released, monkeypatch):
    """Whoever has found the leave waits for the other, unless they are kept out, before using it or giving it up."""
    line, ask, end = Meeting(), credit._basis, overriding._end

    def found(order, profile):
        answer = ask(order, profile)
        line.wait()
        return answer

    def given_up(override, verb, actor):
        line.wait()
        return end(override, verb, actor)

    monkeypatch.setattr(credit, "_basis", found)
    monkeypatch.setattr(overriding, "_end", given_up)


def refusals(results):
    return [one.code for one in results if isinstance(one, Refused)]


def confirm_and_withdraw(released, ann):
    order, override = released
    return at_once(
        [lambda: confirm_order(order.pk, actor=ann), lambda: withdraw_override(override.pk, actor=ann)],
    )


def test_i24_two_confirms_use_one_release_once_and_the_second_is_told(released, ann):
    order, override = released

    results = at_once([lambda: confirm_order(order.pk, actor=ann)] * 2)

    assert refusals(results) == ["wrong_state"]
    assert list(CreditCheck.objects.values_list("override", flat=True)) == [override.pk]
    assert str(profile_of(order.customer).uninvoiced) == "113.00"
    assert broken() == {}


def test_i24_used_or_taken_back_never_both(released, ann):
    order, _override = released

    results = confirm_and_withdraw(released, ann)

    state, left = Order.objects.get(pk=order.pk).state, CreditOverride.objects.get().state
    assert len(refusals(results)) == 1
    assert (state, left) in ((State.CONFIRMED, "used"), (State.APPROVED, "withdrawn"))
    assert CreditCheck.objects.count() == (state == State.CONFIRMED)
    assert broken() == {}


def test_i24_control_without_locks_both_move_the_same_release(released, ann, monkeypatch):
    switch_locks_off(monkeypatch)

    results = confirm_and_withdraw(released, ann)

    # Both found it granted; only the machine's own last guard is left, and it speaks to nobody.
    assert [type(one) for one in results if isinstance(one, Exception)] == [ConcurrentTransition]
