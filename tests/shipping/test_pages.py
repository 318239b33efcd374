"""The pages of shipping: they show, scan, refuse and print, with few queries and only to those who may."""

import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orders.models import OrderLine
from shipping.models import Scan, Shipment
from shipping.models.words import Result, State
from shipping.services import finish_picking, open_shipment
from tests.cast import make_customer, make_product
from tests.shipping.builders import make_confirmed, make_stock, pick, ready_order, send_off
from tests.shipping.scanning import by_script

pytestmark = pytest.mark.django_db

SEEN = {"list": 10, "shipments": 8, "pick": 10, "scan": 11, "shipment": 10}


@pytest.fixture
def picking(ann, cem):
    """A shipment Cem is picking: ten of one product."""
    order, product = ready_order(ann, cem)
    return open_shipment(order.pk, actor=cem), product


def post_scan(client, shipment, code, *, script=True, **more):
    if script:
        return by_script(client, shipment.stream, code, **more)
    data = {"code": code, "uuid": str(uuid.uuid4()), **more}
    return client.post(reverse("shipping:scan", args=[shipment.number]), data)


def queries_of(client, name, *args):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse(f"shipping:{name}", args=args))
    assert response.status_code == 200
    return [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]


def test_the_queue_shows_what_is_to_pick_and_starts_it_in_one_post(client, ann, cem):
    order, _product = ready_order(ann, cem)
    client.force_login(cem)

    page = client.get(reverse("shipping:list"))
    assert page.status_code == 200
    assert order.number in page.content.decode()

    once = {"once": str(uuid.uuid4())}
    first = client.post(reverse("shipping:start", args=[order.ref]), once)
    again = client.post(reverse("shipping:start", args=[order.ref]), once)

    shipment = Shipment.objects.get()
    assert first.url == again.url == reverse("shipping:pick", args=[shipment.number])


def test_the_queue_costs_the_same_for_one_order_and_for_five(client, ann, cem):
    customer = make_customer(ann)
    client.force_login(cem)
    costs = []
    for count in (1, 4):
        for number in range(count):
            product = make_product(f"Q-{count}-{number}")
            make_stock(cem, (product, 5))
            order = make_confirmed(ann, [(product, 5)], customer=customer)
            open_shipment(order.pk, actor=cem)
        costs.append([len(queries_of(client, "list")), len(queries_of(client, "shipments"))])

    assert costs[0] == costs[1]
    assert costs[1][0] <= SEEN["list"] and costs[1][1] <= SEEN["shipments"], costs


def test_the_scan_page_shows_the_next_piece_and_its_codes(client, cem, picking):
    shipment, product = picking
    client.force_login(cem)

    html = client.get(reverse("shipping:pick", args=[shipment.number])).content.decode()

    for part in (
        'id="scan-band"',
        'id="scan-task"',
        'id="scan-log"',
        'id="scan-codes"',
        "data-scan-field",
        product.code,
    ):
        assert part in html
    assert f'"{product.barcode}": {{"label": "{product.code}' in html


@pytest.mark.parametrize(
    ("code", "tone", "result"),
    [("2000000000017", "ok", Result.OK), ("B-9", "wrong", Result.WRONG), ("nothing", "wrong", Result.UNKNOWN)],
)
def test_s70_a_scan_answers_with_a_loud_band(client, cem, picking, code, tone, result):
    shipment, _product = picking
    make_product("B-9")
    client.force_login(cem)

    answer = post_scan(client, shipment, code, device="gun", sequence="1", scanned_at="2026-11-21T08:00:00.000Z")

    html = answer.content.decode()
    assert (answer.state, answer.tone) == ("taken", tone)
    assert f'id="scan-band" class="band {tone}"' in html
    assert 'id="scan-task"' in html and 'id="scan-log"' in html and "<html" not in html
    assert Scan.objects.get().result == result


