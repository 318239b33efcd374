"""The packing desk as Cem sees it: by gun, by a click, without script, and never by somebody else."""

import uuid

import pytest
from django.urls import reverse

from shipping.models import Box, BoxContent, Scan, Shipment
from shipping.models.words import State
from tests.query_counts import counted
from tests.shipping.builders import pick
from tests.shipping.packed import check, pack_all, picked_shipment, put
from tests.shipping.scanning import by_script

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipment(ann, cem):
    return picked_shipment(ann, cem)


def address(shipment: Shipment, name: str) -> str:
    return reverse(f"shipping:{name}", args=[shipment.number])


def post(client, shipment, name, *, key="", **data):
    return client.post(address(shipment, name), data | {"once": key or str(uuid.uuid4())})


def scan(client, shipment, code, *, script=True, **more):
    if script:
        return by_script(client, f"packing:{shipment.pk}", code, **more)
    return post(client, shipment, "pack_scan", code=code, uuid=str(uuid.uuid4()), **more)


def test_the_whole_way_by_forms_two_boxes_weighed_labelled_and_packed(client, cem, shipment):
    client.force_login(cem)
    desk = address(shipment, "pack")
    assert 'id="scan-band"' in client.get(desk).content.decode()

    assert scan(client, shipment, "2000000000017", script=False, quantity="6").url == desk
    html = client.get(desk).content.decode()
    assert f"{shipment.number}-1" in html and 'class="scan-count">4 ' in html
    assert post(client, shipment, "pack_close", weight="").status_code == 422
    assert post(client, shipment, "pack_close", weight="3,250.5", size="木箱").url == desk
    assert post(client, shipment, "packed").status_code == 409
    assert post(client, shipment, "pack_rest").url == desk
    assert post(client, shipment, "pack_close", weight="2").url == desk
    assert address(shipment, "packed") in client.get(desk).content.decode()
    assert post(client, shipment, "packed").url == shipment.get_absolute_url()

    assert Shipment.objects.get().state == State.PACKED
    assert [str(box.weight) for box in Box.objects.order_by("position")] == ["3250.500", "2.000"]
    assert client.get(desk).url == shipment.get_absolute_url()
    assert post(client, shipment, "unpack").url == desk


@pytest.mark.parametrize(
    ("code", "tone"), [("2000000000017", "ok"), ("-1 2000000000017", "over"), ("B-9", "wrong"), ("", "wrong")]
)
def test_s70_a_scan_answers_with_a_loud_band(client, cem, shipment, code, tone):
    client.force_login(cem)

    html = scan(client, shipment, code).content.decode()

    assert f'id="scan-band" class="band {tone}"' in html
    assert ('id="scan-task"' in html, 'id="scan-log"' in html, "<html" in html) == (True, True, False)


def test_f19_twice_the_same_click_is_one_click(client, cem, shipment):
    client.force_login(cem)
    put(shipment, "2000000000017", cem, 6)
    row = BoxContent.objects.get()

    for _n in range(2):
        assert post(client, shipment, "pack_out", key="k", content=str(row.pk)).status_code == 302
    for key in ("x", "-1", "9" * 30, ""):
        assert post(client, shipment, "pack_out", content=key).status_code == 302
        assert post(client, shipment, "pack_again", box=key).status_code == 302

    assert (BoxContent.objects.count(), Scan.objects.filter(box__isnull=False).count()) == (0, 1)


def test_nobody_packs_who_may_not(client, ann, eve, shipment):
    for who, status in ((ann, 403), (eve, 403)):
        client.force_login(who)
        for name in ("pack", "packed", "unpack", "verify"):
            assert client.get(address(shipment, name)).status_code == status
        for name in ("pack_scan", "pack_rest", "pack_out", "pack_close", "pack_again", "packed", "verify"):
            assert post(client, shipment, name).status_code == status
    assert not Box.objects.exists()


def test_the_pages_stay_within_their_queries(client, ann, cem, shipment):
    client.force_login(cem)
    put(shipment, "2000000000017", cem, 6)
    client.get(address(shipment, "pack"))

    with counted("shipping.pack", budget=14):
        client.get(address(shipment, "pack"))
    with counted("shipping.packed", budget=14):
        client.get(address(shipment, "packed"))
    pack_all(shipment, cem)
    with counted("shipping.verify", budget=14):
        client.get(address(shipment, "verify"))
    with counted("shipping.dispatch", budget=14):
        client.get(address(shipment, "dispatch"))
    check(shipment, cem)
    with counted("shipping.dispatch.checked", budget=14):
        client.get(address(shipment, "dispatch"))
    with counted("shipping.unpack", budget=14):
        client.get(address(shipment, "unpack"))
    with counted("shipping.shipment.checked", budget=16):
        client.get(shipment.get_absolute_url())


def test_picking_more_shows_no_packing_scan_on_the_picking_desk(client, cem, shipment):
    put(shipment, "2000000000017", cem, 2)
    client.force_login(cem)
    post(client, shipment, "resume")

    html = client.get(address(shipment, "pick")).content.decode()

    assert html.count("<li data-met=") == Scan.objects.filter(box=None).count() == 1
    assert pick(shipment, "2000000000017", cem).scan.result == "extra"
