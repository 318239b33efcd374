"""The pages of a wave and of a scanner's set-up: they tick, say the tote, refuse and print; few queries."""

import re
import uuid

import pytest
from django.urls import reverse

from core.models import User
from orders.services import cancel_order, place_hold
from shipping.models import Scan, Shipment, StrictRule, Wave
from shipping.services import open_shipment
from shipping.tables.scanner import GS1_TEST, TEST
from tests.cast import make_customer, make_product
from tests.query_counts import counted
from tests.shipping.builders import make_confirmed, make_stock, ready_order
from tests.shipping.scanning import by_script
from tests.shipping.waves import in_totes, take, three_orders, wave_of

pytestmark = pytest.mark.django_db


def post_scan(client, wave, code, *, script=True, **more):
    if script:
        return by_script(client, wave.stream, code, **more)
    data = {"code": code, "uuid": str(uuid.uuid4()), **more}
    return client.post(reverse("shipping:scan_wave", args=[wave.number]), data)


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_ticked_orders_of_the_queue_are_picked_together_in_one_post(client, ann, cem):
    orders, _bolt, _nut = three_orders(ann)
    open_shipment(orders[0].pk, actor=cem)
    place_hold(orders[1].pk, kind="manual", stops=["dispatch"], reason="wait", actor=ann)
    client.force_login(cem)
    page = text(client.get(reverse("shipping:list")))
    sent = {"selected": [str(order.pk) for order in orders], "once": str(uuid.uuid4())}

    first = client.post(reverse("shipping:open_wave"), sent)
    again = client.post(reverse("shipping:open_wave"), sent)
    shown = text(client.get(first.url))

    assert page.count('name="selected"') == 2
    assert first.url == again.url == Wave.objects.get().get_absolute_url()
    assert in_totes(Wave.objects.get()) == [(1, "picking", 0)]
    assert f"{orders[0].ref} is not on this wave" in shown and f"{orders[1].ref} is on hold" in shown
    assert Wave.objects.get().number in text(client.get(reverse("shipping:list")))


@pytest.mark.parametrize("selected", [[], ["0"], ["x", "²", "9" * 30], ["-1"]])
def test_a36_nonsense_that_was_ticked_opens_nothing(client, ann, cem, selected):
    three_orders(ann)
    client.force_login(cem)

    answer = client.post(reverse("shipping:open_wave"), {"selected": selected})

    assert (answer.url, Wave.objects.count(), Shipment.objects.count()) == (reverse("shipping:list"), 0, 0)


def test_the_page_names_the_stop_and_the_totes_and_each_scan_says_which(client, ann, cem):
    orders, bolt, nut = three_orders(ann)
    wave = wave_of(cem, orders)
    client.force_login(cem)

    page = text(client.get(wave.get_absolute_url()))
    right, wrong = post_scan(client, wave, nut.barcode), post_scan(client, wave, "nothing")
    many = post_scan(client, wave, bolt.code, quantity="7")

    assert '<p class="scan-place">A-01</p>' in page and re.search(r'<p class="scan-count">7 <small>', page)
    assert f'"{nut.barcode}": {{"label": "NUT' in page and "tote 2 \\u00d7 2" in page
    assert 'class="band ok"' in text(right) and "Tote 2: +1" in text(right)
    assert 'class="band wrong"' in text(wrong)
    assert 'class="band over"' in text(many) and "tote 1 × 3, tote 2 × 4" in text(many)


def test_without_script_the_page_of_a_wave_comes_back_whole(client, ann, cem):
    orders, bolt, _nut = three_orders(ann)
    wave = wave_of(cem, orders)
    client.force_login(cem)

    right = post_scan(client, wave, bolt.code, script=False, quantity="3")
    refused = post_scan(client, wave, bolt.code, script=False, quantity="0")

    assert right.url == wave.get_absolute_url()
    assert refused.status_code == 409 and "<html" in text(refused)
    assert in_totes(wave)[0] == (1, "picking", 3)


def test_s51_the_page_tells_of_a_cancelled_order_and_leads_to_finishing(client, ann, cem):
    orders, bolt, _nut = three_orders(ann)
    wave = wave_of(cem, orders)
    take(wave, bolt.code, cem, 3)
    cancel_order(orders[1].pk, actor=ann, reason="no longer wanted")
    client.force_login(cem)

    page = text(client.get(wave.get_absolute_url()))
    finish = reverse("shipping:finish_wave", args=[wave.number])
    asked = client.post(finish, {"once": str(uuid.uuid4())})
    done = client.post(finish, {"once": str(uuid.uuid4()), "reason": "no nuts"})

    assert "was cancelled (no longer wanted)" in page and "Put back what is in it" in page
    assert (asked.status_code, done.status_code) == (422, 302)
    assert [row[1] for row in in_totes(wave)] == ["picked", "cancelled", "cancelled"]
    assert "Done" in text(client.get(wave.get_absolute_url()))


