"""What a customer may owe: counted once, asked at every confirm, allowed only by approval."""

import datetime
from decimal import Decimal

import pytest

from core import clock
from core.access import Forbidden
from core.finding import Level
from core.models import Event
from core.refusal import Refused
from customers.models import Customer, PaymentTerm
from finance import checks
from finance.models import CreditCheck
from finance.models.words import Basis
from finance.services import book_payment, open_profile, set_limit
from orders.models import Order
from orders.models.words import State
from orders.services import cancel_order, confirm_order
from orders.services.entry.checking import load_facts
from tests.cast import make_customer, make_draft, make_product
from tests.finance.builders import broken, confirmed, invoiced, profile_of, ship, with_limit
from tests.pricing import make_rate

pytestmark = pytest.mark.django_db


def findings_of(order, check=checks.credit):
    order = Order.objects.select_related("customer", "terms").get(pk=order.pk)
    return check(load_facts(order, list(order.lines.all())), [])


def test_a_new_customer_on_account_has_the_standard_limit_and_a_prepaying_one_none(ann):
    prepaid = PaymentTerm.objects.create(name="Cash first", days=0, prepaid=True)

    cash = Customer.objects.create(code="C-2", name="先款客户", terms=prepaid)

    open_profile(cash.pk)
    on_account, before_delivery = profile_of(make_customer(ann, credit_limit="0")), profile_of(cash)
    agreed = profile_of(make_customer(ann, "C-3", credit_limit="5000"))

    assert [one.limit for one in (on_account, before_delivery, agreed)] == [200_000, 0, 5_000]


def test_a_confirmed_order_is_counted_once_whatever_becomes_of_it(ann, dot):
    customer = make_customer(ann)

    order = confirmed(ann, customer, [(make_product(price="100.00"), 4)])
    assert (profile_of(customer).uninvoiced, profile_of(customer).exposure) == (Decimal("452.00"), Decimal("452.00"))

    ship(order, 1)
    assert profile_of(customer).exposure == Decimal("452.00")

    invoiced(ann, dot, customer)
    assert profile_of(customer).exposure == Decimal("565.00")

    book_payment(customer.pk, amount=Decimal(100), received_on=clock.today(), actor=dot)
    assert profile_of(customer).exposure == Decimal("465.00")
    assert broken() == {}


def test_cancelling_a_confirmed_order_gives_its_credit_back(ann):
    customer = make_customer(ann)
    order = confirmed(ann, customer)

    cancel_order(order.pk, actor=ann, reason="customer withdrew")

    assert profile_of(customer).exposure == 0
    assert broken() == {}


def test_cancelling_a_draft_gives_nothing_back(ann):
    customer = make_customer(ann)
    confirmed(ann, customer, [(make_product(price="100.00"), 1)])

    cancel_order(make_draft(ann, customer, [(make_product("B-1"), 1)]).pk, actor=ann, reason="typed twice")

    assert profile_of(customer).uninvoiced == Decimal("113.00")
    assert broken() == {}


def test_I24_an_order_over_the_limit_is_not_confirmed_and_uses_no_credit(ann, settings):
    customer = make_customer(ann)
    with_limit(customer, "250.00")
    product = make_product(price="100.00")
    settings.GENDAN_AUTO_CONFIRM = False
    first, second = (confirmed(ann, customer, [(product, 1)]) for _turn in range(2))
    with_limit(customer, "150.00")
    confirm_order(first.pk, actor=ann)

    with pytest.raises(Refused) as refused:
        confirm_order(second.pk, actor=ann)

    assert refused.value.code == "credit_over"
    assert "76.00 CNY" in str(refused.value) and "150.00" not in str(refused.value)
    assert Order.objects.get(pk=second.pk).state == State.APPROVED
    assert profile_of(customer).uninvoiced == Decimal("113.00")
    assert list(CreditCheck.objects.values_list("order", flat=True)) == [first.pk]
    assert broken() == {}


