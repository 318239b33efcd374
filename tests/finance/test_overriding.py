"""An order the customer's credit does not cover is let go by approval: this order, once, until a day (S33, S40)."""

import datetime
from decimal import Decimal

import pytest

from approvals.models import Request, Task
from approvals.services import decide
from core import clock
from core.access import Forbidden
from core.models import Event
from core.refusal import Refused
from finance import checks
from finance.models import CreditCheck, CreditOverride
from finance.models.override import OverrideState
from finance.models.words import Basis
from finance.services import ask_override, book_payment, expire_overrides, withdraw_override
from orders.models import Order
from orders.models.words import State
from orders.services import cancel_order, confirm_order, hand_over_order
from orders.services.entry.checking import load_facts
from tests.approvals.builders import make_fay
from tests.cast import make_customer, make_person, make_product
from tests.finance.builders import broken, confirmed, profile_of, with_limit

pytestmark = pytest.mark.django_db
SOON = datetime.timedelta(days=7)


def blocked(ann, settings, *, pieces=1, limit="50.00"):
    """An order over 113.00 a piece, approved while there was credit; now the limit is less than it."""
    settings.GENDAN_AUTO_CONFIRM = False
    customer = make_customer(ann)
    order = confirmed(ann, customer, [(make_product(price="100.00"), pieces)])
    with_limit(customer, limit)
    settings.GENDAN_AUTO_CONFIRM = True
    return order


def ask(order, actor, reason="paid tomorrow", until=None):
    return ask_override(order.pk, reason=reason, until=until or clock.today() + SOON, actor=actor)


def task_of(override):
    return Task.objects.pending().get(step__request__subject=override.stream)


def state_of(order):
    return Order.objects.get(pk=order.pk).state


def names(override):
    return list(Event.objects.filter(stream=override.stream).order_by("seq").values_list("name", flat=True))


def test_s33_an_order_the_credit_does_not_cover_is_released_by_finance_and_goes_on_by_itself(ann, dot, settings):
    order = blocked(ann, settings)

    override = ask(order, ann)
    task = task_of(override)
    assert (override.state, override.amount, override.excess) == ("asked", Decimal("113.00"), Decimal("63.00"))
    assert (task.role, state_of(order)) == ("finance", State.APPROVED)

    decide(task.pk, outcome="approved", opinion="", actor=dot)

    override.refresh_from_db(fields=["agreed_by", "closed_at"])
    check = CreditCheck.objects.get(order=order)
    assert state_of(order) == State.CONFIRMED
    assert CreditOverride.objects.get().state == OverrideState.USED
    assert (check.basis, check.override, check.limit) == (Basis.OVERRIDE, override, Decimal("50.00"))
    assert override.agreed_by == "Dot"
    assert profile_of(order.customer).limit == Decimal("50.00")
    assert [name for name in names(override) if name.startswith("credit")] == [
        "credit_override.asked",
        "credit_override.granted",
        "credit_override.used",
    ]
    shown = Event.objects.filter(topic=order.stream, name__startswith="credit_override").count()
    assert shown == 3
    assert broken() == {}


def test_a6_whoever_asks_or_owns_the_order_does_not_release_it_and_finance_asks_the_director(ann, dot, settings):
    fay, order = make_fay(), blocked(ann, settings)

    override = ask(order, dot)
    task = task_of(override)

    assert task.role == "director"
    for person in (ann, dot):
        with pytest.raises(Forbidden):
            decide(task.pk, outcome="approved", opinion="", actor=person)
    assert state_of(order) == State.APPROVED
    decide(task.pk, outcome="approved", opinion="", actor=fay)
    assert state_of(order) == State.CONFIRMED


def test_s33_far_over_the_limit_the_director_is_asked_after_finance(ann, dot, settings):
    fay, order = make_fay(), blocked(ann, settings, pieces=1000)

    override = ask(order, ann)
    decide(task_of(override).pk, outcome="approved", opinion="", actor=dot)
    assert (task_of(override).role, state_of(order)) == ("director", State.APPROVED)
    decide(task_of(override).pk, outcome="approved", opinion="", actor=fay)

    assert state_of(order) == State.CONFIRMED
    assert CreditOverride.objects.get().agreed_by == "Dot, Fay"


