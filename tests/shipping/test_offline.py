"""F25, I33: what was scanned out of reach of the server arrives late, twice and shuffled, and counts exactly once."""

import datetime
import random
import re
import uuid
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.management.commands.check_invariants import broken
from core.models import Event
from orders.models import OrderLine
from shipping.models import Scan, Shipment
from shipping.models.words import Result
from shipping.services import finish_picking, open_shipment
from tests.cast import make_customer, make_person, make_product
from tests.query_counts import counted
from tests.shipping.builders import make_confirmed, make_stock, pick, ready_order, send_off

pytestmark = pytest.mark.django_db
SHIFT = datetime.timedelta(hours=8)
TWO_DAYS = datetime.timedelta(days=2)


def scanned(shipment: Shipment, person: Any, code: str, number: int, **more: Any) -> dict[str, Any]:
    """One scan as the device keeps it."""
    made = {
        "uuid": str(uuid.uuid4()),
        "task": shipment.stream,
        "user": str(person.pk),
        "code": code,
        "quantity": "1",
        "device": "gun-7",
        "sequence": number,
        "scanned_at": clock.now().isoformat(),
        "version": str(shipment.order.revision),
        "told": "ok",
    }
    return made | more


def send(client, scans: list[dict[str, Any]], **more: Any) -> Any:
    body = {"sent_at": clock.now().isoformat(), "scans": scans} | more
    return client.post(reverse("shipping:scan_batch"), body, content_type="application/json")


def states(answer: Any) -> Counter[str]:
    return Counter(one["state"] for one in answer.json()["answers"].values())


@pytest.fixture
def picking(ann, cem, client):
    """Cem picks ten of one product, and is signed in."""
    order, product = ready_order(ann, cem)
    client.force_login(cem)
    return open_shipment(order.pk, actor=cem), product


@pytest.fixture
def two_lines(ann, cem, client):
    """Cem picks 300 of one product and 200 of another."""
    goods = make_product("A-1043", barcode="6901234500017"), make_product("B-2210", barcode="6901234500024")
    make_stock(cem, (goods[0], 300), (goods[1], 200))
    order = make_confirmed(ann, [(goods[0], 300), (goods[1], 200)])
    client.force_login(cem)
    return open_shipment(order.pk, actor=cem), goods


def shift_of_500(shipment: Shipment, cem: Any, goods: Any, ahead: datetime.timedelta) -> list[dict[str, Any]]:
    """Eight hours of scanning on a device whose clock is wrong."""
    began = clock.now() - SHIFT + ahead
    codes = [goods[0].barcode] * 300 + [goods[1].code] * 200
    random.Random(7).shuffle(codes)
    return [
        scanned(shipment, cem, code, n + 1, scanned_at=(began + SHIFT * n / 500).isoformat())
        for n, code in enumerate(codes)
    ]


@pytest.mark.parametrize("ahead", [TWO_DAYS, -TWO_DAYS, datetime.timedelta(0)], ids=["ahead", "behind", "right"])
def test_f25_a_shift_of_500_scans_replayed_three_times_and_shuffled_counts_once(client, cem, two_lines, ahead):
    shipment, goods = two_lines
    scans, mixed = shift_of_500(shipment, cem, goods, ahead), random.Random(1)

    for size in (100, 500, 37):
        mixed.shuffle(scans)
        for start in range(0, 500, size):
            answer = send(client, scans[start : start + size], sent_at=(clock.now() + ahead).isoformat())
            assert set(states(answer)) == {"taken"}

    assert dict(Counter(Scan.objects.values_list("result", flat=True))) == {"ok": 500}
    assert [line.picked for line in OrderLine.objects.order_by("position")] == [300, 200]
    assert set(Scan.objects.values_list("uuid", flat=True)) == {uuid.UUID(one["uuid"]) for one in scans}
    assert {scan.is_skewed for scan in Scan.objects.all()} == {bool(ahead)}
    assert {abs(scan.skew - ahead.total_seconds()) < 120 for scan in Scan.objects.all()} == {True}
    assert max(abs(scan.at - clock.now()) for scan in Scan.objects.all()) < datetime.timedelta(minutes=5)
    assert [row for row in broken() if row["rows"]] == []


def test_f25_a_batch_costs_the_same_statements_for_ten_scans_and_for_a_hundred(client, ann, cem):
    costs, customer = [], make_customer(ann)
    for count in (10, 100):
        product = make_product(f"M-{count}")
        make_stock(cem, (product, count))
        order = make_confirmed(ann, [(product, count)], customer=customer)
        shipment = open_shipment(order.pk, actor=cem)
        client.force_login(cem)
        scans = [scanned(shipment, cem, product.code, count * 10 + n) for n in range(count)]
        with CaptureQueriesContext(connection) as asked:
            assert states(send(client, scans, task=shipment.stream)) == {"taken": count}
        costs.append(len(asked))

    assert costs[0] == costs[1], costs


