"""Lots and numbered pieces come back as themselves (S77): only what left is taken (S70), each is followed (S74)."""

import uuid
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.management.commands.check_invariants import broken
from core.refusal import Refused
from inventory.models import BinStock, Lot, Serial, StockItem, StockMove, Warehouse
from inventory.services import Arrived, open_count, receive_goods, retire_expired
from orders.models import Order, Return
from orders.services.returns.asking import Wish, request_return
from orders.services.returns.facts import Found
from orders.services.returns.settling import resolve_return
from shipping.models import ReturnPiece, Scan, Shipment
from shipping.services import (
    confirm_delivery,
    finish_receipt,
    inspect_return,
    open_shipment,
    put_away,
    scan_return,
    send_back,
    shelve_repaired,
)
from shipping.services.scans.arrivals import Arrival
from tests.cast import make_customer, make_product
from tests.inventory.shelves import by_lot, by_serial, lot_in, parts, pieces_in
from tests.orders.returns import on_hand, wrong
from tests.shipping.builders import make_confirmed, make_stock, pick, send_off
from tests.shipping.scanning import by_script

pytestmark = pytest.mark.django_db
D = Decimal


def shipped(ann, cem, rows, *codes: str | tuple[str, int], **head) -> Order:
    """An order whose goods were picked by these codes and are with the customer."""
    order = make_confirmed(ann, rows, **head)
    shipment = open_shipment(order.pk, actor=cem)
    for code in codes:
        said, n = code if isinstance(code, tuple) else (code, 1)
        assert pick(shipment, said, cem, n).scan.result == "ok"
    send_off(shipment, cem)
    if Shipment.objects.get(pk=shipment.pk).state == "shipped":
        confirm_delivery(shipment.pk, received_by="王工", actor=cem)
    return Order.objects.get(pk=order.pk)


def back(order: Order, ann, quantity: int = 1, wanted: str = "credit") -> Return:
    wishes = [
        Wish(line_id=line.pk, quantity=D(quantity), reason="damaged", wanted=wanted) for line in order.lines.all()
    ]
    return request_return(order.pk, wishes=wishes, actor=ann)


def met(returned: Return, cem, *codes: str | tuple[str, int]) -> list[str]:
    found = []
    for code in codes:
        said, n = code if isinstance(code, tuple) else (code, 1)
        arrival = Arrival(code=said, uuid=uuid.uuid4(), quantity=D(n))
        found.append(scan_return(returned.pk, [arrival], actor=cem)[0].result)
    return found


def taken_in(returned: Return, cem) -> None:
    finish_receipt(returned.pk, warehouse_id=Warehouse.objects.get(default=True).pk, actor=cem)


def looked_at(returned: Return, cem, **found: str) -> None:
    """Each piece or lot by its name: good, repair or scrap; all that came of it."""
    rows = {str(row): row for row in ReturnPiece.objects.filter(receipt__returned=returned)}
    told = {rows[name.replace("_", "-")].pk: what for name, what in found.items()}
    pieces = {row.pk: Found(**{told[row.pk]: row.quantity}) for row in rows.values()}
    inspect_return(returned.pk, found={}, pieces=pieces, actor=cem)


def state(*pieces: Serial) -> list[str]:
    return [Serial.objects.get(pk=piece.pk).state for piece in pieces]


def seen() -> tuple[int, int, list[tuple[str, int | None]], int]:
    serials = list(Serial.objects.order_by("pk").values_list("state", "warehouse"))
    counted = Scan.objects.counted().filter(returned__isnull=False).count()
    return StockMove.objects.count(), ReturnPiece.objects.count(), serials, counted


# --- pieces with a number -----------------------------------------------------------------------


