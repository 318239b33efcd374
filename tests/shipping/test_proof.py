"""A delivery is closed by a signature, a photo, a click or a word, with time and person (S73)."""

import hashlib
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import clock
from core.models import Event
from core.refusal import Refused
from orders.models import OrderLine
from shipping.models import DeliveryProof
from shipping.models.words import State
from shipping.services import Proof, confirm_delivery
from shipping.services.carriers.proving import path_of
from tests.pictures import SECRET, opened, phone_photo, png
from tests.shipping.carriers import again, sent

pytestmark = pytest.mark.django_db
INK = "100,200 180,120 260,260;300,200 420,180"
DRAWN = "M100 200l80 -80 80 140M300 200l120 -20"
PNG = png()


def picture(name="door.png", content=PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def post(client, shipment, **more):
    data = {"received_by": "王工", "once": str(uuid.uuid4())} | more
    return client.post(reverse("shipping:deliver", args=[shipment.number]), data)


def test_s73_a_signature_closes_the_delivery_and_is_shown_and_printed(client, ann, cem):
    shipment = sent(ann, cem)
    client.force_login(cem)

    answer = post(client, shipment, strokes=INK, note="side door")

    assert answer.status_code == 302
    proof = DeliveryProof.objects.get()
    assert (proof.kind, proof.person, proof.by, proof.signature) == ("signature", "王工", cem, DRAWN)
    shipment = again(shipment)
    assert (shipment.state, shipment.delivered_at, proof.note) == (State.DELIVERED, proof.at, "side door")
    assert OrderLine.objects.get(order=shipment.order).accepted == 10
    assert Event.objects.get(name="shipment.delivered").data["proof"] == "signature"
    note = reverse("shipping:note", args=[shipment.number])
    for url in (shipment.get_absolute_url(), shipment.order.get_absolute_url(), note):
        html = client.get(url).content.decode()
        assert f'<path d="{DRAWN}"></path>' in html and 'viewBox="0 0 1000 400"' in html


def test_s73_a_photo_closes_it_and_is_fetched_as_a_file_by_who_may_see_it(client, ann, cem, eve):
    shipment = sent(ann, cem)
    client.force_login(cem)

    assert post(client, shipment, photo=picture()).status_code == 302

    proof = DeliveryProof.objects.get()
    assert (proof.kind, proof.photo_kind, proof.photo[:11]) == ("photo", "image/png", "deliveries/")
    url = reverse("shipping:photo", args=[shipment.number])
    assert url in client.get(shipment.get_absolute_url()).content.decode()
    answer = client.get(url)
    assert (b"".join(answer.streaming_content), answer["Content-Type"]) == (PNG, "image/png")
    assert answer["Content-Disposition"].startswith("attachment")
    client.force_login(eve)
    assert client.get(url).status_code == 404


def test_s73_the_typed_name_alone_closes_it_too(client, ann, cem):
    """By keyboard, or where no script runs."""
    shipment = sent(ann, cem)
    client.force_login(cem)
    assert client.get(reverse("shipping:photo", args=[shipment.number])).status_code == 404

    post(client, shipment)

    proof = DeliveryProof.objects.get()
    assert (proof.kind, proof.signature, proof.photo, proof.at) == ("hand", "", "", again(shipment).delivered_at)


@pytest.mark.parametrize(
    "strokes",
    [
        '<svg onload="alert(1)">',
        'M0 0l1 1"/><script>alert(1)</script>',
        "1,2 3,4\n5,6",
        "1,2  3,4",
        "1,2;",
        "-1,2 300,300",
        "1.5,2 300,300",
        "1e3,2 300,300",
        "1001,2 3,300",
        "1,401 300,3",
        "12345,1 300,300",
        "٣,٤ 300,300",
        "10,10",
        "10,10 12,12 20,20",
        "1,1 " * 9,
        " ".join(["1,1", "400,300"] * 2001),
        ";".join(["1,1 400,300"] * 201),
        "1,1 " + "9" * 40_001,
    ],
)
def test_a20_a_forged_signature_is_refused_and_nothing_changes(ann, cem, strokes):
    shipment = sent(ann, cem)
    before = Event.objects.count()

    with pytest.raises(Refused) as refusal:
        confirm_delivery(shipment.pk, received_by="王工", actor=cem, proof=Proof(strokes=strokes))

    assert refusal.value.code == "signature"
    assert (again(shipment).state, DeliveryProof.objects.count(), Event.objects.count()) == (State.SHIPPED, 0, before)
    assert OrderLine.objects.get(order=shipment.order).accepted == 0


def test_what_is_kept_of_a_signature_is_drawn_from_numbers_alone():
    assert path_of(INK) == DRAWN
    assert path_of("0,0;500,400") == "M0 0l0 0M500 400l0 0"
    assert set(path_of(INK)) <= set("Ml 0123456789-")


def test_s73_a21_the_photo_does_not_tell_where_the_customer_lives(client, ann, cem):
    """Control: it did so when it was taken."""
    shipment = sent(ann, cem)
    client.force_login(cem)
    assert SECRET in phone_photo() and opened(phone_photo()).getexif()

    post(client, shipment, photo=picture("door.jpg", phone_photo()))

    content = b"".join(client.get(reverse("shipping:photo", args=[shipment.number])).streaming_content)
    proof = DeliveryProof.objects.get()
    assert (proof.photo_kind, proof.photo_sha256) == ("image/jpeg", hashlib.sha256(content).hexdigest())
    assert SECRET not in content and not opened(content).getexif() and opened(content).size == (20, 40)


BROKEN = b"\xff\xd8\xff of a parcel at the door"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("door.svg", b"<svg/>"), ("door.png", b"<html>"), ("door.png", b""), ("door.php", PNG),
        ("door.jpg", BROKEN),
    ],
)  # fmt: skip
def test_a20_what_is_no_picture_is_refused_on_the_page_and_the_name_is_kept(client, ann, cem, name, content):
    shipment = sent(ann, cem)
    client.force_login(cem)

    answer = post(client, shipment, photo=picture(name, content), strokes=INK)

    assert answer.status_code in (409, 422)
    html = answer.content.decode()
    assert 'value="王工"' in html and f'value="{INK}"' in html
    assert (again(shipment).state, DeliveryProof.objects.count()) == (State.SHIPPED, 0)


def test_f20_two_clicks_are_one_delivery_and_looking_is_none(client, ann, cem):
    shipment = sent(ann, cem)
    client.force_login(cem)
    url, data = reverse("shipping:deliver", args=[shipment.number]), {"received_by": "王工", "once": "one-key"}
    assert (client.get(url).status_code, again(shipment).state) == (200, State.SHIPPED)

    answers = [client.post(url, data).status_code for _time in range(2)]

    assert answers == [302, 302]
    assert (DeliveryProof.objects.count(), Event.objects.filter(name="shipment.delivered").count()) == (1, 1)
    assert client.post(url, data | {"once": "another"}).status_code == 409
    assert DeliveryProof.objects.count() == 1


def test_the_proof_carries_the_moment_it_is_about(ann, cem):
    shipment = sent(ann, cem)
    at = clock.now()

    confirm_delivery(shipment.pk, received_by="王工", actor=cem, proof=Proof(at=at))

    assert DeliveryProof.objects.get().at == again(shipment).delivered_at == at
