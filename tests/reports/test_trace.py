"""S74: from any number on a label to the order, picker, scans and waybill, and from a lot to all who got of it."""

import io
import uuid
from decimal import Decimal

import pytest
from django.test import Client
from openpyxl import load_workbook

from catalog.models import Product
from inventory.services import Arrived, receive_goods
from orders.models import Order, Return
from orders.services.returns.asking import Wish, request_return
from shipping.models import Box, Shipment
from shipping.services import finish_picking, finish_receipt, open_shipment, scan, scan_return
from shipping.services.scans.arrivals import Arrival
from tests.cast import make_customer, make_person, make_product
from tests.inventory.builders import make_warehouse
from tests.query_counts import counted
from tests.shipping.builders import dispatch, make_confirmed
from tests.shipping.packed import pack_all, picked_shipment

pytestmark = pytest.mark.django_db
PAGE = "/reports/trace/"
D = Decimal


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def desk(fay, client) -> Client:
    client.force_login(fay)
    return client


@pytest.fixture
def fay(db):
    return make_person("fay", "director")


def sent(order: Order, cem, waybill: str, *scans: tuple[str, int]) -> Shipment:
    shipment = open_shipment(order.pk, actor=cem)
    for code, pieces in scans:
        scan(shipment.pk, code=code, uuid=uuid.uuid4(), quantity=pieces, actor=cem)
    finish_picking(shipment.pk, actor=cem)
    return dispatch(shipment.pk, carrier="顺丰速运", waybill=waybill, actor=cem)


@pytest.fixture
def trade(ann, cem) -> dict[str, str]:
    """A pump by number and glue of one lot to two customers; two pieces of glue came back."""
    pump, glue = make_product("PUMP", tracking="serial"), make_product("GLUE", tracking="lot")
    place = make_warehouse("MAIN")
    arrived = [
        Arrived(product_id=pump.pk, quantity=D(2), serials=("S-1", "S-2")),
        Arrived(product_id=glue.pk, quantity=D(10), lot="L-1"),
    ]
    receive_goods(warehouse_id=place.pk, items=arrived, actor=cem)
    one, two = make_customer(ann, "C-1"), make_customer(ann, "C-2", name="=cmd|' /C calc'!A0")
    first = make_confirmed(ann, [(pump, 1), (glue, 4)], customer=one)
    second = make_confirmed(ann, [(glue, 3)], customer=two)
    shipment = sent(first, cem, "SF-77", ("S-1", 1), ("L-1", 4))
    sent(second, cem, "SF-78", ("L-1", 3))
    wish = Wish(line_id=first.lines.get(product=glue).pk, quantity=D(2), reason="quality", wanted="credit")
    back = request_return(first.pk, wishes=[wish], actor=ann)
    scan_return(back.pk, [Arrival(code="L-1", uuid=uuid.uuid4(), quantity=D(2))], actor=cem)
    finish_receipt(back.pk, warehouse_id=place.pk, actor=cem)
    return {"order": first.number, "shipment": shipment.number, "return": Return.objects.get().number}


def steps(answer) -> list[tuple[str, str]]:
    return [(str(step.what), step.document) for step in answer.context["told"].steps]


def test_s74_a_serial_leads_from_the_supplier_to_the_customer(desk, trade, cem):
    answer = desk.get(PAGE, {"q": "s-1"})

    told = answer.context["told"]
    assert [order.ref for order in told.orders] == [trade["order"]]
    assert sorted(what for what, _document in steps(answer)) == [
        "Left the shelf",
        "Picking started",
        "Received",
        "Scanned",
        "Shipped",
    ]
    assert steps(answer)[0][0] == "Received"
    assert {document for _what, document in steps(answer)[1:]} == {trade["shipment"]}
    scanned = next(step for step in told.steps if step.what == "Scanned")
    assert (scanned.who, scanned.detail) == (cem, "PUMP Bearing PUMP · S-1 × 1 · Right")
    page = answer.content.decode()
    assert all(word in page for word in ("SF-77", "Yunqi Precision C-1", "Supplier → MAIN 仓库 MAIN", "Cem"))