def test_s70_only_a_piece_that_left_with_the_line_is_taken_back_and_once(ann, cem):
    pump = by_serial(barcode="6901234567809")
    other = make_product("NUT", barcode="6901234567816")
    pieces_in(pump, "S-1", "S-2", "S-3", "S-4")
    make_stock(cem, (other, 5), code="W1")
    order = shipped(ann, cem, [(pump, 2)], "S-1", "S-2")
    shipped(ann, cem, [(pump, 1)], "S-3", customer=order.customer)
    returned = back(order, ann, 2)
    before = seen()

    refused = met(returned, cem, "PUMP-1", "6901234567809", "S-3", "S-4", "(01)06901234567809(21)S-9", "S-9", "NUT")
    after = seen()
    right = met(returned, cem, "s-1", "S-1", "0106901234567809" + "21S-2")

    assert refused == ["which", "which", "serial", "serial", "serial", "unknown", "wrong"]
    assert after == before
    assert right == ["ok", "extra", "ok"]
    rows = Scan.objects.counted().filter(returned=returned).order_by("pk")
    assert list(rows.values_list("serial__number", flat=True)) == ["S-1", "S-2"]
    assert wrong() == []


def test_s77_pieces_go_their_own_ways_and_each_is_where_its_last_move_led(ann, cem):
    pump = by_serial()
    one, two, three = pieces_in(pump, "S-1", "S-2", "S-3")
    returned = back(shipped(ann, cem, [(pump, 3)], "S-1", "S-2", "S-3"), ann, 3)
    met(returned, cem, "S-1", "S-2", "S-3")

    taken_in(returned, cem)
    at_the_desk, faults = state(one, two, three), wrong()
    looked_at(returned, cem, S_1="good", S_2="repair", S_3="scrap")
    resolve_return(returned.pk, actor=ann)

    assert (at_the_desk, faults) == (["desk"] * 3, [])
    line = returned.lines.get()
    assert (line.good, line.repair, line.scrap) == (1, 1, 1)
    assert state(one, two, three) == ["in_stock", "repair", "scrapped"]
    assert (on_hand(), wrong()) == ((1, 0), [])
    shelve_repaired(returned.pk, actor=cem)
    assert (state(one, two), on_hand(), wrong()) == (["in_stock", "in_stock"], (2, 0), [])
    assert Serial.objects.get(pk=two.pk).order_line is None


def test_what_each_piece_is_must_be_said_where_they_differ(ann, cem):
    pump = by_serial()
    pieces_in(pump, "S-1", "S-2")
    returned = back(shipped(ann, cem, [(pump, 2)], "S-1", "S-2"), ann, 2)
    met(returned, cem, "S-1", "S-2")
    taken_in(returned, cem)
    line = returned.lines.get().order_line_id

    with pytest.raises(Refused, match="S-1: 1 came back"), transaction.atomic():
        inspect_return(returned.pk, found={line: Found(good=D(1), scrap=D(1))}, actor=cem)
    inspect_return(returned.pk, found={line: Found(scrap=D(2))}, actor=cem)

    assert list(ReturnPiece.objects.values_list("scrap", flat=True)) == [1, 1]
    assert wrong() == []


@pytest.mark.parametrize(("wanted", "meanwhile"), [("repair", "repair"), ("reject", "desk")])
def test_a_piece_of_the_customer_goes_back_to_them_and_may_come_again(ann, bo, cem, wanted, meanwhile):
    pump = by_serial()
    (one,) = pieces_in(pump, "S-1")
    order = shipped(ann, cem, [(pump, 1)], "S-1")
    returned = back(order, ann, wanted="repair")
    met(returned, cem, "S-1")
    taken_in(returned, cem)
    looked_at(returned, cem, S_1="good")

    outcomes = {returned.lines.get().order_line_id: wanted}
    resolve_return(returned.pk, outcomes=outcomes, answer="used", actor=bo)
    here = state(one)
    send_back(returned.pk, carrier="SF", waybill="1", actor=cem)
    again = back(order, ann, wanted="repair")

    assert (here, state(one), wrong()) == ([meanwhile], ["shipped"], [])
    assert met(again, cem, "S-1") == ["ok"]