def test_s34_the_approver_sees_the_exposure_in_its_parts_and_the_excess(ann, dot, settings):
    order = blocked(ann, settings)

    request = Request.objects.get(subject=ask(order, ann).stream)

    facts = request.facts
    assert request.order == order and request.kind == "credit_override"
    assert (facts["excess"], facts["excess_percent"], facts["overdue_days"]) == ("63.00", "126.0", 0)
    assert [row["value"] for row in request.figures] == [
        "0.00 CNY", "0.00 CNY", "0.00 CNY", "113.00 CNY", "113.00 CNY", "50.00 CNY", "63.00 CNY", "0.00 CNY", "0 days",
    ]  # fmt: skip
    assert (facts["tier"], facts["total"], facts["round"]) == ("standard", "113.00", 1)


def test_s40_a_grant_covers_not_a_cent_more_than_the_order_had_then_and_a_bigger_one_asks_again(ann, dot, settings):
    order = blocked(ann, settings)
    settings.GENDAN_AUTO_CONFIRM = False
    first = ask(order, ann)
    decide(task_of(first).pk, outcome="approved", opinion="", actor=dot)
    CreditOverride.objects.filter(pk=first.pk).update(amount=Decimal("112.99"))

    with pytest.raises(Refused) as refused:
        confirm_order(order.pk, actor=ann)

    assert refused.value.code == "credit_over"
    assert (state_of(order), CreditCheck.objects.count()) == (State.APPROVED, 0)

    second = ask(order, ann)
    assert CreditOverride.objects.get(pk=first.pk).state == OverrideState.WITHDRAWN
    decide(task_of(second).pk, outcome="approved", opinion="", actor=dot)
    confirm_order(order.pk, actor=ann)
    assert CreditCheck.objects.get().override_id == second.pk
    assert broken() == {}


def test_s40_another_order_of_the_same_customer_is_not_released_with_it(ann, dot, settings):
    order = blocked(ann, settings)
    settings.GENDAN_AUTO_CONFIRM = False
    with_limit(order.customer, "1000.00")
    other = confirmed(ann, order.customer, [(make_product("B-1", price="100.00"), 1)])
    with_limit(order.customer, "50.00")
    decide(task_of(ask(order, ann)).pk, outcome="approved", opinion="", actor=dot)

    with pytest.raises(Refused):
        confirm_order(other.pk, actor=ann)

    confirm_order(order.pk, actor=ann)
    assert (state_of(order), state_of(other)) == (State.CONFIRMED, State.APPROVED)


def test_s40_a_question_the_order_has_outgrown_makes_room_for_the_next(ann, dot, settings):
    order = blocked(ann, settings)
    first = ask(order, ann)
    CreditOverride.objects.filter(pk=first.pk).update(amount=Decimal("100.00"))

    second = ask(order, ann)

    assert list(CreditOverride.objects.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "asked"]
    assert Request.objects.get(subject=first.stream).state == "recalled"
    assert task_of(second).role == "finance"


@pytest.mark.parametrize(
    ("outcome", "state", "round_"), [("returned", OverrideState.RETURNED, 2), ("rejected", OverrideState.REFUSED, 1)]
)
def test_s33_a_no_leaves_the_order_waiting_and_returned_is_asked_again_in_a_second_round(
    ann, dot, settings, outcome, state, round_
):
    order = blocked(ann, settings)
    override = ask(order, ann)

    decide(task_of(override).pk, outcome=outcome, opinion="how much is overdue?", actor=dot)

    now = CreditOverride.objects.get(pk=override.pk)
    assert (now.state, now.answer, state_of(order)) == (state, "how much is overdue?", State.APPROVED)
    assert CreditCheck.objects.count() == 0
    again = ask(order, ann, reason="nothing is")
    assert (again.round, again.reason) == (round_, "nothing is")
    assert (again.pk == override.pk) is (outcome == "returned")
    assert task_of(again).role == "finance"


