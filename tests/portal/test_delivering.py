"""A customer follows their goods and signs for them through their own link, and nobody else does (B19, S73, A27)."""

import uuid

import pytest

from core import clock
from core.models import Event
from demo.life import Crew, confirm, pick, ship, submit
from orders.models import OrderLine
from portal.models import OrderLink
from portal.services import make_link
from shipping.models import DeliveryProof, Shipment
from shipping.models.words import State
from shipping.services import follow
from shipping.services.carriers import hearing
from shipping.services.carriers.track_v1 import read
from tests.cast import make_customer, make_draft
from tests.portal.builders import Shop, visitor
from tests.portal.test_links import everything, gone
from tests.query_counts import counted
from tests.shipping.carriers import make_carrier

pytestmark = pytest.mark.django_db
INK = "100,200 180,120 260,260;300,200 420,180"


def send(shop: Shop, ann, bo, cem, customer=None) -> Shipment:
    """Ten more bearings of theirs, on the way."""
    order = make_draft(ann, customer or shop.customer, [(shop.bearing, 10)])
    crew = Crew(ann, (bo,), cem, cem)
    for step in (submit, confirm, pick):
        step(order.pk, crew)
    ship(order.pk, crew, "顺丰速运", f"SF{order.pk}")
    return Shipment.objects.get(order=order)


@pytest.fixture
def away(shop, ann, bo, cem) -> Shipment:
    make_carrier()
    shipment = send(shop, ann, bo, cem)
    follow(shipment.pk)
    return shipment


def url_of(shop: Shop, shipment: Shipment) -> str:
    return f"{shop.url}deliveries/{shipment.number}/"


def signed(**more):
    return {"person": "王工", "strokes": INK, "once": str(uuid.uuid4())} | more


def told(shipment: Shipment, code: str, text: str) -> None:
    event = f'{{"id": "{code}", "at": "{clock.now().isoformat()}", "code": "{code}", "text": "{text}"}}'
    answer = f'{{"shipments": [{{"waybill": "{shipment.waybill}", "events": [{event}]}}]}}'
    hearing.hear(shipment.pk, read(answer.encode(), [shipment.waybill])[shipment.waybill])


def test_s72_the_customer_sees_where_their_goods_are(shop: Shop, away):
    told(away, "in_transit", "arrived in Shanghai <b>")
    customer = visitor()

    assert f"{shop.url}deliveries/" in customer.get(shop.url).content.decode()
    assert away.number in customer.get(f"{shop.url}deliveries/").content.decode()
    html = customer.get(url_of(shop, away)).content.decode()

    assert "arrived in Shanghai &lt;b&gt;" in html
    assert f'href="https://carrier.example/{away.waybill}"' in html
    assert "Promised for" in html and "A-1043" in html
    for canary in ("86.37", "41.93", "4719", "CNY"):
        assert canary not in html, canary


def test_b19_s73_the_customer_signs_on_their_phone_and_the_delivery_is_closed(shop: Shop, away):
    customer = visitor()

    answer = customer.post(url_of(shop, away), signed(), REMOTE_ADDR="203.0.113.7")

    assert (answer.status_code, answer.url) == (302, url_of(shop, away))
    proof, shipment = DeliveryProof.objects.get(), Shipment.objects.get(pk=away.pk)
    assert (proof.kind, proof.person, proof.by, proof.address) == ("signature", "王工", None, "203.0.113.7")
    assert (proof.through, proof.at) == (f"link {shop.link.pk}", shipment.delivered_at)
    assert (shipment.state, shipment.received_by) == (State.DELIVERED, "王工")
    assert OrderLine.objects.get(order=away.order).accepted == 10
    html = customer.get(url_of(shop, away)).content.decode()
    assert "received by 王工" in html and proof.signature in html and 'name="person"' not in html


def test_s73_a_click_without_ink_counts_as_the_customers_own(shop: Shop, away):
    visitor().post(url_of(shop, away), signed(strokes=""))

    assert (DeliveryProof.objects.get().kind, DeliveryProof.objects.get().signature) == ("click", "")


