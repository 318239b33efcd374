"""The admin shows shipments, scans, their way and proof and lets nobody write them; carriers are edited there."""

import pytest
from django.apps import apps
from django.urls import reverse

from core.models import Event, User
from shipping.services import ask_carrier, confirm_delivery, open_shipment
from tests.shipping.builders import pick, ready_order
from tests.shipping.carriers import sent

pytestmark = pytest.mark.django_db


def test_a_carrier_is_edited_with_history_and_its_address_and_key_are_not_shown(client, carrier, settings):
    settings.GENDAN_CARRIERS = {"sf": "https://hidden.example/track"}
    root = User.objects.create_superuser("root", password="a-long-password")
    client.force_login(root)
    url = reverse("admin:shipping_carrier_change", args=[carrier.pk])
    data = {"code": "sf", "name": "顺丰", "interface": "track1", "polled": "on", "active": "on", "silence_hours": "8"}

    for page in ("javascript:alert({})", "https://{}.evil.example/", "https://a.example/", "http://a/{}"):
        refused = client.post(url, data | {"tracking_page": page})
        assert refused.status_code == 200
    assert client.post(url, data | {"tracking_page": "https://a.example/?nu={}"}).status_code == 302

    carrier.refresh_from_db()
    assert (carrier.name, carrier.silence_hours, carrier.delivered_counts) == ("顺丰", 8, False)
    assert carrier.page_of('SF"&1/2') == "https://a.example/?nu=SF%22%261%2F2"
    edited = Event.objects.get(name="record.edited", stream=f"carrier:{carrier.pk}")
    assert (edited.actor, edited.data["changes"]["silence_hours"]) == (root, ["24", "8"])
    for page in (reverse("admin:shipping_carrier_changelist"), url):
        html = client.get(page).content.decode()
        assert "hidden.example" not in html and "s3cret" not in html
    assert client.post(reverse("admin:shipping_carrier_delete", args=[carrier.pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", ["trackingevent", "following", "trouble", "deliveryproof"])
def test_the_way_and_the_proof_are_shown_searched_and_never_written(client, ann, cem, desk, carrier, later, model):
    shipment = sent(ann, cem)
    later(minutes=15)
    desk.say("lost")
    ask_carrier(carrier.pk)
    confirm_delivery(shipment.pk, received_by="王工", actor=cem)
    row = apps.get_model("shipping", model).objects.get()
    client.force_login(User.objects.create_superuser("root", password="a-long-password"))

    listed = client.get(reverse(f"admin:shipping_{model}_changelist"), {"q": shipment.number})
    page = client.get(reverse(f"admin:shipping_{model}_change", args=[row.pk]))

    assert (listed.status_code, page.status_code) == (200, 200)
    assert 'name="_save"' not in page.content.decode()
    assert client.get(reverse(f"admin:shipping_{model}_add")).status_code == 403


@pytest.mark.parametrize("model", ["shipment", "shipmentline", "scan"])
def test_posted_shipping_data_is_shown_searched_and_never_written(client, ann, cem, model):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    row = pick(shipment, product.barcode, cem).scan
    shown = {"shipment": shipment, "shipmentline": shipment.lines.get(), "scan": row}[model]
    client.force_login(User.objects.create_superuser("root", password="a-long-password"))

    listed = client.get(reverse(f"admin:shipping_{model}_changelist"), {"q": shipment.number})
    page = client.get(reverse(f"admin:shipping_{model}_change", args=[shown.pk]))

    assert (listed.status_code, page.status_code) == (200, 200)
    assert 'name="_save"' not in page.content.decode()
    assert client.get(reverse(f"admin:shipping_{model}_add")).status_code == 403
    assert client.post(reverse(f"admin:shipping_{model}_delete", args=[shown.pk]), {"post": "yes"}).status_code == 403
