"""A page saves by itself in the very moment it is sent: one order is begun, not two (F20, S15)."""

from decimal import Decimal

import pytest

from orders.models import Order
from orders.services import save_draft
from orders.services.entry import drafting
from orders.services.entry.composing import DraftHead, DraftRow
from tests.cast import make_customer, make_product
from tests.races.crowd import Meeting, at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(monkeypatch):
    """Whoever has looked for the page's draft waits for the other, unless they are kept out, before beginning one."""
    meeting, look = Meeting(), drafting._of_page

    def run(page, actor):
        order = look(page, actor)
        meeting.wait()
        return order

    monkeypatch.setattr(drafting, "_of_page", run)


def save_twice(ann) -> list:
    customer, product = make_customer(ann), make_product("A-1")
    head = DraftHead(customer=customer, terms=customer.terms)
    rows = [DraftRow(product_id=product.pk, quantity=Decimal(3))]
    return at_once([lambda: save_draft(None, head=head, rows=rows, version=None, actor=ann, page="one page")] * 2)


def test_f20_the_saves_of_one_page_at_once_begin_one_draft(ann, bo, meeting):
    saved = save_twice(ann)

    order = Order.objects.get()
    assert [one.pk for one in saved] == [order.pk, order.pk]
    assert order.version == 2
    assert [line.quantity for line in order.lines.all()] == [3]


def test_control_without_the_lock_the_page_begins_two(ann, bo, meeting, monkeypatch):
    monkeypatch.setattr(drafting, "one_by_one", lambda name: None)

    save_twice(ann)

    assert Order.objects.count() == 2
