"""A promised day that passed is said once a day, and shown."""

import datetime

import pytest

from core import clock
from notifications.models import Channel, Message
from orders.services import record_promised
from shipping.services import open_shipment, warn_late
from tests.shipping.builders import pick, ready_order, send_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(monkeypatch):
    """Move the calendar: `later(3)` makes it three days from now."""
    real = clock.now

    def move(days: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: real() + datetime.timedelta(days=days))

    return move


def told() -> list[tuple[str, str]]:
    rows = Message.objects.filter(channel=Channel.INBOX, cause__contains=":late:").order_by("user__username")
    return list(rows.values_list("user__username", "url"))


def test_f4_a_late_order_is_told_to_owner_and_warehouse_once_a_day(ann, cem, eve, later):
    order, _product = ready_order(ann, cem)
    warn_late()
    assert told() == []
    later(30)

    assert [warn_late(), warn_late()] == [1, 0]

    assert told() == [("ann", order.get_absolute_url()), ("cem", order.get_absolute_url())]
    later(31)
    assert [warn_late(), warn_late()] == [1, 0]
    assert len(told()) == 4


def test_a_newly_agreed_day_is_respected(ann, cem, later):
    order, _product = ready_order(ann, cem)
    later(30)
    line = order.lines.get()
    record_promised(order.pk, dates={line.pk: clock.today() + datetime.timedelta(days=2)})

    assert warn_late() == 0
    assert told() == []


def test_goods_that_have_left_are_not_called_late_to_leave(ann, cem, later):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 10)
    send_off(shipment, cem)
    later(30)

    assert warn_late() == 0
    assert told() == []
