"""Reminders: one per late task and day, however often the task runs."""

import datetime

import pytest

from approvals.services import remind_overdue
from core import clock
from notifications.models import Kind, Message
from orders.services import recall_order
from tests.approvals.builders import make_gus, open_task, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(monkeypatch):
    def move(moment: datetime.datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return move


def reminders() -> list[str]:
    told = Message.objects.filter(kind=Kind.REMINDER, channel="inbox").order_by("pk")
    return [message.user.username for message in told]


def test_nobody_is_reminded_before_the_limit(ann, bo, later):
    task = open_task(submit(ann))
    later(task.due_at - datetime.timedelta(seconds=1))

    assert (remind_overdue(), reminders()) == (0, [])


def test_a_late_approver_is_reminded_once_a_day(ann, bo, later):
    task = open_task(submit(ann))

    later(task.due_at)
    assert [remind_overdue(), remind_overdue()] == [1, 0]
    later(task.due_at + datetime.timedelta(days=3))
    assert [remind_overdue(), remind_overdue()] == [1, 0]

    assert reminders() == ["bo", "bo"]


def test_everybody_who_holds_the_role_is_reminded(ann, bo, later):
    make_gus()
    ann.manager = None
    ann.save()
    task = open_task(submit(ann))
    later(task.due_at)

    assert (remind_overdue(), sorted(reminders())) == (1, ["bo", "gus"])


def test_nobody_is_reminded_of_what_was_recalled(ann, bo, later):
    order = submit(ann)
    task = open_task(order)
    recall_order(order.pk, actor=ann)
    later(task.due_at + datetime.timedelta(days=1))

    assert (remind_overdue(), reminders()) == (0, [])