def test_f20_two_clicks_of_the_customer_are_one_delivery(shop: Shop, away):
    data, customer = signed(), visitor()

    statuses = [customer.post(url_of(shop, away), data).status_code for _time in range(2)]
    late = customer.post(url_of(shop, away), signed())

    assert (statuses, late.status_code) == ([302, 302], 409)
    assert (DeliveryProof.objects.count(), Event.objects.filter(name="shipment.delivered").count()) == (1, 1)


def test_a10_looking_ten_times_signs_nothing(shop: Shop, away):
    customer, before = visitor(), everything()
    for _time in range(10):
        for url in (f"{shop.url}deliveries/", url_of(shop, away)):
            assert customer.get(url).status_code == customer.head(url).status_code == 200

    assert everything() == before
    assert Shipment.objects.get(pk=away.pk).state == State.SHIPPED


def test_a27_another_customers_delivery_and_one_that_has_not_left_are_not_found(shop: Shop, ann, bo, cem, away):
    other = make_customer(ann, "OTHER")
    theirs = send(shop, ann, bo, cem, other)
    order = make_draft(ann, shop.customer, [(shop.bearing, 1)])
    crew = Crew(ann, (bo,), cem, cem)
    for step in (submit, confirm, pick):
        step(order.pk, crew)
    inside = Shipment.objects.get(order=order)
    _link, token = make_link(other.pk, days=7, actor=ann)
    before = everything()

    for url in (url_of(shop, theirs), url_of(shop, inside), f"/o/{token}/deliveries/{away.number}/"):
        assert visitor().get(url).status_code == 404
        assert visitor().post(url, signed()).status_code in (404, 409)
    assert theirs.number not in visitor().get(f"{shop.url}deliveries/").content.decode()
    assert (everything(), DeliveryProof.objects.count()) == (before, 0)


def test_a27_a_link_that_opens_nothing_signs_nothing(shop: Shop, ann, away):
    tokens = gone(shop, ann)
    before = everything()

    for token in tokens.values():
        for url in (f"/o/{token}/deliveries/", f"/o/{token}/deliveries/{away.number}/"):
            assert visitor().get(url).status_code == 404
            assert visitor().post(url, signed()).status_code == 404
    assert everything() == before
    assert Shipment.objects.get(pk=away.pk).state == State.SHIPPED


def test_a27_a_link_revoked_between_looking_and_signing_signs_nothing(shop: Shop, away, monkeypatch):
    from portal.views.door import Door

    opened = Door.open

    def open_and_lose(self, token):
        found = opened(self, token)
        OrderLink.objects.filter(pk=shop.link.pk).update(revoked_at=clock.now())
        return found

    monkeypatch.setattr(Door, "open", open_and_lose)

    assert visitor().post(url_of(shop, away), signed()).status_code == 409
    assert DeliveryProof.objects.count() == 0


@pytest.mark.parametrize("strokes", ['<svg onload="alert(1)">', "1001,2 3,300", "1,1 " + "9,9 " * 20_000])
def test_a20_a_forged_signature_from_outside_is_refused(shop: Shop, away, strokes):
    answer = visitor().post(url_of(shop, away), signed(strokes=strokes))

    assert answer.status_code in (409, 422)
    assert "onload=" not in answer.content.decode().replace("onload=&quot;", "")
    assert (DeliveryProof.objects.count(), Shipment.objects.get(pk=away.pk).state) == (0, State.SHIPPED)


def test_a10_signing_without_the_secret_of_the_page_is_refused(shop: Shop, away):
    assert visitor(enforce_csrf_checks=True).post(url_of(shop, away), signed()).status_code == 403
    assert DeliveryProof.objects.count() == 0


def test_the_pages_ask_little(shop: Shop, away):
    told(away, "in_transit", "on")
    customer = visitor()
    customer.get(shop.url)
    with counted("portal.deliveries", budget=6):
        customer.get(f"{shop.url}deliveries/")
    with counted("portal.delivery", budget=9):
        customer.get(url_of(shop, away))
