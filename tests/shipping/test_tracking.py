"""What carriers say follows by itself (S72)."""

import datetime
import itertools
import json

import pytest
from django.db import transaction
from django.urls import reverse

from core import clock
from core.models import Event
from core.outbox import sweep
from notifications.models import Letter
from orders.models import Order, OrderLine
from shipping.models import DeliveryProof
from shipping.models.words import State
from shipping.services import ask_carrier, confirm_delivery, follow
from shipping.services.carriers import hearing
from shipping.services.carriers.track_v1 import read
from tests.query_counts import counted
from tests.shipping.carriers import WAYBILL, again, ask, codes, followed, make_carrier, sent

MINUTES = [15, 30, 60, 120, 240, 360, 360]


@pytest.mark.django_db
def test_s72_what_the_carrier_says_stands_on_order_and_shipment_without_typing(client, ann, cem, desk, carrier, later):
    shipment = sent(ann, cem)
    later(minutes=10)
    desk.say("accepted", place="杭州", text="已揽收")
    desk.say("in_transit", place="上海", text="到达上海转运中心")

    assert ask(carrier, later, minutes=5) == 1

    assert desk.server.got == [{"version": 1, "waybills": [WAYBILL]}]
    assert desk.server.tokens == ["Bearer s3cret"]
    assert (again(shipment).state, codes(shipment)) == (State.IN_TRANSIT, ["accepted", "in_transit"])
    assert Event.objects.filter(stream=shipment.stream, name="shipment.in_transit").count() == 1
    client.force_login(ann)
    for url in (shipment.order.get_absolute_url(), shipment.get_absolute_url()):
        html = client.get(url).content.decode()
        assert "到达上海转运中心" in html and "杭州" in html
    assert "https://carrier.example/SF1000001" in html


@pytest.mark.django_db
def test_s72_s73_the_carriers_delivery_closes_it_with_its_time_and_who_signed(ann, cem, desk, carrier, later):
    shipment = sent(ann, cem)
    at = later(minutes=10)
    desk.say("in_transit", at=at - datetime.timedelta(minutes=5))
    desk.say("delivered", at=at, signed_by="门卫 李", text="已签收")

    ask(carrier, later, minutes=20)

    shipment = again(shipment)
    assert (shipment.state, shipment.received_by, shipment.delivered_at) == (State.DELIVERED, "门卫 李", at)
    proof = DeliveryProof.objects.get()
    assert (proof.kind, proof.person, proof.at, proof.by) == ("carrier", "门卫 李", at, None)
    assert proof.through == "顺丰速运"
    assert OrderLine.objects.get(order=shipment.order).accepted == 10
    assert followed(shipment).next_ask_at is None
    later(days=1)
    assert ask_carrier(carrier.pk) == 0


@pytest.mark.django_db
def test_s73_where_its_word_does_not_count_a_person_is_asked_to_confirm(ann, cem, desk, carrier, later):
    carrier.delivered_counts = False
    carrier.save()
    shipment = sent(ann, cem)
    later(minutes=10)
    desk.say("delivered", signed_by="李")

    ask(carrier, later)
    later(days=9)
    ask_carrier(carrier.pk)

    assert (again(shipment).state, DeliveryProof.objects.count()) == (State.IN_TRANSIT, 0)
    assert Event.objects.filter(name="shipment.carrier_delivered").count() == 1
    confirm_delivery(shipment.pk, received_by="李", actor=cem)
    assert DeliveryProof.objects.get().kind == "hand"


STORY = ("accepted", "in_transit", "out_for_delivery", "delivered")


@pytest.mark.django_db
def test_s72_words_out_of_order_and_repeated_end_the_same(ann, cem, carrier, later):
    """All 24 orders of four words, each told twice, one answer at a time."""
    shipment = sent(ann, cem)
    began = later(minutes=1)
    words = {
        code: {"id": code, "code": code, "at": (began + datetime.timedelta(minutes=n)).isoformat(), "signed_by": "李"}
        for n, code in enumerate(STORY)
    }
    later(hours=1)
    for order in itertools.permutations(STORY):
        with transaction.atomic():
            for code in [*order, *order]:
                answer = json.dumps({"shipments": [{"waybill": WAYBILL, "events": [words[code]]}]}).encode()
                hearing.hear(shipment.pk, read(answer, [WAYBILL])[WAYBILL])
            ended = (again(shipment).state, codes(shipment), again(shipment).received_by)
            transaction.set_rollback(True)
        assert ended == (State.DELIVERED, list(STORY), "李"), order