def test_S33_an_order_approved_over_the_limit_is_confirmed_and_the_proof_says_so(ann, dot):
    customer = make_customer(ann)
    with_limit(customer, "100.00")

    order = confirmed(ann, customer, [(make_product(price="100.00"), 1)])

    proof = CreditCheck.objects.get(order=order)
    assert order.state == State.CONFIRMED
    assert (proof.basis, proof.exposure, proof.limit) == (Basis.OVERRIDE, Decimal("113.00"), Decimal("100.00"))
    assert broken() == {}


def test_cash_before_delivery_without_a_limit_is_not_asked_for_credit(ann):
    terms = PaymentTerm.objects.create(name="Cash first", days=0, prepaid=True)
    customer = make_customer(ann, terms=terms)
    with_limit(customer, "0")

    order = confirmed(ann, customer)

    assert order.state == State.CONFIRMED
    assert CreditCheck.objects.get(order=order).basis == Basis.PREPAID
    draft = make_draft(ann, customer, [(make_product("B-1"), 1)])
    assert [(one.code, one.level) for one in findings_of(draft)] == [("prepaid", Level.WARN)]
    assert broken() == {}


def test_S87_the_check_says_limit_used_and_what_would_be_after(ann):
    customer = make_customer(ann)
    with_limit(customer, "300.00")
    product = make_product(price="100.00")
    confirmed(ann, customer, [(product, 1)])

    within = findings_of(make_draft(ann, customer, [(product, 1)]))
    over = findings_of(make_draft(ann, customer, [(product, 2)]))

    assert [(one.code, one.level) for one in within] == [("credit", Level.INFO)]
    assert [(one.code, one.level, one.heading) for one in over] == [("credit_over", Level.APPROVE, "credit")]
    assert over[0].facts == {
        "limit": "300.00",
        "used": "113.00",
        "order": "226.00",
        "after": "339.00",
        "over": "39.00",
    }


def test_overdue_debt_needs_approval_from_the_first_day(ann, dot, monkeypatch):
    customer = make_customer(ann)
    invoice = invoiced(ann, dot, customer)
    draft = make_draft(ann, customer, [(make_product(), 1)])
    monkeypatch.setattr(clock, "today", lambda: invoice.due_date)
    assert findings_of(draft, checks.overdue) == []

    monkeypatch.setattr(clock, "today", lambda: invoice.due_date + datetime.timedelta(days=1))
    found = findings_of(draft, checks.overdue)
    assert [(one.code, one.level, one.facts) for one in found] == [
        ("overdue_debt", Level.APPROVE, {"days": "1", "amount": "113.00"})
    ]


def test_each_check_asks_the_database_once(ann, django_assert_num_queries):
    order = Order.objects.select_related("customer", "terms").get(pk=make_draft(ann, make_customer(ann)).pk)
    facts = load_facts(order, list(order.lines.all()))

    with django_assert_num_queries(2):
        checks.credit(facts, [])
        checks.overdue(facts, [])


def test_a_limit_is_set_by_finance_and_kept_with_its_reason(ann, dot):
    customer = make_customer(ann)

    set_limit(customer.pk, Decimal("50000"), reason="paid late", actor=dot)

    assert profile_of(customer).limit == Decimal("50000.00")
    told = Event.objects.get(name="credit.limit_set")
    assert '"before":"1000000.00"' in told.text and '"after":"50000.00"' in told.text and "paid late" in told.text


@pytest.mark.parametrize("limit", ["-1", "NaN", "Infinity", "1e18"])
def test_A36_a_nonsense_limit_is_refused(ann, dot, limit):
    customer = make_customer(ann)

    with pytest.raises(Refused):
        set_limit(customer.pk, Decimal(limit), reason="x", actor=dot)

    assert profile_of(customer).limit == Decimal(1_000_000)


def test_sales_may_not_set_a_limit(ann):
    customer = make_customer(ann)

    with pytest.raises(Forbidden):
        set_limit(customer.pk, Decimal(1), reason="x", actor=ann)

    assert profile_of(customer).limit == Decimal(1_000_000)


def test_an_order_in_another_currency_than_the_credit_is_refused(ann):
    customer = make_customer(ann)
    customer.currency = "USD"
    customer.save()
    make_rate("USD")

    order = confirmed(ann, customer)

    assert order.state == State.APPROVED
    assert profile_of(customer).uninvoiced == 0