def test_f25_scans_are_judged_in_the_order_their_device_made_them(client, cem, picking):
    shipment, product = picking
    steps = [(product.code, "1"), (f"-1 {product.code}", "1"), (product.code, "10"), (product.code, "1")]
    scans = [scanned(shipment, cem, code, n, quantity=many) for n, (code, many) in enumerate(steps, 1)]

    send(client, scans[::-1])

    assert list(Scan.objects.order_by("device_seq").values_list("result", flat=True)) == ["ok", "back", "ok", "extra"]
    assert OrderLine.objects.get().picked == 10


def test_f25_what_comes_after_the_shipment_left_counts_nothing_and_is_on_the_red_list(client, cem, picking):
    shipment, product = picking
    pick(shipment, product.code, cem, 9)
    late = scanned(shipment, cem, product.code, 1)
    send_off(shipment, cem)
    before = Shipment.objects.values().get()

    answers = [send(client, [late]).json()["answers"][late["uuid"]] for _n in range(3)]

    assert {(one["state"], one["tone"]) for one in answers} == {("taken", "ask")}
    row = Scan.objects.get(uuid=late["uuid"])
    assert (row.result, row.quantity, Scan.objects.count()) == (Result.LATE, 1, 2)
    assert OrderLine.objects.get().shipped == 9 and Shipment.objects.values().get() == before
    assert list(Scan.objects.to_solve()) == [row]
    assert product.code in client.get(reverse("shipping:scans")).content.decode()
    assert [row for row in broken() if row["rows"]] == []


def test_a_piece_the_device_called_right_and_we_do_not_is_on_the_red_list(client, cem, picking):
    shipment, product = picking
    pick(shipment, product.code, cem, 10)
    offline, online = scanned(shipment, cem, product.code, 1), scanned(shipment, cem, product.code, 2, told="")

    answer = send(client, [offline, online], task=shipment.stream).json()

    assert [one["tone"] for one in answer["answers"].values()] == ["over", "over"]
    assert [str(row.uuid) for row in Scan.objects.to_solve()] == [offline["uuid"]]
    assert 'id="scan-unsolved"' in answer["parts"] and "scan-red" in answer["parts"]
    assert answer["codes"][product.code]["left"] == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [("quantity", "0.5"), ("quantity", "NaN"), ("quantity", "-3"), ("code", "x" * 81), ("code", "A\0"), ("code", "")],
)
def test_f25_one_scan_that_cannot_be_counted_loses_none_of_the_others(client, cem, picking, field, value):
    shipment, product = picking
    scans = [scanned(shipment, cem, product.code, n) for n in range(1, 8)]
    scans[3][field] = value

    for _n in range(3):
        assert states(send(client, scans)) == {"taken": 7}

    assert Counter(Scan.objects.values_list("result", flat=True)) == {"ok": 6, "refused": 1}
    assert OrderLine.objects.get().picked == 6
    refused = Scan.objects.to_solve().get()
    assert (str(refused.uuid), refused.quantity, refused.actor) == (scans[3]["uuid"], 0, cem)
    assert refused.label


def test_f25_a_number_used_twice_by_a_device_loses_no_scan(client, cem, picking):
    """A device whose counter began anew sends other goods under a number that was used: kept, for a supervisor."""
    shipment, product = picking
    send(client, [scanned(shipment, cem, product.code, 1)])
    again = scanned(shipment, cem, product.barcode, 1)

    assert states(send(client, [again])) == {"taken": 1}

    row = Scan.objects.get(uuid=again["uuid"])
    assert (row.result, row.device_seq, OrderLine.objects.get().picked) == (Result.REFUSED, None, 1)


def test_f25_a_scan_of_somebody_else_is_not_taken_under_this_name(client, cem, picking):
    shipment, product = picking
    dan = make_person("dan", "warehouse", department="Warehouse")
    mine, theirs = scanned(shipment, cem, product.code, 1), scanned(shipment, dan, product.code, 2)

    answer = send(client, [mine, theirs])

    assert answer.json()["answers"][theirs["uuid"]]["state"] == "held"
    assert [(str(row.uuid), row.actor) for row in Scan.objects.all()] == [(mine["uuid"], cem)]

    client.force_login(dan)
    send(client, [theirs])
    assert Scan.objects.get(uuid=theirs["uuid"]).actor == dan
    assert OrderLine.objects.get().picked == 2


def test_f25_signed_out_or_without_the_right_nothing_is_received(client, eve, cem, picking):
    shipment, product = picking
    client.logout()
    answer = send(client, [scanned(shipment, cem, product.code, 1)])
    assert answer.status_code == 302 and "/sign-in/" in answer.url

    client.force_login(eve)
    answer = send(client, [scanned(shipment, eve, product.code, 2)])
    assert states(answer) == {"refused": 1}
    assert not Scan.objects.exists()