def test_i26_taking_the_question_back_asks_nobody_any_more(ann, dot, settings):
    order = blocked(ann, settings)
    override = ask(order, ann)
    task = task_of(override)

    withdraw_override(override.pk, actor=ann)

    with pytest.raises(Refused):
        decide(task.pk, outcome="approved", opinion="", actor=dot)
    assert Request.objects.get(subject=override.stream).state == "recalled"
    assert (CreditOverride.objects.get().state, state_of(order)) == ("withdrawn", State.APPROVED)


def test_i6_a_cancelled_order_takes_its_question_and_its_grant_with_it(ann, dot, settings):
    order = blocked(ann, settings)
    override = ask(order, ann)

    cancel_order(order.pk, actor=ann, reason="customer withdrew")

    assert CreditOverride.objects.get().state == OverrideState.WITHDRAWN
    assert not Task.objects.pending().filter(step__request__subject=override.stream).exists()
    assert broken() == {}


def test_a_grant_nobody_used_by_its_last_day_is_over_and_lets_nothing_pass(ann, dot, settings):
    order = blocked(ann, settings)
    settings.GENDAN_AUTO_CONFIRM = False
    override = ask(order, ann, until=clock.today())
    decide(task_of(override).pk, outcome="approved", opinion="", actor=dot)
    CreditOverride.objects.update(until=clock.today() - datetime.timedelta(days=1))

    with pytest.raises(Refused):
        confirm_order(order.pk, actor=ann)

    assert (expire_overrides(), expire_overrides()) == (1, 0)
    assert CreditOverride.objects.get().state == OverrideState.EXPIRED


def test_s87_what_the_credit_covers_again_needs_no_release_and_nobody_is_asked(ann, dot, settings):
    order = blocked(ann, settings)
    settings.GENDAN_AUTO_CONFIRM = False
    book_payment(order.customer_id, amount=Decimal(500), received_on=clock.today(), actor=dot)

    with pytest.raises(Refused) as refused:
        ask(order, ann)

    assert refused.value.code == "needless"
    assert CreditOverride.objects.count() == Request.objects.filter(kind="credit_override").count() == 0


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"reason": "  "}, "needs_reason"),
        ({"until": datetime.date(2020, 1, 1)}, "passed"),
        ({"until": datetime.date(2098, 1, 1)}, "too_long"),
    ],
)
def test_bad_input_asks_nobody(ann, dot, settings, more, code):
    order = blocked(ann, settings)

    with pytest.raises(Refused) as refused:
        ask(order, ann, **more)

    assert refused.value.code == code
    assert CreditOverride.objects.count() == 0


def test_asked_twice_is_asked_once_and_strangers_ask_for_nothing(ann, dot, eve, settings):
    order = blocked(ann, settings)
    ask(order, ann)

    with pytest.raises(Refused) as refused:
        ask(order, ann)
    with pytest.raises(Forbidden):
        ask(order, eve)

    assert refused.value.code == "asked_already"
    assert CreditOverride.objects.count() == 1


def test_a_granted_release_is_said_by_the_check_and_blocks_nothing(ann, dot, settings):
    order = blocked(ann, settings)
    settings.GENDAN_AUTO_CONFIRM = False
    decide(task_of(ask(order, ann)).pk, outcome="approved", opinion="", actor=dot)

    fresh = Order.objects.select_related("customer", "terms").get(pk=order.pk)
    found = checks.credit(load_facts(fresh, list(fresh.lines.all())), [])

    assert [one.code for one in found] == ["credit_released"]


def test_s117_the_new_owner_of_the_order_does_not_release_it(ann, bo, dot, settings):
    fay = make_fay()
    dan = make_person("dan", "finance", department="North", manager=fay)
    order = blocked(ann, settings)
    override = ask(order, ann)
    Task.objects.filter(step__request__subject=override.stream).update(user=dan)

    hand_over_order(order.pk, to=dan, actor=bo)

    task = task_of(override)
    assert task.user_id == fay.pk
    with pytest.raises(Forbidden):
        decide(task.pk, outcome="approved", opinion="", actor=dan)
