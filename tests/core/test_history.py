"""History only grows, and a forged or missing line shows."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from core import clock
from core.anchor import anchor_today, broken_anchors
from core.bus import publish
from core.history import broken_events
from core.models import Event
from tests.core.toy import BellRang, answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def rung(settings):
    with answers(settings, {}):
        for _ring in range(3):
            publish(BellRang(bell=1))
        publish(BellRang(bell=2))
        yield


def forge(sql):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE core_event DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE core_event ENABLE TRIGGER USER")


def test_each_stream_counts_by_itself_and_its_chain_holds(rung):
    assert list(Event.objects.order_by("id").values_list("stream", "seq")) == [
        ("bell:1", 1),
        ("bell:1", 2),
        ("bell:1", 3),
        ("bell:2", 1),
    ]
    assert broken_events() == []


@pytest.mark.parametrize("sql", ["UPDATE core_event SET name = 'x'", "DELETE FROM core_event"])
def test_i30_a38_the_database_refuses_to_change_history(rung, sql):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert Event.objects.count() == 4


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE core_event SET text = replace(text, 'bell', 'gong') WHERE seq = 2",
        "UPDATE core_event SET name = 'toy.gong' WHERE seq = 2",
        "UPDATE core_event SET at = at - interval '1 day' WHERE seq = 2",
        "DELETE FROM core_event WHERE seq = 2",
    ],
)
def test_i30_a_forger_who_switches_the_trigger_off_is_seen(rung, forgery):
    forge(forgery)

    assert broken_events() != []


def test_i30_a_cut_tail_shows_against_the_anchor(rung):
    anchor_today()
    assert broken_anchors() == []

    forge("DELETE FROM core_event WHERE stream = 'bell:1' AND seq = 3")

    assert broken_events() == [], "a chain that lost its end still fits together"
    assert broken_anchors() != []


def test_anchors_of_following_days_hold_only_what_moved(rung, monkeypatch):
    first = anchor_today()
    publish(BellRang(bell=2))
    tomorrow = clock.today() + datetime.timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)

    second = anchor_today()

    assert (first.streams, second.streams) == (2, 1)
    assert broken_anchors() == []