def test_a_repeated_scan_gets_its_first_answer_again(client, cem, picking):
    shipment, product = picking
    client.force_login(cem)
    key = str(uuid.uuid4())

    answers = [post_scan(client, shipment, product.barcode, uuid=key).content.decode() for _n in range(3)]

    bands = {answer.split("</div>")[0] for answer in answers}
    assert len(bands) == 1
    assert OrderLine.objects.get().picked == 1


def test_without_script_a_plain_form_counts_and_comes_back_to_the_page(client, cem, picking):
    shipment, product = picking
    client.force_login(cem)

    answer = post_scan(client, shipment, product.code, script=False, quantity="3")

    assert (answer.status_code, answer.url) == (302, reverse("shipping:pick", args=[shipment.number]))
    assert OrderLine.objects.get().picked == 3
    assert 'class="band ok"' in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("quantity", "-1", 409),
        ("quantity", "0", 409),
        ("quantity", "0.5", 409),
        ("quantity", "NaN", 422),
        ("quantity", "1e18", 422),
        ("quantity", "abc", 422),
        ("code", "", 422),
        ("code", "A\x00", 422),
        ("code", "x" * 81, 422),
        ("uuid", "not-a-uuid", 422),
    ],
)
def test_a36_nonsense_is_answered_loudly_and_nothing_is_written(client, cem, picking, field, value, status):
    shipment, product = picking
    client.force_login(cem)

    answer = post_scan(client, shipment, **({"code": product.code, "script": False} | {field: value}))

    assert answer.status_code == status
    assert 'id="scan-band" class="band wrong"' in answer.content.decode()
    assert not Scan.objects.exists()


def test_a_scan_is_taken_back_from_the_log(client, cem, picking):
    shipment, product = picking
    row = pick(shipment, product.barcode, cem, 3).scan
    client.force_login(cem)
    once = {"once": str(uuid.uuid4())}

    for _n in range(2):
        answer = client.post(reverse("shipping:undo", args=[shipment.number, row.pk]), once)

    assert answer.url == reverse("shipping:pick", args=[shipment.number])
    assert (Scan.objects.get().result, OrderLine.objects.get().picked) == (Result.UNDONE, 0)


def test_the_whole_way_by_forms_short_finish_send_off_deliver(client, cem, picking):
    shipment, product = picking
    line = OrderLine.objects.get()
    client.force_login(cem)
    post_scan(client, shipment, product.code, quantity="4")

    def do(verb, *more, **data):
        return client.post(
            reverse(f"shipping:{verb}", args=[shipment.number, *more]), data | {"once": str(uuid.uuid4())}
        )

    assert do("short", line.pk, reason="wet").status_code == 302
    assert do("finish").url == reverse("shipping:dispatch", args=[shipment.number])
    page = client.get(reverse("shipping:dispatch", args=[shipment.number])).content.decode()
    assert "4" in page and "6" in page and "wet" in page
    seen = {"looked": "on", "address": shipment.order.ship_to_text}
    assert do("dispatch", carrier="顺丰速运", **seen).status_code == 422
    assert do("dispatch", carrier="顺丰速运", waybill="SF1").status_code == 422
    assert do("dispatch", carrier="顺丰速运", waybill="SF1", **seen).status_code == 302
    assert do("dispatch", carrier="顺丰速运", waybill="SF1", **seen).status_code == 409
    assert do("deliver", received_by="王工").status_code == 302

    shipment = Shipment.objects.get()
    assert (shipment.state, shipment.received_by) == (State.DELIVERED, "王工")
    line.refresh_from_db()
    assert (line.shipped, line.accepted, line.reserved) == (Decimal(4), Decimal(4), Decimal(6))
    note = client.get(reverse("shipping:note", args=[shipment.number])).content.decode()
    assert product.code in note and "SF1" in note


def test_a_finished_shipment_has_no_scan_page(client, cem, picking):
    shipment, product = picking
    pick(shipment, product.barcode, cem, 10)
    finish_picking(shipment.pk, actor=cem)
    client.force_login(cem)

    answer = client.get(reverse("shipping:pick", args=[shipment.number]))

    assert answer.url == shipment.get_absolute_url()


