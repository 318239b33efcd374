"""A24: PINs guessed side by side are counted one by one; two answers by links decide once."""

from decimal import Decimal

import pytest

from approvals.models import Decision, TaskLink
from approvals.services import decide_by_link, outside, try_pin
from approvals.services.linking import make_task_link
from core.links import digest_of
from core.models import Event, Pin
from core.pins import set_pin
from core.refusal import Refused
from tests.approvals.builders import open_task, submit
from tests.cast import make_person
from tests.races.crowd import Meeting, at_once, switch_locks_off

pytestmark = pytest.mark.django_db(transaction=True)
PIN, WRONG = "402719", "402718"


def link() -> TaskLink:
    bo = make_person("bo", "sales_manager")
    set_pin(bo.pk, pin=PIN)
    task = open_task(submit(make_person("ann", "sales", manager=bo)))
    return TaskLink.objects.get(digest=digest_of(make_task_link(task.pk, bo.pk)))


def meet(monkeypatch) -> None:
    """Two look at the link before either writes, if nothing keeps the second out."""
    line, held = Meeting(), outside._held

    def waiting(link_id):
        found = held(link_id)
        line.wait()
        return found

    monkeypatch.setattr(outside, "_held", waiting)


def wrong_twice(monkeypatch) -> int:
    key = link()
    meet(monkeypatch)
    assert at_once([lambda: try_pin(key.pk, WRONG)] * 2) == [False, False]
    return TaskLink.objects.get().wrong


def test_a24_without_the_locks_a_guess_is_lost(monkeypatch):
    switch_locks_off(monkeypatch)
    assert wrong_twice(monkeypatch) == 1


def test_a24_two_parallel_guesses_are_two(monkeypatch):
    assert wrong_twice(monkeypatch) == 2
    assert Pin.objects.get().wrong == 2


def test_a24_of_many_parallel_guesses_five_are_heard_the_right_one_among_the_late_is_not(monkeypatch):
    key = link()
    TaskLink.objects.update(wrong=4)
    results = at_once([lambda: try_pin(key.pk, WRONG)] * 4)

    heard = [one for one in results if one is False]
    assert len(heard) == 1 and all(isinstance(one, Refused) for one in results if one is not False)
    assert (TaskLink.objects.get().wrong, Event.objects.filter(name="approval.task_link_shut").count()) == (5, 1)
    with pytest.raises(Refused):
        try_pin(key.pk, PIN)


def test_f21_two_answers_through_two_links_decide_once(settings):
    settings.GENDAN_LINK_PIN_ABOVE = Decimal(1_000_000)
    first = link()
    token = make_task_link(first.task_id, first.user_id)
    second = TaskLink.objects.get(digest=digest_of(token))
    results = at_once(
        [
            lambda: decide_by_link(first.pk, outcome="approved"),
            lambda: decide_by_link(second.pk, outcome="rejected", opinion="no"),
        ]
    )

    assert [isinstance(one, Refused) for one in results].count(True) == 1
    assert Decision.objects.count() == 1
    assert TaskLink.objects.filter(used_at__isnull=False).count() == 1
