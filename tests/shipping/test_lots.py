"""Picking goods known by lot or number: the wrong lot and a strange piece are refused (S70), each leads home (S74)."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.management.commands.check_invariants import broken
from inventory.models import SerialMove, StockMove
from shipping.models import Scan, Shipment
from shipping.services import Arrival, cancel_shipment, finish_picking, open_shipment, scan_all, undo_scan
from shipping.services.rows import lines_of
from shipping.tables.desk import desk_of
from tests.cast import make_customer, make_product
from tests.inventory.shelves import binned, by_lot, by_serial, lot_in, make_bin, pieces_in
from tests.shipping.builders import dispatch, make_confirmed, pick, send_off

pytestmark = pytest.mark.django_db


def faults() -> list[str]:
    return [row["code"] for row in broken() if row["rows"]]


def picking(ann, cem, product, quantity: int, customer=None) -> Shipment:
    order = make_confirmed(ann, [(product, quantity)], **({"customer": customer} if customer else {}))
    return open_shipment(order.pk, actor=cem)


def met(shipment, code, cem, quantity=1) -> str:
    return pick(shipment, code, cem, quantity).scan.result


def test_s70_only_the_lot_that_expires_first_is_taken(ann, cem):
    glue = by_lot(barcode="2000000000017")
    lot_in(glue, "SOON", 3, days=20)
    lot_in(glue, "LATE", 9, days=200)
    lot_in(glue, "OLD", 9, days=-1)
    shipment = picking(ann, cem, glue, 2)

    results = [met(shipment, code, cem) for code in ("LATE", "OLD", "soon", "SOON", "SOON", "NEVER")]

    assert results == ["lot", "lot", "ok", "ok", "extra", "unknown"]
    assert shipment.lines.get().picked == 2


def test_what_is_scanned_by_product_is_of_the_lot_that_expires_first(ann, cem):
    glue = by_lot(barcode="2000000000017")
    lot_in(glue, "LATE", 9, days=200)
    lot_in(glue, "SOON", 3, days=20)
    shipment = picking(ann, cem, glue, 5)

    results = [met(shipment, "2000000000017", cem, n) for n in (2, 1, 2)]
    send_off(shipment, cem)

    assert results == ["ok"] * 3
    assert list(Scan.objects.order_by("pk").values_list("lot__number", flat=True)) == ["SOON", "SOON", "LATE"]
    left = StockMove.objects.filter(source=shipment.stream).values_list("lot__number", "quantity")
    assert (dict(left), faults()) == ({"SOON": 3, "LATE": 2}, [])


def test_a_handful_over_two_lots_leaves_by_what_expires_first(ann, cem):
    glue = by_lot(barcode="2000000000017")
    lot_in(glue, "SOON", 3, days=20)
    lot_in(glue, "LATE", 9, days=200)
    shipment = picking(ann, cem, glue, 5)

    result = met(shipment, "2000000000017", cem, 5)
    send_off(shipment, cem)

    left = StockMove.objects.filter(source=shipment.stream).values_list("lot__number", "quantity")
    assert (result, dict(left), faults()) == ("ok", {"SOON": 3, "LATE": 2}, [])


def test_s70_a_gs1_code_says_article_and_lot_or_piece_at_once(ann, cem):
    glue, pump = by_lot(barcode="6901234567892"), by_serial(barcode="6901234567809")
    nut = make_product("NUT", barcode="6901234567816")
    lot_in(glue, "SOON", 3, days=20)
    lot_in(glue, "LATE", 9, days=200)
    pieces_in(pump, "S-1")
    order = make_confirmed(ann, [(glue, 2), (pump, 1)])
    shipment = open_shipment(order.pk, actor=cem)
    codes = [
        "(01)06901234567892(10)LATE",
        "(01)06901234567892(17)300101(10)SOON",
        "(01)06901234567892(10)STRANGE",
        "0106901234567809" + "21S-1",
        "(01)06901234567809(21)S-7",
        f"(01)0{nut.barcode}(10)SOON",
        "(01)09999999999999(10)SOON",
    ]

    results = [met(shipment, code, cem) for code in codes]

    assert results == ["lot", "ok", "lot", "ok", "serial", "wrong", "unknown"]


def test_two_pickers_are_not_sent_to_the_same_pieces(ann, cem):
    glue, customer = by_lot(barcode="2000000000017"), make_customer(ann)
    lot_in(glue, "SOON", 3, days=20)
    lot_in(glue, "LATE", 9, days=200)
    one, two = (picking(ann, cem, glue, 3, customer) for _n in range(2))

    results = [met(one, "SOON", cem, 3), met(two, "SOON", cem), met(two, "LATE", cem, 3)]
    send_off(two, cem)
    send_off(one, cem)

    assert (results, faults()) == (["ok", "lot", "ok"], [])


def test_s70_a_piece_is_scanned_by_its_number_once_and_only_where_it_lies(ann, cem):
    pump = by_serial(barcode="2000000000024")
    pieces_in(pump, "S-1", "S-2", "S-3")
    cage = make_bin("CAGE", kind="quarantine")
    pieces_in(pump, "S-9", bin=cage)
    shipment = picking(ann, cem, pump, 2)

    results = [met(shipment, code, cem) for code in ("2000000000024", "S-9", "S-1", "s-1", "S-3", "S-2", "S-77")]

    assert results == ["serial", "serial", "ok", "extra", "ok", "extra", "unknown"]


def test_s74_from_a_piece_one_reaches_its_order_picker_scans_and_waybill(client, ann, cem):
    pump = by_serial()
    one, _two = pieces_in(pump, "S-1", "S-2", actor=cem)
    shipment = picking(ann, cem, pump, 1)
    met(shipment, "S-1", cem)
    send_off(shipment, cem)

    with CaptureQueriesContext(connection) as asked:
        trail = SerialMove.objects.filter(serial=one).select_related("move__order_line__order", "move__actor")
        left = trail.order_by("-move").first()
        queries = len(asked)
    client.force_login(cem)
    found = client.get(reverse("shipping:find"), {"code": "S-1"})
    page = client.get(one.get_absolute_url()).content.decode()

    assert queries == 1
    assert (left.move.order_line.order, left.move.actor, left.move.source) == (shipment.order, cem, shipment.stream)
    assert (found["Location"], faults()) == (shipment.get_absolute_url(), [])
    assert shipment.order.ref in page


def test_a_piece_put_back_or_undone_may_be_picked_for_somebody_else(ann, cem):
    pump, customer = by_serial(), make_customer(ann)
    pieces_in(pump, "S-1", "S-2")
    one, two = (picking(ann, cem, pump, 1, customer) for _n in range(2))

    results = [met(one, "S-1", cem), met(two, "S-1", cem), met(one, "-1 S-1", cem)]
    again = pick(two, "S-1", cem)
    undo_scan(again.scan.pk, actor=cem)
    results += [again.scan.result, met(one, "S-1", cem)]
    cancel_shipment(one.pk, reason="not today", actor=cem)
    results += [met(two, "S-1", cem)]

    assert (results, faults()) == (["ok", "serial", "back", "ok", "ok", "ok"], [])


def test_putting_back_by_product_takes_the_last_piece(ann, cem):
    pump = by_serial("PUMP-1")
    pieces_in(pump, "S-1", "S-2")
    shipment = picking(ann, cem, pump, 2)

    results = [met(shipment, code, cem) for code in ("S-1", "S-2", "-1 PUMP-1", "S-1", "S-2")]
    finish_picking(shipment.pk, actor=cem)
    dispatch(shipment.pk, carrier="SF", waybill="1", actor=cem)

    assert (results, faults()) == (["ok", "ok", "back", "extra", "ok"], [])


def test_the_desk_leads_along_the_bins_and_names_bin_and_lot(client, ann, cem):
    nut, glue = make_product("NUT"), by_lot()
    binned(nut, 5, make_bin("Z-09", sequence=9))
    lot_in(glue, "L-1", 5, bin=make_bin("A-01", sequence=1))
    order = make_confirmed(ann, [(nut, 2), (glue, 1)])
    shipment = open_shipment(order.pk, actor=cem)

    desk = desk_of(shipment, lines_of(shipment.pk))
    client.force_login(cem)
    page = client.get(reverse("shipping:pick", args=[shipment.number])).content.decode()

    assert [(pick.source.bin, pick.source.lot, pick.quantity) for pick in desk["picks"]] == [("A-01", "L-1", 1)]
    assert ("A-01" in page, "L-1" in page) == (True, True)


def scanned(ann, cem, customer, count: int) -> int:
    products = [by_lot(f"G-{count}-{n}", barcode=f"{count:04d}{n:08d}") for n in range(count)]
    for product in products:
        lot_in(product, "L-1", 5)
    order = make_confirmed(ann, [(product, 2) for product in products], customer=customer)
    shipment = open_shipment(order.pk, actor=cem)
    arrivals = [Arrival(code=product.barcode, uuid=uuid.uuid4()) for product in products]
    with CaptureQueriesContext(connection) as asked:
        scan_all(shipment.pk, arrivals, actor=cem)
        finish_picking(shipment.pk, actor=cem)
        dispatch(shipment.pk, carrier="SF", waybill="1", actor=cem)
    return len(asked)


def test_lots_of_fifty_lines_cost_as_many_statements_as_of_five(ann, cem):
    customer = make_customer(ann)
    scanned(ann, cem, customer, 1)

    few, many = scanned(ann, cem, customer, 5), scanned(ann, cem, customer, 50)

    assert few == many