@pytest.mark.parametrize("sees_all", [True, False], ids=["who sees all", "who sees their own"])
@pytest.mark.parametrize("codes", [["A-1"], ["X" * 200], ["GENDAN-FINISH"], ["A-1", "X" * 200, "GENDAN-SHORT", "A-1"]])
def test_f25_scans_of_a_task_that_is_not_there_stay_on_the_device(client, ann, cem, picking, codes, sees_all):
    shipment, product = picking
    who = cem if sees_all else ann
    client.force_login(who)
    gone = f"shipment:{shipment.pk + 1000}"
    scans = [scanned(shipment, who, code, n + 1, task=gone) for n, code in enumerate(codes)]

    answer = send(client, scans)

    told = answer.json()["answers"].values()
    assert {(one["state"], one["word"]) for one in told} == {("refused", "There is no such task.")}
    assert not Scan.objects.exists()
    assert OrderLine.objects.get().picked == 0


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"scans": 3}', '{"scans": "x"}', "\x00", '{"scans": [1, null]}'])
def test_a36_what_is_no_batch_is_answered_and_writes_nothing(client, cem, picking, body):
    answer = client.post(reverse("shipping:scan_batch"), body, content_type="application/json")

    assert answer.status_code in (200, 400)
    assert not Scan.objects.exists()


def test_a36_nonsense_around_a_scan_is_answered_and_loses_nothing(client, cem, picking):
    shipment, product = picking
    good = scanned(shipment, cem, product.code, 1, scanned_at="yesterday", version="x", told="<b>", extra=[1])
    strange = [
        scanned(shipment, cem, product.code, 2, uuid="no-uuid"),
        scanned(shipment, cem, product.code, 3, task="wave:x"),
        scanned(shipment, cem, product.code, 4, task="shipment:" + "9" * 30),
        scanned(shipment, cem, product.code, 5, task={"a": 1}),
    ]

    answer = send(client, [good, *strange], sent_at={"now": 1})

    assert states(answer) == {"taken": 1, "refused": 4}
    row = Scan.objects.get()
    assert (row.result, row.scanned_at, row.skew, row.revision, row.told) == ("ok", None, None, None, "")


def test_a_clock_that_was_set_back_after_scanning_is_flagged(client, cem, picking):
    shipment, product = picking
    ahead = clock.now() + datetime.timedelta(hours=48)

    send(client, [scanned(shipment, cem, product.code, 1, scanned_at=ahead.isoformat())])

    row = Scan.objects.get()
    assert row.is_skewed and row.clock_off in ("+48:00", "+47:59")
    html = client.get(shipment.get_absolute_url()).content.decode()
    assert row.clock_off in html


def test_the_red_list_says_how_many_pieces_were_meant(client, ann, cem, picking):
    """By the code where it is known, else by the number typed."""
    shipment, product = picking
    send(
        client,
        [scanned(shipment, cem, product.code, 1, quantity="12"), scanned(shipment, cem, "6999", 2, quantity="3")],
    )

    assert [row.meant for row in Scan.objects.order_by("pk")] == [12, 3]
    html = client.get(reverse("shipping:scans")).content.decode()
    assert re.findall(r'data-label="Quantity">([^<]*)<', html) == ["3", "12"]


def test_a_refused_scan_is_solved_once_by_somebody_else_and_stays_on_the_timeline(client, cem, picking):
    shipment, product = picking
    late = scanned(shipment, cem, product.code, 1)
    pick(shipment, product.code, cem, 9)
    finish_picking(shipment.pk, actor=cem)
    send(client, [late])
    row = Scan.objects.to_solve().get()
    url = reverse("shipping:solve_scan", args=[row.pk])
    assert client.post(url, {"note": "back on the shelf"}).status_code == 403

    client.force_login(make_person("dan", "warehouse", department="Warehouse"))
    asked = client.get(url).content.decode()
    assert [fact in asked for fact in (shipment.number, product.code, cem.name)] == [True, True, True]
    assert client.post(url, {"note": " "}).status_code == 422
    assert client.post(url, {"note": "back on the shelf"}).status_code == 302
    assert client.post(url, {"note": "again"}).status_code == 409

    row.refresh_from_db()
    assert (row.solution, row.solved_by.username, row.result) == ("back on the shelf", "dan", Result.LATE)
    assert not Scan.objects.to_solve().exists()
    told = Event.objects.get(name="scan.solved")
    assert told.topic == f"order:{shipment.order_id}" and "back on the shelf" in told.text
    assert OrderLine.objects.get().picked == 9
    assert [row for row in broken() if row["rows"]] == []


def test_the_red_list_and_the_start_page_ask_little(client, cem, picking):
    shipment, product = picking
    pick(shipment, product.code, cem, 9)
    finish_picking(shipment.pk, actor=cem)
    send(client, [scanned(shipment, cem, product.code, n) for n in range(1, 21)])

    with counted("shipping.scans", budget=15):
        html = client.get(reverse("shipping:scans")).content.decode()
    with counted("shipping.scan_start", budget=15):
        assert client.get(reverse("shipping:scan_start")).status_code == 200

    assert html.count(shipment.number) >= 20