def test_s77_a_replacement_is_another_piece_and_both_lead_to_the_order(client, ann, cem):
    pump = by_serial()
    one, two = pieces_in(pump, "S-1", "S-2")
    order = shipped(ann, cem, [(pump, 1)], "S-1")
    returned = back(order, ann, wanted="replace")
    met(returned, cem, "S-1")
    taken_in(returned, cem)
    looked_at(returned, cem, S_1="scrap")
    resolve_return(returned.pk, actor=ann)

    shipment = open_shipment(order.pk, actor=cem)
    picked = [pick(shipment, code, cem).scan.result for code in ("S-1", "S-2")]
    send_off(shipment, cem)

    assert (picked, state(one, two), wrong()) == (["serial", "ok"], ["scrapped", "shipped"], [])
    assert Return.objects.get(pk=returned.pk).state == "closed"
    again = back(order, ann)
    assert met(again, cem, "S-1", "S-2") == ["serial", "ok"]


def test_s74_the_way_of_a_piece_shows_its_return_and_where_it_went(client, ann, cem):
    pump = by_serial()
    (one,) = pieces_in(pump, "S-1")
    order = shipped(ann, cem, [(pump, 1)], "S-1")
    returned = back(order, ann)
    met(returned, cem, "S-1")
    taken_in(returned, cem)
    client.force_login(cem)
    here = client.get(one.get_absolute_url()).content.decode()
    looked_at(returned, cem, S_1="good")
    resolve_return(returned.pk, actor=ann)

    page = client.get(one.get_absolute_url()).content.decode()

    assert "Came back, not settled" in here
    assert (f"Return {returned.number}" in page, f"Back on the shelf {returned.number}" in page) == (True, True)
    assert (returned.get_absolute_url() in page, order.ref in page, "In stock" in page) == (True, True, True)


def test_a_piece_counted_on_one_return_is_not_taken_by_another(ann, cem):
    pump = by_serial()
    pieces_in(pump, "S-1", "S-2")
    order = shipped(ann, cem, [(pump, 2)], "S-1", "S-2")
    first, second = back(order, ann), back(order, ann)

    results = [met(first, cem, "S-1"), met(second, cem, "S-1"), met(first, cem, "-1 S-1"), met(second, cem, "S-1")]
    taken_in(second, cem)

    assert results == [["ok"], ["serial"], ["back"], ["ok"]]
    assert (met(first, cem, "S-1", "S-2"), wrong()) == (["serial", "ok"], [])


def test_a_piece_that_was_booked_in_meanwhile_does_not_come_back_twice(ann, cem):
    pump = by_serial()
    (one,) = pieces_in(pump, "S-1")
    returned = back(shipped(ann, cem, [(pump, 1)], "S-1"), ann)
    met(returned, cem, "S-1")
    row = Arrived(product_id=pump.pk, quantity=D(1), serials=("S-1",))
    receive_goods(warehouse_id=Warehouse.objects.get().pk, items=[row], actor=cem)
    before = seen()

    with pytest.raises(Refused) as refusal, transaction.atomic():
        taken_in(returned, cem)

    assert (refusal.value.code, seen()) == ("unknown_serial", before)


def test_a_piece_on_a_return_cannot_be_booked_in_as_new_goods(ann, cem):
    pump = by_serial()
    (one,) = pieces_in(pump, "S-1")
    returned = back(shipped(ann, cem, [(pump, 1)], "S-1"), ann)
    met(returned, cem, "S-1")
    taken_in(returned, cem)
    row = Arrived(product_id=pump.pk, quantity=D(1), serials=("S-1",))

    with pytest.raises(Refused) as refusal, transaction.atomic():
        receive_goods(warehouse_id=Warehouse.objects.get().pk, items=[row], actor=cem)

    assert (refusal.value.code, state(one), wrong()) == ("serial_here", ["desk"], [])


