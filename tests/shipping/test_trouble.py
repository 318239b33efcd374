"""Trouble on the way is seen without anybody looking, told once, and settled by a person (S76)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core import clock
from core.models import Event
from core.outbox import sweep
from core.refusal import Refused
from notifications.models import Letter, Message
from orders.models import Order
from shipping.models import Trouble
from shipping.models.words import State
from shipping.services import ask_carrier, confirm_delivery, follow, settle_trouble, watch_silence
from tests.shipping.carriers import again, followed, make_carrier, sent

pytestmark = pytest.mark.django_db
ZONE = datetime.timezone(datetime.timedelta(hours=8))
FRIDAY = datetime.datetime(2026, 12, 4, 17, 0, tzinfo=ZONE)


def told() -> list[tuple[str, str]]:
    """Who was told of trouble, and how."""
    rows = Message.objects.filter(kind="to_do", subject__startswith="Trouble", channel="inbox")
    return sorted(rows.values_list("user__username", "subject"))


def at(monkeypatch, moment: datetime.datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_s76_silence_for_n_working_hours_raises_one_trouble_and_one_notice(client, ann, cem, carrier, monkeypatch):
    """Eight working hours from Friday 17:00 are over on Monday at 17:00, not on Saturday; looking again tells nobody.

    The house works from 9 to 12 and from 13:30 to 18.
    """
    carrier.silence_hours = 8
    carrier.save()
    at(monkeypatch, FRIDAY)
    shipment = sent(ann, cem)
    falls = followed(shipment).silent_at
    assert (falls.date(), watch_silence()) == (datetime.date(2026, 12, 7), 0)
    at(monkeypatch, falls - datetime.timedelta(seconds=1))
    assert (watch_silence(), again(shipment).state) == (0, State.SHIPPED)

    at(monkeypatch, falls)
    assert (watch_silence(), watch_silence()) == (1, 0)
    sweep()
    at(monkeypatch, falls + datetime.timedelta(days=5))
    assert watch_silence() == 0
    sweep()

    assert (again(shipment).state, Trouble.objects.get().cause) == (State.EXCEPTION, "silence")
    order = shipment.order
    subject = f"Trouble on the way: shipment {shipment.number} of {order.ref} for {order.customer.name}"
    assert told() == [("ann", subject), ("cem", subject)]
    client.force_login(ann)
    for url in (shipment.order.get_absolute_url(), shipment.get_absolute_url()):
        assert "Nothing heard from the carrier" in client.get(url).content.decode()
    listed = client.get(reverse("shipping:shipments"), {"tab": "trouble"}).content.decode()
    assert shipment.number in listed and "Trouble" in listed
    assert shipment.number not in client.get(reverse("shipping:shipments"), {"tab": "open"}).content.decode()


def test_s76_a_carrier_without_a_limit_may_be_silent(ann, cem, db, later):
    make_carrier(silence_hours=None)
    shipment = sent(ann, cem)
    later(days=90)

    assert (followed(shipment).silent_at, watch_silence()) == (None, 0)


def test_s76_silence_ends_by_itself_when_the_carrier_speaks_again(ann, cem, desk, carrier, later):
    shipment = sent(ann, cem)
    later(days=30)
    assert watch_silence() == 1
    desk.say("in_transit")

    ask_carrier(carrier.pk)

    trouble = Trouble.objects.get()
    assert (again(shipment).state, trouble.settled_at, trouble.settled_by) == (State.IN_TRANSIT, clock.now(), None)
    assert followed(shipment).silent_at > clock.now()


@pytest.mark.parametrize("code", ["attempted", "refused", "damaged", "lost", "held", "returning"])
def test_s76_a_troubles_code_is_told_once_and_ends_only_by_a_person(ann, cem, desk, carrier, later, code):
    shipment = sent(ann, cem)
    later(minutes=20)
    desk.say(code, text="no answer at the gate")
    ask_carrier(carrier.pk)
    later(minutes=20)
    desk.say("in_transit")
    desk.say("damaged", text="again")
    ask_carrier(carrier.pk)
    sweep()

    assert (again(shipment).state, Trouble.objects.get().words) == (State.EXCEPTION, "no answer at the gate")
    assert [who for who, _subject in told()] == ["ann", "cem"]
    assert Event.objects.filter(name="shipment.in_trouble").count() == 1

    settle_trouble(shipment.pk, note="called the customer", actor=ann)
    trouble = Trouble.objects.get()
    assert (again(shipment).state, trouble.note, trouble.settled_by) == (State.IN_TRANSIT, "called the customer", ann)
    assert Event.objects.get(name="shipment.trouble_settled").actor == ann
    later(minutes=20)
    ask_carrier(carrier.pk)
    assert again(shipment).state == State.IN_TRANSIT
    desk.say("lost")
    later(hours=1)
    ask_carrier(carrier.pk)
    sweep()
    assert (again(shipment).state, len(told())) == (State.EXCEPTION, 4)


def test_somebody_who_heard_of_it_reports_it(client, ann, cem, dot, later):
    """Of a carrier nobody asks; one trouble at a time, and it is settled like any other."""
    shipment = sent(ann, cem)
    url = reverse("shipping:trouble", args=[shipment.number])
    client.force_login(dot)
    assert client.post(url, {"cause": "damaged"}).status_code == 403
    client.force_login(ann)
    assert client.post(url, {"cause": "silence"}).status_code == 422
    assert (again(shipment).state, Trouble.objects.count()) == (State.SHIPPED, 0)

    assert client.post(url, {"cause": "damaged", "text": "box torn"}).status_code == 302
    assert client.post(url, {"cause": "lost"}).status_code == 409
    sweep()

    assert (again(shipment).state, Trouble.objects.get().words) == (State.EXCEPTION, "box torn")
    assert [who for who, _subject in told()] == ["ann", "cem"]
    settle_trouble(shipment.pk, note="repacked", actor=cem)
    assert again(shipment).state == State.IN_TRANSIT


def in_trouble(ann, cem, later):
    shipment = sent(ann, cem)
    later(days=30)
    assert watch_silence() == 1
    return shipment


def test_settling_needs_a_note_a_right_and_trouble(ann, cem, dot, carrier, later):
    shipment = in_trouble(ann, cem, later)
    before = Event.objects.count()
    with pytest.raises(Refused):
        settle_trouble(shipment.pk, note="  ", actor=ann)
    with pytest.raises(PermissionDenied):
        settle_trouble(shipment.pk, note="me", actor=dot)
    assert (again(shipment).state, Event.objects.count()) == (State.EXCEPTION, before)

    settle_trouble(shipment.pk, note="done", actor=cem)
    with pytest.raises(Refused) as refusal:
        settle_trouble(shipment.pk, note="done", actor=cem)
    assert refusal.value.code == "wrong_state"
    assert Trouble.objects.count() == 1


def test_a_new_day_after_the_promise_is_told_to_the_customer(client, ann, cem, carrier, later):
    shipment = in_trouble(ann, cem, later)
    client.force_login(ann)
    url = reverse("shipping:settle", args=[shipment.number])
    past, day = clock.today() - datetime.timedelta(days=1), clock.today() + datetime.timedelta(days=2)

    assert client.post(url, {"note": "new parcel", "expected_on": str(past)}).status_code == 422
    assert client.post(url, {"note": "new parcel", "expected_on": str(day)}).status_code == 302
    sweep()

    assert (again(shipment).state, followed(shipment).expected_on) == (State.IN_TRANSIT, day)
    assert day > Order.objects.get(pk=shipment.order_id).promised_on
    assert str(day) in Letter.objects.get(kind="delay", channel="mail").text


def test_goods_that_arrive_end_all_trouble(ann, cem, carrier, later):
    shipment = in_trouble(ann, cem, later)

    confirm_delivery(shipment.pk, received_by="王工", actor=cem)

    trouble = Trouble.objects.get()
    assert (again(shipment).state, trouble.settled_at, trouble.settled_by) == (State.DELIVERED, clock.now(), cem)
    later(days=30)
    assert (watch_silence(), follow(shipment.pk).pk) == (0, shipment.pk)


def test_eve_neither_sees_nor_settles_it(client, ann, cem, eve, carrier, later):
    shipment = in_trouble(ann, cem, later)
    client.force_login(eve)

    assert client.post(reverse("shipping:settle", args=[shipment.number]), {"note": "x"}).status_code == 404
    assert shipment.number not in client.get(reverse("shipping:shipments"), {"tab": "trouble"}).content.decode()
    assert again(shipment).state == State.EXCEPTION