def test_a_shipment_of_a_wave_is_picked_on_the_wave_until_it_is_taken_out(client, ann, cem):
    orders, _bolt, _nut = three_orders(ann)
    wave = wave_of(cem, orders)
    tote = Shipment.objects.get(tote=1)
    client.force_login(cem)

    led = client.get(reverse("shipping:pick", args=[tote.number]))
    found = client.get(reverse("shipping:find"), {"code": wave.number.lower()})
    out = client.post(reverse("shipping:leave_wave", args=[tote.number]), {"once": str(uuid.uuid4())})

    assert led.url == found.url == wave.get_absolute_url()
    assert out.url == reverse("shipping:pick", args=[tote.number])
    assert client.get(out.url).status_code == 200


def test_s70_strict_scanning_asks_for_each_piece_loudly(client, ann, cem):
    order, product = ready_order(ann, cem)
    StrictRule.objects.create(product=product)
    shipment = open_shipment(order.pk, actor=cem)
    client.force_login(cem)

    typed = by_script(client, shipment.stream, product.code, quantity="5")
    command = by_script(client, shipment.stream, "GENDAN-FINISH")

    assert 'class="band ask"' in text(typed) and "Scan each piece" in text(typed)
    assert 'class="band ask"' in text(command) and "Not everything is picked" in text(command)
    assert list(Scan.objects.order_by("pk").values_list("result", flat=True)) == ["typed", "not_now"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (TEST, "set up well"),
        (TEST.lower(), "Caps Lock is on"),
        ("GENDAN-UNDO", "Take the last scan back"),
        (GS1_TEST, "SN-42"),
        (GS1_TEST.strip("\x1d").replace("\x1d", "|"), "SN-42"),
        (GS1_TEST.replace("\x1d", ""), "separator inside GS1 codes got lost"),
        ("A-1043", "Bearing A-1043"),
        ("nonsense", "No product or box has this code"),
    ],
)
def test_the_scanner_test_says_what_it_makes_of_a_code(client, cem, code, words):
    make_product()
    client.force_login(cem)

    whole = client.get(reverse("shipping:scanner"), {"code": code})
    part = client.get(reverse("shipping:scanner"), {"code": code}, headers={"HX-Request": "true"})

    assert words in text(whole) and words in text(part)
    assert "<html" in text(whole) and "<html" not in text(part)


def test_the_sheets_draw_each_code(client, cem):
    client.force_login(cem)

    commands, setup = (text(client.get(reverse(f"shipping:{name}"))) for name in ("command_sheet", "scanner_sheet"))

    assert (commands.count('class="qr"'), setup.count('class="qr"')) == (6, 2)
    assert "Take the last scan back" in commands and "Suffix: Enter" in setup


@pytest.mark.parametrize("orders", [2, 9])
def test_the_pages_of_a_wave_ask_the_same_for_two_orders_and_for_nine(client, ann, cem, orders):
    bolt, customer = make_product("BOLT"), make_customer(ann)
    make_stock(cem, (bolt, 100))
    wave = wave_of(cem, [make_confirmed(ann, [(bolt, 2)], customer=customer) for _n in range(orders)])
    take(wave, bolt.code, cem)
    client.force_login(User.objects.get(pk=cem.pk))
    client.get(wave.get_absolute_url())

    with counted("shipping.wave", budget=12):
        client.get(wave.get_absolute_url())
    with counted("shipping.scan_wave", budget=20):
        post_scan(client, wave, bolt.code, user=cem.pk)
    with counted("shipping.finish_wave", budget=12):
        client.get(reverse("shipping:finish_wave", args=[wave.number]))
    with counted("shipping.list", budget=12):
        client.get(reverse("shipping:list"))


def test_i33_what_waited_on_a_device_is_counted_on_its_wave_in_one_go(client, ann, cem):
    orders, bolt, _nut = three_orders(ann)
    wave = wave_of(cem, orders)
    client.force_login(cem)
    scans = [
        {"uuid": str(uuid.uuid4()), "task": wave.stream, "user": cem.pk, "code": code, "device": "gun", "sequence": n}
        for n, code in enumerate((bolt.code, bolt.code, "B-9", "GENDAN-UNDO"), start=1)
    ]

    for _n in range(2):
        told = client.post(
            reverse("shipping:scan_batch"), {"task": wave.stream, "scans": scans}, content_type="application/json"
        ).json()

    words = [told["answers"][one["uuid"]]["word"] for one in scans]
    assert words == ["Tote 1: +1", "Undone", "Unknown code", "Take the last scan back"]
    assert in_totes(wave)[0] == (1, "picking", 1)
    assert 'id="scan-task"' in told["parts"] and told["codes"]["BOLT"]["left"] == 6
