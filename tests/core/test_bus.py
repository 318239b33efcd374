"""A fact is written once, answered in written order, and refused as a whole."""

from decimal import Decimal

import pytest
from django.db import transaction

from core import clock, outbox
from core.bus import Answers, attempt, publish
from core.models import Delivery, Event
from core.refusal import Refused
from tests.core.toy import BellRang, DogBarked, answers

pytestmark = pytest.mark.django_db


def test_reactions_run_in_written_order_and_nested_events_wait_their_turn(settings):
    told = []

    def first(event, posted):
        told.append("first")
        publish(DogBarked(bell=event.bell))

    def second(event, posted):
        told.append("second")

    def bark(event, posted):
        told.append("bark")

    with answers(settings, {BellRang: Answers(with_order=(first, second)), DogBarked: Answers(with_order=(bark,))}):
        publish(BellRang(bell=1))

    assert told == ["first", "second", "bark"]
    assert list(Event.objects.values_list("name", flat=True).order_by("id")) == ["toy.bell_rang", "toy.dog_barked"]


def test_a_reaction_that_refuses_refuses_the_whole_move(settings):
    def refuse(event, posted):
        raise Refused("No bells at night.")

    with (
        answers(settings, {BellRang: Answers(with_order=(refuse,))}),
        pytest.raises(Refused, match="No bells at night"),
        transaction.atomic(),
    ):
        publish(BellRang(bell=1))

    assert Event.objects.count() == 0


def test_an_attempt_that_is_refused_leaves_the_move_around_it(settings):
    def refuse(event, posted):
        raise Refused("The dog sleeps.")

    def try_the_dog(event, posted):
        refusal = attempt(lambda: publish(DogBarked(bell=event.bell)))
        assert str(refusal) == "The dog sleeps."

    with answers(
        settings, {BellRang: Answers(with_order=(try_the_dog,)), DogBarked: Answers(with_order=(refuse,))}
    ):
        publish(BellRang(bell=1))

    assert list(Event.objects.values_list("name", flat=True)) == ["toy.bell_rang"]


def test_after_a_refusal_the_next_event_is_answered_again(settings):
    told = []

    def refuse_the_first(event, posted):
        told.append(event.bell)
        if event.bell == 1:
            raise Refused("Not the first.")

    with answers(settings, {BellRang: Answers(with_order=(refuse_the_first,))}):
        with pytest.raises(Refused), transaction.atomic():
            publish(BellRang(bell=1))
        publish(BellRang(bell=2))

    assert told == [1, 2]


def test_i31_each_event_leaves_one_delivery_per_reaction_and_each_is_done_once(settings):
    heard = []

    def hear(event, posted):
        heard.append((event.bell, event.loudness, posted.seq))

    with answers(settings, {BellRang: Answers(after_commit={"toy.hear": hear})}):
        posted = publish(BellRang(bell=4, loudness=Decimal("2.25")))
        assert list(Delivery.objects.values_list("event_id", "reaction")) == [(posted.id, "toy.hear")]

        assert outbox.sweep() == 1
        assert outbox.sweep() == 0

    assert heard == [(4, Decimal("2.25"), 1)]


def test_a_failing_message_is_kept_with_its_reason_and_tried_later(settings, monkeypatch):
    def fail(event, posted):
        raise ConnectionError("nobody home")

    with answers(settings, {BellRang: Answers(after_commit={"toy.fail": fail})}):
        publish(BellRang(bell=1))
        assert outbox.sweep() == 0
        waiting = Delivery.objects.get()
        assert (waiting.state, waiting.attempts) == ("pending", 1)
        assert "nobody home" in waiting.error
        assert outbox.sweep() == 0, "not due yet"

        for _try in range(outbox.MOST_ATTEMPTS):
            later = Delivery.objects.get().next_try_at
            monkeypatch.setattr(clock, "now", lambda later=later: later)
            outbox.sweep()

        assert Delivery.objects.get().state == "dead"
        outbox.replay(Delivery.objects.get().pk)
        assert Delivery.objects.get().state == "pending"
