"""Carriers lag, err and lie, and two workers ask at once: nothing moves wrongly or is asked twice (F27, S72)."""

import datetime

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings import environment
from core import clock
from core.models import Event
from notifications.models import Message
from shipping.models import DeliveryProof, TrackingEvent
from shipping.models.words import State
from shipping.services import ask_carrier, follow
from shipping.services.carriers import asking, hearing
from shipping.services.carriers.track_v1 import read
from tests.cast import make_person
from tests.notifications.gateway import hurried, says, sleeps, trickles
from tests.races.crowd import Meeting, at_once, switch_locks_off
from tests.shipping.carriers import WAYBILL, again, ask, codes, followed, half, make_carrier, sent


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (says(500, b"broken"), "HTTP 500 broken"),
        (says(302, Location="/elsewhere"), "HTTP 302"),
        (says(404, b"no such path"), "HTTP 404 no such path"),
        (says(200, b"<html><script>alert(1)</script></html>"), "not an answer we understand: JSONDecodeError"),
        (says(200, b'{"shipments": {"a": 1}}'), "not an answer we understand: TypeError"),
        (says(200, b"[" * 200_000), "not an answer we understand: RecursionError"),
        (says(200, b'{"shipments": [' + b" " * 10_000_000 + b"]}"), "not an answer we understand: JSONDecodeError"),
        (half, "not an answer we understand: JSONDecodeError"),
        (sleeps, "no answer: time is over"),
        (trickles, "no answer: time is over"),
    ],
)
def test_f27_a_misbehaving_carrier_changes_nothing_and_is_asked_again_later(
    ann, cem, desk, carrier, later, answer, error
):
    later()
    shipment = sent(ann, cem)
    desk.say("delivered")
    desk.answers(answer)
    before = Event.objects.count()

    with hurried(answer):
        assert ask(carrier, later) == 0

    row = followed(shipment)
    assert (again(shipment).state, TrackingEvent.objects.count(), Event.objects.count()) == (State.SHIPPED, 0, before)
    assert (row.failures, row.unchanged, row.error) == (1, 1, error)
    assert row.next_ask_at == clock.now() + datetime.timedelta(minutes=30)
    carrier.refresh_from_db()
    assert carrier.rests_until == clock.now() + datetime.timedelta(minutes=5)
    assert desk.server.asked == ["/send"]
    desk.well()
    assert ask(carrier, later, minutes=30) == 1
    assert again(shipment).state == State.DELIVERED


@pytest.mark.django_db
def test_f27_a_carrier_that_says_when_to_come_again_is_left_alone_until_then(ann, cem, desk, carrier, later):
    later()
    shipment = sent(ann, cem)
    desk.answers(says(429, b"slowly", Retry_After="3000"))
    ask(carrier, later)
    asked_at = clock.now()

    assert followed(shipment).next_ask_at == asked_at + datetime.timedelta(seconds=3000)
    later(seconds=2999)
    assert (asking.ask_all(), ask_carrier(carrier.pk), len(desk.asked)) == (0, 0, 1)
    desk.well()
    later(seconds=1)
    assert (asking.ask_all(), ask_carrier(carrier.pk), len(desk.asked)) == (1, 1, 2)


@pytest.mark.django_db
def test_f27_an_address_that_is_gone_is_asked_no_more_and_those_who_keep_the_list_are_told_once(
    ann, cem, desk, carrier, later
):
    ida, shipment = make_person("ida", "admin"), sent(ann, cem)
    desk.answers(says(410))
    ask(carrier, later)
    later(days=2)

    assert (asking.ask_all(), ask_carrier(carrier.pk), len(desk.asked)) == (0, 0, 1)
    carrier.refresh_from_db()
    assert (carrier.polled, again(shipment).state) == (False, State.SHIPPED)
    assert Event.objects.get(name="record.edited", stream=f"carrier:{carrier.pk}").actor is None
    assert list(Message.objects.filter(subject__contains="顺丰速运").values_list("user", "channel")) == [
        (ida.pk, "inbox")
    ]


@pytest.mark.django_db
def test_f27_each_carrier_is_a_task_of_its_own_and_a_bad_one_holds_nobody_up(
    ann, cem, desk, carrier, later, settings, monkeypatch
):
    shipment = sent(ann, cem)
    bad = make_carrier("bad", "Bad")
    settings.GENDAN_CARRIERS |= {"bad": "http://127.0.0.1:9/nobody"}
    other = sent_with(shipment, bad)
    desk.say("accepted", at=shipment.shipped_at)
    sent_out = []
    monkeypatch.setattr(asking, "nudge", lambda task, pk: sent_out.append((task, pk)))
    later(minutes=15)

    assert asking.ask_all() == 2
    assert sorted(sent_out) == [("shipping.ask_carrier", carrier.pk), ("shipping.ask_carrier", bad.pk)]
    assert [ask_carrier(bad.pk), ask_carrier(carrier.pk)] == [0, 1]
    assert (again(shipment).state, followed(other).failures) == (State.IN_TRANSIT, 1)


def sent_with(shipment, carrier, waybill="X-1"):
    """The same goods once more on the way, with somebody else."""
    twin = again(shipment)
    twin.pk, twin.number, twin.carrier, twin.waybill = None, f"{shipment.number}-{waybill}", carrier.name, waybill
    twin.save(force_insert=True)
    follow(twin.pk)
    return twin


