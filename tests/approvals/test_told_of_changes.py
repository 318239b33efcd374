"""S51: who approved an order hears that it was changed; S44, S96: a decision brings the next role its task."""

import pytest

from approvals.models import Decision, Task
from approvals.services import decide
from core import outbox
from notifications.models import Message
from orders.models import Order
from orders.services import split_order, submit_order
from tests.approvals.builders import make_fay, open_task
from tests.cast import make_customer, make_draft, make_product
from tests.changes.builders import ask, decide_all, quantities
from tests.finance.builders import with_limit
from tests.shipping.builders import make_stock

pytestmark = pytest.mark.django_db


def deliver_everything() -> None:
    while outbox.sweep():
        pass


def told(words: str) -> list[str]:
    rows = Message.objects.filter(channel="inbox", subject__contains=words)
    return sorted(rows.values_list("user__username", flat=True))


@pytest.fixture
def order(ann, bo, cem, dot) -> Order:
    """Bo and Dot approved it: over 50,000 and over the credit."""
    customer, product = make_customer(ann), make_product("A-1", price="6000")
    with_limit(customer, "1000")
    make_stock(cem, (product, 50))
    submit_order(make_draft(ann, customer, [(product, 10)]).pk, actor=ann)
    order = Order.objects.get()
    for who in (bo, dot):
        decide(open_task(order).pk, outcome="approved", actor=who)
    deliver_everything()
    return Order.objects.get()


def test_s51_a_change_is_told_to_every_earlier_approver_once_and_not_to_who_put_it_in_force(ann, bo, dot, order):
    assert set(Decision.objects.values_list("decider__username", flat=True)) == {"bo", "dot"}

    made = decide_all(ask(order, ann, *quantities(order, l1=9)), bo)
    assert made.state == "applied"
    assert told("which you approved") == []
    deliver_everything()
    deliver_everything()

    assert told("which you approved") == ["dot"]
    assert told("is changed to revision 2") == ["ann", "dot"]
    assert Message.objects.get(subject__contains="which you approved", channel="inbox").url == order.get_absolute_url()


def test_s51_a_split_tells_all_who_approved_but_not_its_own_maker(ann, bo, dot, order):
    line = order.lines.get()

    split_order(order.pk, quantities={line.pk: 2}, reason="two sites", actor=bo)
    deliver_everything()

    assert told("which you approved") == ["dot"]


def test_s51_who_only_returned_it_is_not_told(ann, bo, cem):
    product = make_product("A-1", price="6000")
    make_stock(cem, (product, 50))
    submit_order(make_draft(ann, make_customer(ann), [(product, 10)]).pk, actor=ann)
    order = Order.objects.get()
    decide(open_task(order).pk, outcome="returned", opinion="twice?", actor=bo)
    submit_order(order.pk, actor=ann)
    fay = make_fay()
    Task.objects.pending().update(user=fay)
    decide(open_task(order).pk, outcome="approved", actor=fay)

    decide_all(ask(Order.objects.get(), ann, *quantities(order, l1=9)), bo)
    deliver_everything()

    assert told("which you approved") == ["fay"]


def test_s44_s96_each_decision_makes_the_next_roles_task_appear_and_the_last_one_the_warehouses(
    client, ann, bo, cem, dot
):
    customer, product = make_customer(ann), make_product("A-1", price="6000")
    with_limit(customer, "1000")
    make_stock(cem, (product, 50))
    submit_order(make_draft(ann, customer, [(product, 10)]).pk, actor=ann)
    order = Order.objects.get()

    def waiting(person) -> tuple[bool, bool]:
        """Whether the order is on this person's desk: to approve, and to pick."""
        client.force_login(person)
        inbox = client.get("/approvals/").content.decode()
        desk = client.get("/shipping/").content.decode() if person == cem else ""
        return order.ref in inbox, order.ref in desk

    assert (waiting(bo)[0], waiting(dot)[0], waiting(cem)[1]) == (True, False, False)
    decide(open_task(order).pk, outcome="approved", actor=bo)
    assert (waiting(bo)[0], waiting(dot)[0], waiting(cem)[1]) == (False, True, False)
    decide(open_task(order).pk, outcome="approved", actor=dot)

    assert (waiting(bo)[0], waiting(dot)[0], waiting(cem)[1]) == (False, False, True)
    assert (Order.objects.get().stage, Order.objects.get().holder_role) == ("to_pick", "warehouse")