def test_a_piece_of_a_lot_comes_back_into_its_lot(ann, cem):
    pump = by_serial()
    row = Arrived(product_id=pump.pk, quantity=D(1), serials=("S-1",), lot="L-7")
    make_stock(cem, (make_product("NUT"), 1))
    receive_goods(warehouse_id=Warehouse.objects.get().pk, items=[row], actor=cem)
    returned = back(shipped(ann, cem, [(pump, 1)], "S-1"), ann)
    met(returned, cem, "S-1")
    taken_in(returned, cem)
    looked_at(returned, cem, S_1="good")
    resolve_return(returned.pk, actor=ann)

    assert (parts(pump), wrong()) == ({("", "L-7"): 1}, [])


def test_pieces_that_left_before_they_had_numbers_come_back_by_article(ann, cem):
    pump = make_product("PUMP-1")
    make_stock(cem, (pump, 2))
    order = shipped(ann, cem, [(pump, 2)], ("PUMP-1", 2))
    pump.tracking = "serial"
    pump.save()
    returned = back(order, ann, 2)

    results = met(returned, cem, ("PUMP-1", 2), "PUMP-1")
    taken_in(returned, cem)
    inspect_return(returned.pk, found={returned.lines.get().order_line_id: Found(good=D(2))}, actor=cem)
    resolve_return(returned.pk, actor=ann)

    assert (results, on_hand(pump), wrong()) == (["ok", "extra"], (2, 0), [])


# --- lots -----------------------------------------------------------------------------------------


@pytest.fixture
def glue(cem):
    glue = by_lot(barcode="2000000000017")
    lot_in(glue, "SOON", 3, days=20)
    lot_in(glue, "LATE", 9, days=200)
    return glue


def test_s70_only_a_lot_that_left_with_the_line_comes_back(ann, cem, glue):
    order = shipped(ann, cem, [(glue, 5)], ("SOON", 3), ("LATE", 2))
    lot_in(glue, "NEW", 5, days=300)
    returned = back(order, ann, 5)
    before = seen()

    refused = met(returned, cem, "2000000000017", "GLUE-1", "NEW", "NEVER", ("SOON", 4))
    after = seen()
    right = met(returned, cem, ("SOON", 3), "SOON", ("GLUE-1", 2), "LATE", "-1 LATE", "late")
    taken_in(returned, cem)

    assert (refused, after) == (["which", "which", "lot", "unknown", "extra"], before)
    assert right == ["ok", "extra", "ok", "extra", "back", "ok"]
    rows = StockMove.objects.filter(source=f"return:{returned.number}").values_list("lot__number", "quantity")
    assert (dict(rows), wrong()) == ({"SOON": 3, "LATE": 2}, [])


def test_the_article_alone_is_enough_where_one_lot_left(ann, cem, glue):
    returned = back(shipped(ann, cem, [(glue, 2)], ("SOON", 2)), ann, 2)

    results = met(returned, cem, ("2000000000017", 2))
    taken_in(returned, cem)
    inspect_return(
        returned.pk,
        found={returned.lines.get().order_line_id: Found(good=D(1), scrap=D(1))},
        actor=cem,
    )
    resolve_return(returned.pk, actor=ann)

    assert (results, parts(glue), wrong()) == (["ok"], {("", "SOON"): 2, ("", "LATE"): 9}, [])


def test_each_lot_is_looked_at_by_itself(ann, cem, glue):
    returned = back(shipped(ann, cem, [(glue, 5)], ("SOON", 3), ("LATE", 2)), ann, 5)
    met(returned, cem, ("SOON", 3), ("LATE", 2))
    taken_in(returned, cem)
    looked_at(returned, cem, SOON="scrap", LATE="good")
    resolve_return(returned.pk, actor=ann)

    assert (parts(glue), wrong()) == ({("", "LATE"): 9}, [])
    line = returned.lines.get()
    assert (line.good, line.scrap) == (2, 3)


