"""What a scan is answered with: of a long shipment only what the scan changed, and never something else (S70)."""

import random
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.management.commands.check_invariants import broken
from orders.models import Order
from orders.models.standing import standing_of
from orders.models.words import Stage
from shipping.models import Scan, Shipment
from shipping.services import open_shipment
from shipping.services.rows import lines_of
from shipping.tables.desk import desk_after, desk_of
from tests.cast import make_customer, make_product
from tests.inventory.shelves import binned, by_lot, by_serial, lot_in, make_bin, pieces_in
from tests.shipping.builders import make_confirmed, make_stock, pick, ready_order
from tests.shipping.scanning import by_script

pytestmark = pytest.mark.django_db
LINES = 50


def opened(ann, cem, rows) -> Shipment:
    return open_shipment(make_confirmed(ann, rows).pk, actor=cem)


def loose(ann, cem) -> tuple[Shipment, list[str]]:
    """Goods without bins, one of them on two lines."""
    bolt, nut, plate = make_product("BOLT", barcode="2000000000017"), make_product("NUT"), make_product("Plate-x")
    make_stock(cem, (bolt, 9), (nut, 9), (plate, 9))
    shipment = opened(ann, cem, [(bolt, 2), (nut, 3), (bolt, 1), (plate, 1)])
    return shipment, ["BOLT", "2000000000017", "nut", "PLATE-X", "-1 NUT", "-1 BOLT", "B-9", "nothing"]


def on_shelves(ann, cem) -> tuple[Shipment, list[str]]:
    """Goods in bins, by lot and by number, and one kind that lies open."""
    bolt, glue, pump, nut = make_product("BOLT"), by_lot(), by_serial(), make_product("NUT")
    binned(bolt, 9, make_bin("A-03", sequence=3))
    lot_in(glue, "L-1", 2, days=20)
    lot_in(glue, "L-2", 9, days=90)
    pieces_in(pump, "S-1", "S-2", "S-3")
    make_stock(cem, (nut, 9), code="W1")
    shipment = opened(ann, cem, [(nut, 2), (pump, 2), (glue, 3), (bolt, 2)])
    return shipment, ["BOLT", "L-1", "l-2", "GLUE-1", "S-1", "S-2", "PUMP-1", "NUT", "-1 BOLT", "-1 GLUE-1", "L-9"]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("goods", [loose, on_shelves])
def test_s70_after_each_scan_the_short_answer_says_what_the_whole_page_would(ann, cem, goods, seed):
    shipment, codes = goods(ann, cem)
    chance = random.Random(seed)

    for _n in range(14):
        met = pick(shipment, chance.choice(codes), cem)

        said, lines = desk_after(met), lines_of(shipment.pk)
        whole = desk_of(met.shipment, lines, said=met.scan)
        drawn = {row.key: row for row in whole["rows"]}
        assert (said["done"], said["number_of_lines"]) == (whole["done"], whole["number_of_lines"])
        assert (said["current"], said["picks"]) == (whole["current"], whole["picks"])
        assert [drawn[row.key] for row in said["changed"]] == said["changed"]
        assert said["band"] == whole["band"]
        order = Order.objects.get(pk=shipment.order_id)
        now = standing_of(order, list(order.lines.all()), clock.today())
        assert (order.fulfilment, order.stage, order.supply) == (now.fulfilment, now.stage, now.supply)
    assert [row for row in broken() if row["rows"]] == []
    assert {scan.tone for scan in Scan.objects.all()} >= {"ok", "wrong"}


def test_pieces_with_a_number_that_are_in_hand_hide_no_other_goods(ann, cem):
    """Two pumps in the picker's hands once made the walk lead past two bolts that lie in their bin."""
    bolt, pump = make_product("BOLT"), by_serial()
    binned(bolt, 2, make_bin("A-03"))
    pieces_in(pump, "S-1", "S-2", "S-3")
    shipment = opened(ann, cem, [(pump, 3), (bolt, 2)])
    pick(shipment, "S-1", cem)

    met = pick(shipment, "S-2", cem)

    rows = desk_of(met.shipment, lines_of(shipment.pk), said=met.scan)["rows"]
    assert [(row.code, row.place) for row in rows] == [("PUMP-1", ""), ("BOLT", "A-03")]


