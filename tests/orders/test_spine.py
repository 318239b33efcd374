"""The order moves by its verbs alone, and its history tells every step."""

from decimal import Decimal

import pytest

from core.history import broken_events
from core.models import Event
from core.refusal import Refused
from customers.models import Customer
from orders.models import Order, StageSpan
from orders.models.words import Stage, State
from orders.services import cancel_order, submit_order
from tests.cast import make_customer, make_draft, make_product

MOVES = ["order.drafted", "order.submitted", "approval.decided", "order.approved", "order.confirmed"]


@pytest.mark.django_db
def test_a_draft_is_priced_for_its_customer(ann):
    order = make_draft(
        ann, make_customer(ann), [(make_product(price="86.00"), 40), (make_product("B-1", price="46.50"), 25)]
    )

    assert (order.net, order.tax, order.total) == (Decimal("4602.50"), Decimal("598.33"), Decimal("5200.83"))
    assert (order.state, order.number, order.stage, order.holder) == (State.DRAFT, None, Stage.ENTRY, ann)


@pytest.mark.django_db
def test_an_approved_order_confirms_by_itself_and_history_is_whole(ann, settings):
    order = make_draft(ann, make_customer(ann))
    submit_order(order.pk, actor=ann)

    order = Order.objects.get(pk=order.pk)
    assert order.state == State.CONFIRMED
    assert order.number.startswith("SO-")
    told = list(Event.objects.filter(stream=order.stream).order_by("seq").values_list("name", flat=True))
    assert [name for name in told if name in MOVES] == MOVES
    assert broken_events() == []
    assert list(StageSpan.objects.filter(order=order).order_by("pk").values_list("stage", flat=True))[0] == "entry"


@pytest.mark.django_db
def test_a_confirmed_order_cannot_be_submitted_and_nothing_changes(ann):
    order = make_draft(ann, make_customer(ann))
    cancel_order(order.pk, actor=ann, reason="typed twice")
    before = Event.objects.count()

    with pytest.raises(Refused):
        submit_order(order.pk, actor=ann)

    assert Order.objects.get(pk=order.pk).state == State.CANCELLED
    assert Event.objects.count() == before


@pytest.mark.django_db
def test_s7_a_missing_tax_id_stops_a_domestic_customer_and_not_one_abroad(ann):
    order = make_draft(ann, make_customer(ann))
    Customer.objects.update(tax_number="")

    with pytest.raises(Refused, match="tax ID"):
        submit_order(order.pk, actor=ann)
    assert Order.objects.get(pk=order.pk).number is None

    Customer.objects.update(domestic=False)
    assert submit_order(order.pk, actor=ann).number.startswith("SO-")