def test_an_expired_lot_comes_back_to_the_shelf_and_is_not_for_sale(ann, cem, glue):
    returned = back(shipped(ann, cem, [(glue, 2)], ("SOON", 2)), ann, 2)
    met(returned, cem, ("SOON", 2))
    taken_in(returned, cem)
    looked_at(returned, cem, SOON="good")
    Lot.objects.filter(number="SOON").update(expires_on="2020-01-01")
    retire_expired()

    resolve_return(returned.pk, actor=ann)

    item = StockItem.objects.get()
    assert (item.on_hand, item.blocked, item.placed) == (12, 3, 12)
    assert (BinStock.objects.get(lot__number="SOON").on_hand, wrong()) == (3, [])


def test_a_lot_that_expired_since_the_last_look_is_closed_by_the_next(ann, cem, glue):
    returned = back(shipped(ann, cem, [(glue, 3)], ("SOON", 3)), ann, 3)
    met(returned, cem, ("SOON", 3))
    taken_in(returned, cem)
    looked_at(returned, cem, SOON="good")
    Lot.objects.filter(number="SOON").update(expires_on="2020-01-01")

    resolve_return(returned.pk, actor=ann)
    order = make_confirmed(ann, [(glue, 10)], customer=returned.customer)

    item = StockItem.objects.get()
    assert (item.on_hand, item.blocked, item.reserved) == (12, 3, 9)
    assert (order.lines.get().reserved, wrong()) == (9, [])


def test_f20_a_frozen_shelf_takes_no_lot_and_nothing_is_settled(ann, cem, glue):
    returned = back(shipped(ann, cem, [(glue, 2)], ("SOON", 2)), ann, 2)
    met(returned, cem, ("SOON", 2))
    taken_in(returned, cem)
    looked_at(returned, cem, SOON="good")
    open_count(warehouse_id=Warehouse.objects.get().pk, actor=cem)
    before = seen()

    with pytest.raises(Refused) as refusal, transaction.atomic():
        resolve_return(returned.pk, actor=ann)

    assert (refusal.value.code, seen(), Return.objects.get().state) == ("counting", before, "inspected")
    assert wrong() == []


# --- the pages --------------------------------------------------------------------------------------


def test_the_desk_says_which_is_asked_for_and_each_piece_is_looked_at_by_its_number(client, ann, cem):
    pump, glue = by_serial(), by_lot()
    pieces_in(pump, "S-1", "S-2")
    lot_in(glue, "SOON", 2, days=20)
    order = shipped(ann, cem, [(pump, 2), (glue, 2)], "S-1", "S-2", ("SOON", 2))
    returned = back(order, ann, 2)
    client.force_login(cem)
    desk = client.get(reverse("shipping:receive", args=[returned.number])).content.decode()
    scans = [
        by_script(client, returned.stream, code, quantity=n)
        for code, n in (("PUMP-1", 1), ("S-1", 1), ("S-2", 1), ("GLUE-1", 2))
    ]
    taken_in(returned, cem)
    inspect = reverse("shipping:inspect", args=[returned.number])
    form = client.get(inspect).content.decode()
    one, two, lot = ReturnPiece.objects.order_by("pk")

    few = client.post(inspect, {f"kind-p{one.pk}": "good", f"kind-p{two.pk}": "scrap", f"good-p{lot.pk}": "1"})
    full = {f"kind-p{one.pk}": "good", f"kind-p{two.pk}": "scrap", f"good-p{lot.pk}": "1", f"repair-p{lot.pk}": "1"}
    done = client.post(inspect, full | {f"finding-{order.lines.order_by('pk')[0].pk}": "bent"})

    assert ("S-1" in desk, "SOON" in desk, [one.tone for one in scans]) == (True, True, ["ask", "ok", "ok", "ok"])
    assert ("S-1" in form, "S-2" in form, "SOON" in form) == (True, True, True)
    assert (few.status_code, done.status_code) == (422, 302)
    found = returned.lines.order_by("order_line__position").values_list("good", "repair", "scrap", "finding")
    assert list(found) == [(1, 0, 1, "bent"), (1, 1, 0, "")]
    assert wrong() == []