@pytest.mark.parametrize("number", ["shipment", "SF-77", "sf-77", "order", "return"])
def test_s74_every_number_leads_to_the_same_chain(desk, trade, number):
    answer = desk.get(PAGE, {"q": trade.get(number, number)})

    assert [order.ref for order in answer.context["told"].orders] == [trade["order"]]
    documents = {document for _what, document in steps(answer)}
    assert {trade["shipment"], trade["return"]} <= documents
    assert "SF-78" not in answer.content.decode()


def test_s74_a_lot_leads_to_all_who_got_of_it(desk, trade):
    answer = desk.get(PAGE, {"q": "L-1"})

    assert [(got.customer_code, got.waybill, int(got.sent), int(got.back)) for got in answer.context["got"]] == [
        ("C-1", "SF-77", 4, 0),
        ("C-1", "", 0, 2),
        ("C-2", "SF-78", 3, 0),
    ]
    assert len(answer.context["told"].orders) == 2


def test_s74_a14_the_recall_list_is_a_file_without_formulas(desk, trade):
    lot = desk.get(PAGE, {"q": "L-1"}).context["lot"]

    text = desk.get(f"{PAGE}recall/{lot.pk}/").content.decode("utf-8-sig")
    book = load_workbook(io.BytesIO(desk.get(f"{PAGE}recall/{lot.pk}/", {"as": "xlsx"}).content)).active

    rows = [line.split(",") for line in text.splitlines()]
    assert rows[0][:4] == ["Product", "Lot", "Customer code", "Customer"]
    assert [(row[0], row[1], row[2], row[-2], row[-1]) for row in rows[1:]] == [
        ("GLUE", "L-1", "C-1", "4", "0"),
        ("GLUE", "L-1", "C-1", "0", "2"),
        ("GLUE", "L-1", "C-2", "3", "0"),
    ]
    assert rows[3][3] == "'=cmd|' /C calc'!A0"
    assert [cell.value for cell in book[4]][2:4] == ["C-2", "'=cmd|' /C calc'!A0"]


def test_s74_one_of_several_is_chosen(desk, trade, ann, cem):
    other = make_confirmed(ann, [(known("GLUE"), 2)], customer=make_customer(ann, "C-3"))
    third = sent(other, cem, "SF-77", ("L-1", 2))

    answer = desk.get(PAGE, {"q": "SF-77"})

    assert (len(answer.context["found"]), answer.context["chosen"]) == (2, None)
    chosen = desk.get(PAGE, {"q": "SF-77", "kind": "shipment", "key": str(third.pk)})
    assert [order.ref for order in chosen.context["told"].orders] == [other.number]


def known(code: str):
    return Product.objects.get(code=code)


def test_s74_what_nobody_is_called_is_said_plainly(desk, trade):
    for text in ("nothing", "\x00", "１２３", "=1", "D-99999999999999999999", "x" * 300):
        answer = desk.get(PAGE, {"q": text})
        assert (answer.status_code, answer.context["found"]) == (200, [])
    assert desk.get(PAGE, {"q": "L-1", "kind": "x", "key": "y"}).context["chosen"] is not None


def test_a4_eve_finds_nothing_of_anns(client, trade, eve):
    client.force_login(eve)

    for number in (trade["order"], trade["shipment"], "SF-77", trade["return"]):
        assert client.get(PAGE, {"q": number}).context["found"] == []
    for number in ("S-1", "L-1"):
        page = client.get(PAGE, {"q": number})
        assert (page.context["got"], page.context["told"].orders) == ([], [])
        assert {what for what, _document in steps(page)} == {"Received"}
        assert trade["order"] not in page.content.decode()


def test_a_chain_asks_a_few_questions_whatever_its_length(desk, trade):
    desk.get(PAGE)

    for name, number in (("serial", "S-1"), ("lot", "L-1"), ("order", trade["order"])):
        with counted(f"reports.trace.{name}", budget=18):
            desk.get(PAGE, {"q": number})
    lot = desk.get(PAGE, {"q": "L-1"}).context["lot"]
    with counted("reports.recall-file", budget=6):
        desk.get(f"{PAGE}recall/{lot.pk}/")


def test_s74_the_code_on_a_box_leads_to_its_shipment(desk, ann, cem):
    shipment = pack_all(picked_shipment(ann, cem), cem)
    code = Box.objects.get().code
    assert code == f"{shipment.number}-1"
    assert steps(desk.get(PAGE, {"q": code.lower()})) == steps(desk.get(PAGE, {"q": shipment.number})) != []