@pytest.mark.django_db
def test_s72_pauses_grow_while_nothing_changes_and_begin_anew_with_news(ann, cem, desk, carrier, later):
    """15, 30, 60, 120, 240, 360 minutes, and no longer; after news 15 again."""
    later()
    shipment = sent(ann, cem)
    waits = [followed(shipment).next_ask_at - clock.now()]
    for _time in range(6):
        later(seconds=waits[-1].total_seconds() - 1)
        assert ask_carrier(carrier.pk) == 0
        later(seconds=1)
        assert ask_carrier(carrier.pk) == 1
        waits.append(followed(shipment).next_ask_at - clock.now())
    assert [wait.total_seconds() / 60 for wait in waits] == MINUTES

    later(hours=6)
    desk.say("in_transit")
    ask_carrier(carrier.pk)
    assert (followed(shipment).next_ask_at - clock.now(), followed(shipment).unchanged) == (
        datetime.timedelta(minutes=15),
        0,
    )
    assert len(desk.asked) == 7


@pytest.mark.django_db
def test_s75_the_departure_notice_names_number_carrier_and_the_page_to_look_at(ann, cem, carrier):
    shipment = sent(ann, cem)
    sweep()

    letter = Letter.objects.get(kind="departure", channel="mail")
    for words in (letter.text, letter.html):
        for part in (shipment.number, "顺丰速运", WAYBILL, "https://carrier.example/SF1000001"):
            assert part in words


@pytest.mark.django_db
def test_s75_the_customer_hears_of_a_delay_once(ann, cem, desk, carrier, later):
    shipment = sent(ann, cem)
    promised = Order.objects.get(pk=shipment.order_id).promised_on
    for days in (0, 3, 4):
        desk.expected[WAYBILL] = str(promised + datetime.timedelta(days=days))
        ask(carrier, later, hours=7)
        sweep()

    assert followed(shipment).expected_on == promised + datetime.timedelta(days=4)
    letter = Letter.objects.get(kind="delay", channel="mail")
    assert str(promised + datetime.timedelta(days=3)) in letter.text and str(promised) in letter.text


@pytest.mark.django_db
def test_the_send_off_page_offers_the_carriers_and_takes_any(client, ann, cem, carrier):
    from shipping.services import finish_picking, open_shipment
    from tests.shipping.builders import pick, ready_order

    make_carrier("old", "Gone", active=False)
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 10)
    finish_picking(shipment.pk, actor=cem)
    client.force_login(cem)
    url = reverse("shipping:dispatch", args=[shipment.number])

    html = client.get(url).content.decode()
    assert '<option value="顺丰速运">' in html and "Gone" not in html
    seen = {"looked": "on", "address": order.ship_to_text, "reason": "asked for"}
    client.post(url, {"carrier": "老王货车", "waybill": "1", **seen})
    assert (again(shipment).carrier, follow(shipment.pk)) == ("老王货车", None)


@pytest.mark.django_db
def test_pages_of_followed_shipments_ask_little_however_much_is_said(client, ann, cem, desk, carrier, later):
    shipment = sent(ann, cem)
    later(minutes=15)
    for _word in range(40):
        desk.say("in_transit", text="somewhere")
    desk.say("lost")
    ask_carrier(carrier.pk)
    client.force_login(cem)
    client.get("/shipping/")

    with counted("shipping.shipment.followed", budget=16):
        client.get(shipment.get_absolute_url())
    client.force_login(ann)
    client.get("/shipping/")
    with counted("orders.order.followed", budget=25):
        client.get(shipment.order.get_absolute_url())