def test_what_is_scanned_in_the_box_opens_what_fits(client, cem, picking):
    shipment, product = picking
    client.force_login(cem)

    def opened(code):
        return client.get(reverse("shipping:find"), {"code": code}).url

    scan_page = reverse("shipping:pick", args=[shipment.number])
    for code in (shipment.number, shipment.number.lower(), shipment.order.number, product.barcode, product.code):
        assert opened(code) == scan_page
    assert opened("no such thing") == reverse("shipping:list")
    pick(shipment, product.barcode, cem, 10)
    send_off(shipment, cem)
    assert opened("SF1000001") == shipment.get_absolute_url()


@pytest.mark.parametrize("name", ["list", "shipments", "pick", "shipment", "note", "finish", "dispatch", "cancel"])
def test_looking_writes_nothing_and_stays_within_its_queries(client, cem, picking, name):
    shipment, product = picking
    if name == "dispatch":
        pick(shipment, product.barcode, cem, 10)
        finish_picking(shipment.pk, actor=cem)
    client.force_login(cem)
    args = [] if name in ("list", "shipments") else [shipment.number]
    queries_of(client, name, *args)

    queries = queries_of(client, name, *args)

    assert [sql for sql in queries if not sql.startswith("SELECT")] == []
    assert len(queries) <= SEEN.get(name, 14), "\n".join(queries)


def test_a_scan_stays_within_its_queries(client, cem, picking):
    shipment, product = picking
    client.force_login(cem)
    post_scan(client, shipment, product.code)

    with CaptureQueriesContext(connection) as queries:
        post_scan(client, shipment, product.code, user=cem.pk)

    spent = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(spent) <= SEEN["scan"], "\n".join(spent)


def test_sales_see_their_own_shipments_and_touch_none(client, ann, eve, picking):
    shipment, product = picking
    client.force_login(ann)

    assert client.get(shipment.get_absolute_url()).status_code == 200
    for verb in ("pick", "finish", "dispatch", "deliver", "cancel", "resume"):
        assert client.get(reverse(f"shipping:{verb}", args=[shipment.number])).status_code == 403
    assert post_scan(client, shipment, product.code, script=False).status_code == 403

    client.force_login(eve)
    assert client.get(shipment.get_absolute_url()).status_code == 404
    assert shipment.number not in client.get(reverse("shipping:shipments")).content.decode()
    assert not Scan.objects.exists()


def test_the_order_page_offers_the_next_step_of_each_shipment(client, ann, cem):
    order, product = ready_order(ann, cem)
    client.force_login(cem)
    assert reverse("shipping:start", args=[order.ref]) in client.get(order.get_absolute_url()).content.decode()
    shipment = open_shipment(order.pk, actor=cem)

    html = client.get(order.get_absolute_url()).content.decode()

    assert reverse("shipping:pick", args=[shipment.number]) in html
    assert reverse("shipping:dispatch", args=[shipment.number]) not in html
    pick(shipment, product.barcode, cem, 10)
    finish_picking(shipment.pk, actor=cem)
    assert (
        reverse("shipping:dispatch", args=[shipment.number]) in client.get(order.get_absolute_url()).content.decode()
    )
    client.force_login(ann)
    seen = client.get(order.get_absolute_url()).content.decode()
    assert shipment.number in seen and reverse("shipping:dispatch", args=[shipment.number]) not in seen


def test_what_was_not_picked_is_said_to_stay_for_a_later_shipment_once_picking_is_done(client, cem, picking):
    shipment, product = picking
    pick(shipment, product.barcode, cem, 4)
    client.force_login(cem)
    page = shipment.get_absolute_url()
    assert "For a later shipment" not in client.get(page).content.decode()

    finish_picking(shipment.pk, actor=cem)

    assert client.get(page).content.decode().count("For a later shipment") == 1