def test_what_is_put_away_again_changes_nothing(ann, cem):
    """The reaction is heard once; a second call finds no piece where it was."""
    pump = by_serial()
    pieces_in(pump, "S-1")
    returned = back(shipped(ann, cem, [(pump, 1)], "S-1"), ann)
    met(returned, cem, "S-1")
    taken_in(returned, cem)
    looked_at(returned, cem, S_1="good")
    resolve_return(returned.pk, actor=ann)
    before = seen()

    with pytest.raises(Refused), transaction.atomic():
        put_away(returned.pk, actor_id=cem.pk)

    assert (seen(), wrong()) == (before, [])


def came_and_went(ann, cem, customer, count: int) -> int:
    """What it costs to take in, look at and put away so many lines."""
    products = [by_lot(f"G-{count}-{n}", barcode=f"{count:04d}{n:08d}", price="1.00") for n in range(count)]
    for product in products:
        lot_in(product, "L-1", 5)
    pump = by_serial(f"P-{count}")
    numbers = [f"P-{count}-{n}" for n in range(count)]
    pieces_in(pump, *numbers)
    rows = [*((product, 2) for product in products), (pump, count)]
    order = shipped(ann, cem, rows, *((product.barcode, 2) for product in products), *numbers, customer=customer)
    wishes = [
        Wish(line_id=line.pk, quantity=line.shipped, reason="damaged", wanted="credit") for line in order.lines.all()
    ]
    returned = request_return(order.pk, wishes=wishes, actor=ann)
    codes = [*(product.barcode for product in products), *(product.barcode for product in products), *numbers]
    arrivals = [Arrival(code=code, uuid=uuid.uuid4()) for code in codes]
    with CaptureQueriesContext(connection) as asked:
        assert {row.result for row in scan_return(returned.pk, arrivals, actor=cem)} == {"ok"}
        taken_in(returned, cem)
        found = {line.order_line_id: Found(good=line.received) for line in returned.lines.all()}
        inspect_return(returned.pk, found=found, actor=cem)
    with CaptureQueriesContext(connection) as more:
        put_away_as_ours(returned)
    return len(asked) + len(more)


def put_away_as_ours(returned: Return) -> None:
    returned.lines.update(resolved="credit")
    put_away(returned.pk, actor_id=None)


def test_fifty_lines_of_lots_and_pieces_cost_as_many_statements_as_five(ann, cem):
    customer = make_customer(ann)
    came_and_went(ann, cem, customer, 1)

    few, many = came_and_went(ann, cem, customer, 5), came_and_went(ann, cem, customer, 50)

    assert few == many


FAULTS = [
    ("I14", "UPDATE inventory_serial SET state = 'scrapped' WHERE state = 'desk'"),
    ("I15", "UPDATE inventory_stockmove SET quantity = quantity + 5 WHERE source LIKE 'return:%' AND lot_id > 0"),
    ("I33", "UPDATE shipping_returnpiece SET quantity = 2 WHERE lot_id IS NOT NULL"),
    ("I33", "DELETE FROM shipping_returnpiece WHERE serial_id IS NOT NULL"),
    ("I33", "UPDATE shipping_returnpiece SET good = quantity"),
]


@pytest.mark.parametrize(("code", "fault"), FAULTS)
def test_each_invariant_sees_its_fault_in_what_came_back(ann, cem, glue, code, fault):
    pump = by_serial()
    pieces_in(pump, "S-1")
    order = shipped(ann, cem, [(pump, 1), (glue, 1)], "S-1", "SOON")
    returned = back(order, ann)
    met(returned, cem, "S-1", "SOON")
    taken_in(returned, cem)
    assert wrong() == []

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE inventory_stockmove DISABLE TRIGGER USER")
        cursor.execute(fault)

    assert code in {row["code"] for row in broken() if row["rows"]}