def test_the_order_knows_when_picking_begins_and_when_all_of_it_is_picked(ann, cem):
    order, _product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    stages = []

    for code, pieces in (("2000000000017", 1), ("2000000000017", 8), ("2000000000017", 1), ("-10 A-1043", 1)):
        pick(shipment, code, cem, pieces)
        stages.append(Order.objects.get().stage)

    assert stages == [Stage.PICKING, Stage.PICKING, Stage.TO_SHIP, Stage.TO_PICK]
    assert [row for row in broken() if row["rows"]] == []


@pytest.fixture
def long(ann, cem, client):
    """Shipments of 5 and of 50 lines, two pieces of each, that Cem picks; a piece of the first line is picked."""
    customer, found = make_customer(ann), []
    for lines in (5, LINES):
        goods = [make_product(f"P-{lines}-{n:02}", barcode=f"{lines:04}{n:08}") for n in range(lines)]
        make_stock(cem, *[(one, 2) for one in goods])
        order = make_confirmed(ann, [(one, 2) for one in goods], customer=customer)
        shipment = open_shipment(order.pk, actor=cem)
        pick(shipment, goods[0].code, cem)
        found.append((shipment, goods))
    client.force_login(cem)
    return found


def asked(client, cem, shipment, code) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert by_script(client, shipment.stream, code, user=cem.pk, guess="ok").tone == "ok"
    return len([query for query in queries if "SAVEPOINT" not in query["sql"]])


def test_a_scan_of_fifty_lines_asks_what_one_of_five_asks_and_the_end_of_a_line_twice_more(client, cem, long):
    asked(client, cem, long[0][0], long[0][1][1].code)

    within = [asked(client, cem, shipment, goods[2].code) for shipment, goods in long]
    ending = [asked(client, cem, shipment, goods[2].code) for shipment, goods in long]

    assert within == [8, 8]
    assert ending == [10, 10]


def test_one_right_scan_sends_one_line_and_no_codes_and_the_rest_of_the_page_stays(client, long):
    shipment, goods = long[1]

    heard = by_script(client, shipment.stream, goods[7].barcode, guess="ok")

    assert re.findall(r'data-line="(\d+)" data-done="([\d.]+)"', heard.parts) == [
        (str(shipment.lines.get(product=goods[7]).order_line_id), "1.0000")
    ]
    assert re.findall(r'data-met="([^"]*)"', heard.parts) == [str(Scan.objects.latest("pk").pk)]
    assert ('id="scan-lines"' in heard.parts, 'id="scan-unsolved"' in heard.parts, heard.codes) == (False, False, None)
    assert "P-50-07" in heard.parts.split('class="scan-place">')[1][:30]


@pytest.mark.parametrize(("guess", "quantity"), [("over", "1"), ("wrong", "1"), ("ok", "3"), ("", "3")])
def test_a_device_that_thought_otherwise_learns_the_whole_task_anew(client, long, guess, quantity):
    shipment, goods = long[1]

    heard = by_script(client, shipment.stream, goods[7].barcode, guess=guess, quantity=quantity)

    assert heard.parts.count("data-line=") == LINES
    assert 'id="scan-unsolved"' in heard.parts
    assert heard.codes is not None and heard.codes["P-50-07"]["left"] == (1.0 if quantity == "1" else 2.0)


def test_a_code_the_page_could_not_judge_is_answered_shortly_as_well(client, long):
    """A GS1 code says article and lot at once; the device leaves it to the server."""
    shipment, goods = long[1]

    heard = by_script(client, shipment.stream, f"(01)00{goods[7].barcode}", guess="")

    assert (heard.tone, heard.parts.count("data-line="), heard.codes) == ("ok", 1, None)


def test_a_piece_put_back_gives_the_device_its_room_again(client, long):
    """Without the codes anew it would call the next right piece one too many."""
    shipment, goods = long[1]
    by_script(client, shipment.stream, goods[7].code, guess="ok", quantity="2")

    heard = by_script(client, shipment.stream, f"-1 {goods[7].code}", guess="ok")

    assert (heard.tone, heard.parts.count("data-line=")) == ("ok", LINES)
    assert heard.codes is not None and heard.codes[goods[7].code]["left"] == 1.0