@pytest.mark.django_db
def test_s72_a_batch_is_as_large_as_agreed_and_a_failure_ends_the_run(ann, cem, desk, carrier, later, monkeypatch):
    monkeypatch.setattr(asking, "BATCH", 2)
    shipment = sent(ann, cem)
    for n in range(4):
        sent_with(shipment, carrier, f"SF-{n}")
    later(minutes=15)

    assert ask_carrier(carrier.pk) == 5
    assert [len(waybills) for waybills in desk.asked] == [2, 2, 1]

    desk.answers(says(500))
    later(minutes=30)
    assert (ask_carrier(carrier.pk), len(desk.asked)) == (0, 4)


@pytest.mark.django_db
def test_lies_are_survived(ann, cem, desk, carrier, later):
    """The future, the past of another parcel, words we do not know, another waybill, nonsense: each harmless."""
    shipment = sent(ann, cem)
    now = later(minutes=30)
    hour = datetime.timedelta(hours=1)
    desk.say("delivered", at=now + hour, text="tomorrow")
    desk.say("delivered", at=now - 300 * 24 * hour, text="last year")
    desk.say("teleported", at=now, text="beamed up")
    desk.say("delivered", at=now, waybill="SOMEBODY-ELSES")
    desk.parcels[WAYBILL] += [None, 7, {"at": "yesterday"}, {"at": now.replace(tzinfo=None).isoformat()}, {"at": 5},
                              {"at": "0001-01-01T00:00:00+14:00"}, {"at": "9999-12-31T23:59:59-12:00"}]  # fmt: skip
    desk.parcels[WAYBILL] += [{"at": now.isoformat(), "code": ["x"], "text": {"a": 1}, "place": "\ud800\x00‮上海" * 99}]

    assert ask(carrier, later, seconds=1) == 1

    assert (again(shipment).state, codes(shipment)) == (State.SHIPPED, ["info", "info"])
    event = TrackingEvent.objects.latest("pk")
    assert (event.text, len(event.place), event.place[:4]) == ("", 120, "上海上海")


@pytest.mark.django_db
def test_delivered_and_then_moved_again_is_believed_by_the_newest_word(ann, cem, desk, carrier, later):
    """In one answer the later word counts; once delivered here, nothing moves it any more."""
    shipment = sent(ann, cem)
    at = later(minutes=30)
    desk.say("delivered", at=at - datetime.timedelta(minutes=9))
    desk.say("in_transit", at=at - datetime.timedelta(minutes=8))
    ask(carrier, later, seconds=1)
    assert again(shipment).state == State.IN_TRANSIT

    later(minutes=15)
    desk.say("delivered", signed_by="李")
    ask_carrier(carrier.pk)
    assert again(shipment).state == State.DELIVERED
    later(minutes=15)
    desk.say("in_transit")
    desk.say("lost")
    hearing.hear(shipment.pk, read(desk.told(), [WAYBILL])[WAYBILL])
    assert (again(shipment).state, again(shipment).received_by) == (State.DELIVERED, "李")
    assert codes(shipment)[-2:] == ["in_transit", "lost"]
    assert DeliveryProof.objects.count() == 1


@pytest.mark.django_db
def test_stored_markup_in_a_carriers_words_is_only_words(client, ann, cem, desk, carrier, later):
    sent_off = sent(ann, cem)
    later(minutes=1)
    evil = '<script>alert("x")</script><img src=x onerror=alert(1)>'
    desk.say("in_transit", text=evil, place=evil, signed_by=evil)
    desk.say("lost", text=evil)
    ask(carrier, later)
    client.force_login(ann)

    for url in (sent_off.get_absolute_url(), sent_off.order.get_absolute_url()):
        html = client.get(url).content.decode()
        assert "&lt;script&gt;alert" in html
        assert "<script>alert" not in html and "<img src=x" not in html


UNFIT = ("http://bridge.example/", "http://169.254.169.254/latest", "https://user:word@a.example/", "")


@pytest.mark.parametrize("url", UNFIT)
def test_a18_only_fit_addresses_are_named_in_the_environment(monkeypatch, url):
    monkeypatch.setenv("GENDAN_CARRIERS", f"jd=https://bridge.example/jd, sf={url}")
    with pytest.raises(ImproperlyConfigured, match="GENDAN_CARRIERS"):
        environment.outsides("GENDAN_CARRIERS", loopback=True)


@pytest.mark.django_db
def test_a18_an_unfit_address_is_refused_again_at_the_moment_of_asking(ann, cem, desk, carrier, later, settings):
    settings.GENDAN_HTTP_LOOPBACK = False
    shipment = sent(ann, cem)

    assert ask(carrier, later) == 0
    assert (followed(shipment).error, desk.server.got) == ("the address must begin with https://", [])


def two_ask(carrier, monkeypatch) -> None:
    """Two workers look for what is due in the same moment."""
    meeting, claim = Meeting(), asking.unheld

    def look(rows):
        found = list(claim(rows))
        meeting.wait()
        return found

    monkeypatch.setattr(asking, "unheld", look)
    for answer in at_once([lambda: ask_carrier(carrier.pk)] * 2):
        assert isinstance(answer, int), answer


@pytest.mark.django_db(transaction=True)
def test_s72_two_workers_at_once_ask_about_a_parcel_once(ann, cem, desk, carrier, later, monkeypatch):
    shipment = sent(ann, cem)
    later(minutes=15)
    desk.say("in_transit")

    two_ask(carrier, monkeypatch)

    assert desk.asked == [[WAYBILL]]
    assert (again(shipment).state, codes(shipment)) == (State.IN_TRANSIT, ["in_transit"])


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_the_parcel_is_asked_about_twice(ann, cem, desk, carrier, later, monkeypatch):
    sent(ann, cem)
    later(minutes=15)
    switch_locks_off(monkeypatch)

    two_ask(carrier, monkeypatch)

    assert desk.asked == [[WAYBILL], [WAYBILL]]
