"""S24: finance confirms amount, payment terms and invoicing before an order is confirmed, where the policy says so."""

import pytest

from approvals import wording
from approvals.models import Policy, Rule, Step
from approvals.services import copy_policy, decide, publish_policy
from core.refusal import Refused
from orders.models import Order
from orders.services import confirm_order, submit_order
from tests.approvals.builders import make_fay
from tests.cast import make_customer, make_draft, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def switched_on(ann, dot):
    """The finance check for key customers, as an administrator switches it on."""
    fay = make_fay()
    draft = copy_policy(Policy.objects.active("order").get().pk, actor=fay)
    Rule.objects.create(
        policy=draft,
        position=50,
        name=wording.FINANCE_CHECK,
        question=wording.FINANCE_AGREES,
        when=[["tier", "=", "key"]],
        asks="role",
        role="finance",
    )
    publish_policy(draft.pk, actor=fay, reason="as agreed")


def submitted(ann, tier: str) -> Order:
    customer = make_customer(ann, f"C-{tier}", tier=tier)
    order = make_draft(ann, customer, [(make_product(f"P-{tier}", price="100.00"), 10)])
    submit_order(order.pk, actor=ann)
    return Order.objects.get(pk=order.pk)


def test_s24_an_order_is_not_confirmed_while_the_finance_check_is_open(ann, dot, switched_on):
    order = submitted(ann, "key")

    with pytest.raises(Refused) as refusal:
        confirm_order(order.pk, actor=ann)

    assert (refusal.value.code, Order.objects.get(pk=order.pk).state) == ("wrong_state", "pending_approval")
    step = Step.objects.get(request__order=order)
    assert (step.role, step.question) == (
        "finance",
        f"Total 1,130.00 CNY, paid Net 30, invoice to {order.customer.invoice_title}, tax ID 91330106MA2CFHGP37:"
        " correct? Agree?",
    )
    decide(step.task.pk, outcome="approved", actor=dot)
    assert Order.objects.get(pk=order.pk).state == "confirmed"


def test_s24_where_it_is_not_switched_on_nobody_waits_for_it(ann, dot, switched_on):
    assert submitted(ann, "core").state == "confirmed"
