"""The admin shows shipments and scans and lets nobody write them."""

import pytest
from django.urls import reverse

from core.models import User
from shipping.services import open_shipment
from tests.shipping.builders import pick, ready_order

pytestmark = pytest.mark.django_db


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
