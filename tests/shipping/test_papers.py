"""What the warehouse prints: every paper carries its number as a QR code, and no paper of goods carries a price."""

import io
import re
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest
import segno
from django.core import mail
from django.urls import reverse
from pypdf import PdfReader

from core import outbox
from core.qr import QUIET, qr_svg
from notifications.services import send_waiting
from orders.models import Order
from shipping.services import close_box, open_shipment, pack_shipment
from shipping.tables.papers import boxes_on
from tests.shipping.builders import at_the_door, dispatch, pick, ready_order
from tests.shipping.packed import pack_all, picked_shipment, put

pytestmark = pytest.mark.django_db


def dark(svg: str) -> list[list[int]]:
    """The modules of a drawn code, read back from its path: rows of 0 and 1, without the blank border."""
    root = ET.fromstring(svg)
    size = int(root.attrib["viewBox"].split()[2])
    rows = [[0] * size for _n in range(size)]
    [path] = [one for one in root.iter() if one.attrib.get("stroke") == "#000"]
    x, y = 0.0, 0.0
    for letter, a, b in re.findall(r"([Mmhv])\s*(-?[\d.]+)(?:[ ,]*(-?[\d.]+))?", path.attrib["d"]):
        if letter == "M":
            x, y = float(a), float(b)
        elif letter == "m":
            x, y = x + float(a), y + float(b)
        else:
            for n in range(int(float(a))):
                rows[int(y)][int(x) + n] = 1
            x += float(a)
    return [row[QUIET:-QUIET] for row in rows[QUIET:-QUIET]]


@pytest.mark.parametrize("text", ["SH2600012-1", "SO-2600012", "<&>", "发货单"])
def test_a_drawn_code_is_the_code_of_its_text(text):
    code = segno.make(text, error="m", micro=False)

    assert dark(str(qr_svg(text))) == [list(row) for row in code.matrix]


def paper(client, shipment, name: str) -> PdfReader:
    answer = client.get(reverse("shipping:paper", args=[shipment.number, name]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return PdfReader(io.BytesIO(answer.content))


def words(reader: PdfReader, page: int = 0) -> str:
    return re.sub(r"\s+", "", reader.pages[page].extract_text())


@pytest.fixture
def two_boxes(ann, cem):
    """Six pieces in one box, four in another."""
    shipment = picked_shipment(ann, cem)
    Order.objects.update(instructions="轻拿轻放")
    for pieces, weight in ((6, "3.25"), (4, "2")):
        put(shipment, "2000000000017", cem, pieces)
        close_box(shipment.pk, weight=Decimal(weight), size="木箱", actor=cem)
    return pack_shipment(shipment.pk, actor=cem)


def test_s69_a_label_for_each_box_says_which_of_how_many_what_it_weighs_and_where_it_goes(client, cem, two_boxes):
    client.force_login(cem)

    labels = paper(client, two_boxes, "labels")

    assert len(labels.pages) == 2
    sizes = [float(side) / 72 * 25.4 for side in labels.pages[0].mediabox[2:]]
    assert [round(side) for side in sizes] == [100, 150]
    for n, weight in ((1, "3.25kg"), (2, "2kg")):
        text = words(labels, n - 1)
        for word in (f"{two_boxes.number}-{n}", f"{n}/2", weight, "轻拿轻放", "木箱"):
            assert word in text
        assert re.sub(r"\s+", "", two_boxes.order.ship_to_text) in text


def test_the_list_of_contents_names_what_lies_in_each_box(client, cem, two_boxes):
    client.force_login(cem)

    text = words(paper(client, two_boxes, "contents"))

    assert f"{two_boxes.number}-1·1/2·3.25kg" in text and f"{two_boxes.number}-2·2/2·2kg" in text
    assert [len(one.contents) for one in boxes_on(two_boxes)] == [1, 1]


def test_a_delivery_note_counts_boxes_and_knows_no_price(client, cem, two_boxes):
    client.force_login(cem)
    dispatch(two_boxes.pk, carrier="顺丰速运", waybill="SF77", actor=cem)

    text = words(paper(client, two_boxes, "note"))

    for word in (two_boxes.number, "SF77", "2箱，5.25千克", two_boxes.order.ref, "轻拿轻放"):
        assert word in text
    assert str(Order.objects.get().total) not in text
    for line in Order.objects.get().lines.all():
        assert f"{line.unit_price:.2f}" not in text


def test_a_pick_list_says_what_to_take_and_where(client, ann, cem):
    order, product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    pick(shipment, product.barcode, cem, 3)
    client.force_login(cem)

    text = words(paper(client, shipment, "pick"))

    assert product.code in text and shipment.number in text
    assert re.search(r"10\D{1,3}3", text), text


@pytest.mark.parametrize("name", ["labels", "contents", "nonsense"])
def test_there_is_no_paper_of_boxes_where_nothing_is_packed(client, ann, cem, name):
    client.force_login(cem)
    shipment = picked_shipment(ann, cem)

    assert client.get(reverse("shipping:paper", args=[shipment.number, name])).status_code == 404


def test_a_scanned_label_opens_the_shipment_of_the_box(client, cem, two_boxes):
    client.force_login(cem)

    answer = client.get(reverse("shipping:find"), {"code": f"{two_boxes.number.lower()}-2"})

    assert answer.url == two_boxes.get_absolute_url()


def test_s75_the_letter_says_how_many_boxes_left_and_how_heavy_they_are(ann, cem):
    shipment = pack_all(picked_shipment(ann, cem), cem, "4.5")
    dispatch(shipment.pk, carrier="顺丰速运", waybill="SF1", actor=cem)

    outbox.sweep()
    send_waiting()

    [letter] = [letter for letter in mail.outbox if letter.alternatives]
    assert "1 箱，4.5 千克" in letter.body and "1 箱，4.5 千克" in letter.alternatives[0].content
    assert at_the_door(shipment.pk).address in letter.body
