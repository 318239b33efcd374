"""What beat does can be done by hand, and doing it again changes nothing."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command

from core import clock
from notifications.models import Message
from orders.models import Order
from orders.services import submit_order
from tests.cast import make_customer, make_draft, make_product


def said(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_reminders_are_given_once_however_often_they_run(ann, bo, monkeypatch):
    order = make_draft(ann, make_customer(ann), [(make_product(price="6000"), 10)])
    submit_order(order.pk, actor=ann)
    assert Order.objects.get().state == "pending_approval"
    later = clock.now() + datetime.timedelta(days=9)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert "1 late approvals" in said("run_reminders")
    told = Message.objects.count()

    assert "0 late approvals" in said("run_reminders")
    assert Message.objects.count() == told


@pytest.mark.django_db
def test_the_outbox_is_worked_by_hand(ann, bo):
    order = make_draft(ann, make_customer(ann), [(make_product(price="6000"), 10)])
    submit_order(order.pk, actor=ann)

    assert said("work_outbox").startswith("1 messages delivered")
    assert said("work_outbox").startswith("0 messages delivered")
    assert Message.objects.filter(user=bo, channel="inbox").count() == 1
