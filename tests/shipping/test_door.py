"""S69: nothing leaves before items, quantities, address and date are right, each with who and when."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from core import clock
from core.access import Forbidden
from core.models import Event
from core.refusal import Refused
from customers.models import Address
from inventory.models import StockItem, StockMove
from orders.models import OrderLine
from shipping import services
from shipping.invariants import INVARIANTS
from shipping.models import Box, DoorCheck, DoorRule, Scan, Shipment
from shipping.models.words import Result, State
from shipping.services import (
    DoorWord,
    cancel_shipment,
    confirm_delivery,
    finish_picking,
    pack_shipment,
    resume_picking,
    unpack_shipment,
    verify_shipment,
)
from tests.attacks.books import books, changed
from tests.attacks.test_wrong_moment import grid
from tests.cast import make_person
from tests.changes.builders import change, head_of
from tests.shipping.builders import at_the_door
from tests.shipping.packed import check, pack_all, picked_shipment, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim(db):
    """Kim works in the warehouse, too."""
    return make_person("kim", "warehouse")


def broken() -> dict[str, list[object]]:
    return {rule.rule: rows for rule in INVARIANTS if (rows := list(rule.rows()))}


def send(shipment: Shipment, by, word: DoorWord | None = None) -> Shipment:
    return services.dispatch(shipment.pk, carrier="顺丰速运", waybill="SF1", actor=by, checked=word)


def refused(act, code: str) -> None:
    """The act is refused with this code and leaves no trace."""
    before = books()
    with pytest.raises(Refused) as refusal:
        act()
    assert (refusal.value.code, changed(before, books())) == (code, [])


def days(n: int) -> datetime.date:
    return clock.today() + datetime.timedelta(days=n)


def test_s69_four_checks_are_kept_with_who_and_when_and_then_it_may_leave(ann, cem, kim):
    shipment = picked_shipment(ann, cem)
    refused(lambda: send(shipment, cem), "unchecked")

    check(shipment, kim)

    assert Shipment.objects.get().state == State.VERIFIED
    kept = {row.kind: row for row in DoorCheck.objects.all()}
    scanned = Scan.objects.get()
    assert {kind: row.by.username for kind, row in kept.items()} == {
        "item": "cem",
        "quantity": "cem",
        "address": "kim",
        "date": "kim",
    }
    assert (kept["item"].at, kept["quantity"].note) == (scanned.at, "10")
    assert (kept["address"].note, kept["date"].note) == (shipment.order.ship_to_text, "")
    told = Event.objects.get(name="shipment.checked")
    assert (told.actor, told.data["address"]) == (kim, shipment.order.ship_to_text)
    assert send(shipment, cem).state == State.SHIPPED
    assert broken() == {}


def test_s69_one_step_checks_and_sends_off_for_a_person_alone(ann, cem):
    shipment = picked_shipment(ann, cem)

    sent = send(shipment, cem, at_the_door(shipment.pk, ""))

    assert (sent.state, DoorCheck.objects.filter(by=cem).count()) == (State.SHIPPED, 4)
    assert Event.objects.get(name="shipment.dispatched").data["address"] == shipment.order.ship_to_text
    assert not Event.objects.filter(name="shipment.checked").exists()
    assert broken() == {}


def test_s69_the_address_somebody_read_is_the_orders_own(ann, cem):
    shipment = picked_shipment(ann, cem)

    refused(lambda: verify_shipment(shipment.pk, word=DoorWord(), actor=cem), "door_address")
    refused(lambda: send(shipment, cem, DoorWord(address="Beijing")), "door_address")

    assert Shipment.objects.get().state == State.PICKED


def test_s69_a_piece_nobody_scanned_or_scanned_for_something_else_does_not_leave(ann, cem):
    shipment = picked_shipment(ann, cem)
    row = Scan.objects.get()

    Scan.objects.update(result=Result.UNDONE)
    refused(lambda: send(shipment, cem, at_the_door(shipment.pk)), "door_item")
    Scan.objects.update(result=Result.OK, quantity=9)
    refused(lambda: send(shipment, cem, at_the_door(shipment.pk)), "door_quantity")

    Scan.objects.filter(pk=row.pk).update(quantity=10)
    assert send(shipment, cem, at_the_door(shipment.pk)).state == State.SHIPPED


def test_s69_what_is_begun_to_be_packed_is_packed_to_the_end(ann, cem):
    shipment = picked_shipment(ann, cem)
    put(shipment, "2000000000017", cem, 9)
    refused(lambda: send(shipment, cem, at_the_door(shipment.pk)), "door_quantity")
    put(shipment, "2000000000017", cem, 1)
    refused(lambda: send(shipment, cem, at_the_door(shipment.pk)), "door_quantity")
    services.close_box(shipment.pk, weight=Decimal(3), actor=cem)
    pack_shipment(shipment.pk, actor=cem)

    check(shipment, cem)

    assert DoorCheck.objects.get(kind="quantity").at == Box.objects.get().closed_at


def test_s69_goods_leave_late_only_with_a_reason_that_is_kept(ann, cem):
    shipment = picked_shipment(ann, cem)
    OrderLine.objects.update(promised_on=days(-1))

    refused(lambda: send(shipment, cem, at_the_door(shipment.pk, "")), "door_date")
    send(shipment, cem, at_the_door(shipment.pk, "truck broke down"))

    assert DoorCheck.objects.get(kind="date").note == "truck broke down"
    assert Event.objects.get(name="shipment.dispatched").data["reason"] == "truck broke down"


@pytest.mark.parametrize(("ahead", "is_early"), [(7, False), (8, True)])
def test_s69_goods_leave_more_than_a_week_early_only_with_a_reason(ann, cem, ahead, is_early):
    shipment = picked_shipment(ann, cem)
    OrderLine.objects.update(wanted_on=days(ahead), promised_on=days(ahead))
    word = at_the_door(shipment.pk, "")

    if is_early:
        refused(lambda: send(shipment, cem, word), "door_date")
        DoorRule.objects.create(warehouse=shipment.warehouse, early_days=8)
    assert send(shipment, cem, word).state == State.SHIPPED


def test_a_warehouse_that_packs_everything_checks_nothing_unpacked(ann, cem):
    shipment = picked_shipment(ann, cem)
    DoorRule.objects.create(warehouse=shipment.warehouse, boxes=True)
    refused(lambda: check(shipment, cem), "door_quantity")

    check(pack_all(shipment, cem), cem)

    assert Shipment.objects.get().state == State.VERIFIED


def test_a_warehouse_may_ask_that_whoever_picks_does_not_check(ann, cem, kim):
    shipment = picked_shipment(ann, cem)
    DoorRule.objects.create(warehouse=shipment.warehouse, second_person=True)
    refused(lambda: check(shipment, cem), "door_item")
    refused(lambda: send(shipment, cem, at_the_door(shipment.pk)), "door_item")

    check(shipment, kim)

    assert send(shipment, cem).state == State.SHIPPED


def test_s69_another_address_after_the_check_takes_the_shipment_back_from_the_door(ann, bo, cem):
    shipment = pack_all(picked_shipment(ann, cem), cem)
    check(shipment, cem)
    other = Address.objects.create(customer=shipment.order.customer, city="宁波", street="北仑港 8 号")

    after = change(shipment.order, ann, bo, head=head_of(shipment.order, ship_to=other))

    shipment = Shipment.objects.select_related("order").get()
    assert (shipment.state, shipment.verified_at, DoorCheck.objects.count()) == (State.PACKED, None, 0)
    told = Event.objects.get(name="shipment.to_check_again")
    assert (told.actor, told.topic) == (None, after.stream)
    refused(lambda: send(shipment, cem), "unchecked")
    assert after.ship_to_text == other.one_line()
    check(shipment, cem)
    assert send(shipment, cem).state == State.SHIPPED
    assert broken() == {}


def test_s69_a_change_that_leaves_address_and_day_alone_leaves_the_check_alone(ann, bo, cem):
    shipment = picked_shipment(ann, cem)
    check(shipment, cem)

    change(shipment.order, ann, bo, head=head_of(shipment.order, note="call first"))

    assert (Shipment.objects.get().state, DoorCheck.objects.count()) == (State.VERIFIED, 4)


def test_s69_what_was_checked_in_time_is_looked_at_again_once_it_is_late(ann, cem):
    shipment = picked_shipment(ann, cem)
    check(shipment, cem)
    OrderLine.objects.update(promised_on=days(-1))

    refused(lambda: send(shipment, cem), "door_date")


LEADS = {
    "picking": {"finish": "picked", "cancel": "cancelled"},
    "picked": {
        "resume": "picking",
        "verify": "verified",
        "send": "shipped",
        "cancel": "cancelled",
    },
    "boxed": {"resume": "picking", "pack": "packed", "cancel": "cancelled"},
    "packed": {
        "resume": "picking",
        "unpack": "picked",
        "verify": "verified",
        "send": "shipped",
        "cancel": "cancelled",
    },
    "verified": {"resume": "picking", "dispatch": "shipped", "send": "shipped", "cancel": "cancelled"},
    "packed and verified": {
        "resume": "picking",
        "unpack": "picked",
        "dispatch": "shipped",
        "send": "shipped",
        "cancel": "cancelled",
    },
    "shipped": {"deliver": "delivered"},
    "delivered": {},
    "cancelled": {},
}


def shipment_in(state: str, ann, cem) -> Shipment:
    shipment = picked_shipment(ann, cem)
    if state == "boxed":
        services.fill_box(shipment.pk, actor=cem)
        services.close_box(shipment.pk, weight=Decimal(1), actor=cem)
    if state.startswith("packed"):
        pack_all(shipment, cem)
    if state.endswith("verified"):
        check(shipment, cem)
    if state in ("shipped", "delivered"):
        send(shipment, cem, at_the_door(shipment.pk))
    if state == "delivered":
        confirm_delivery(shipment.pk, received_by="Wang", actor=cem)
    if state == "cancelled":
        cancel_shipment(shipment.pk, reason="no", actor=cem)
    if state == "picking":
        resume_picking(shipment.pk, actor=cem)
    return shipment


def acts_on(shipment: Shipment, by) -> dict:
    pk = shipment.pk
    word = at_the_door(pk)
    return {
        "finish": lambda: finish_picking(pk, actor=by),
        "resume": lambda: resume_picking(pk, actor=by),
        "pack": lambda: pack_shipment(pk, actor=by),
        "unpack": lambda: unpack_shipment(pk, actor=by),
        "verify": lambda: verify_shipment(pk, word=word, actor=by),
        "dispatch": lambda: send(shipment, by),
        "send": lambda: send(shipment, by, word),
        "deliver": lambda: confirm_delivery(pk, received_by="Wang", actor=by),
        "cancel": lambda: cancel_shipment(pk, reason="no", actor=by),
    }


@pytest.mark.parametrize("state", LEADS)
def test_a37_a_shipment_goes_only_where_it_may_and_only_by_whoever_may(ann, cem, dot, state):
    shipment = shipment_in(state, ann, cem)

    assert grid(acts_on(shipment, cem), LEADS[state], lambda: Shipment.objects.get().state) == {}
    before = books()
    for stranger in (ann, dot):
        for act in acts_on(shipment, stranger).values():
            with pytest.raises(Forbidden):
                act()
    assert changed(before, books()) == []


def test_going_back_from_the_door_forgets_the_checks(ann, cem):
    shipment = pack_all(picked_shipment(ann, cem), cem)
    check(shipment, cem)

    unpack_shipment(shipment.pk, actor=cem)

    assert (DoorCheck.objects.count(), Shipment.objects.get().verified_at) == (0, None)
    pack_shipment(shipment.pk, actor=cem)
    check(shipment, cem)
    resume_picking(shipment.pk, actor=cem)
    assert DoorCheck.objects.count() == 0
    assert broken() == {}


def test_i33_a_missing_check_is_found(ann, cem):
    check(picked_shipment(ann, cem), cem)
    assert broken() == {}

    DoorCheck.objects.filter(kind="date").delete()

    assert list(broken()) == ["A shipment that was checked at the door passed all four checks"]


def page_of(client, shipment: Shipment, name: str) -> str:
    return client.get(reverse(f"shipping:{name}", args=[shipment.number])).content.decode()


def post(client, shipment: Shipment, name: str, key: str = "", **data: str):
    sent = data | {"once": key or str(uuid.uuid4())}
    return client.post(reverse(f"shipping:{name}", args=[shipment.number]), sent)


def test_s69_the_page_shows_four_checks_and_says_beside_them_what_is_missing(client, ann, cem):
    shipment = picked_shipment(ann, cem)
    OrderLine.objects.update(promised_on=days(-1))
    client.force_login(cem)

    html = page_of(client, shipment, "dispatch")
    assert html.count('class="gate ok"') == 2 and html.count('class="gate wrong"') == 2
    assert shipment.order.ship_to_text in html and "Cem" in html

    answer = post(client, shipment, "dispatch", carrier="SF", waybill="1")
    assert answer.status_code == 422
    assert answer.content.decode().count('id="id_looked_error"') == 1
    assert answer.content.decode().count('id="id_reason_error"') == 1
    assert (Shipment.objects.get().state, StockMove.objects.filter(source=shipment.stream).count()) == ("picked", 0)


def test_s69_the_address_changed_while_the_page_was_open(client, ann, cem):
    shipment = picked_shipment(ann, cem)
    client.force_login(cem)

    answer = post(client, shipment, "dispatch", carrier="SF", waybill="1", looked="on", address="old gate")

    assert (answer.status_code, Shipment.objects.get().state) == (409, State.PICKED)
    assert StockItem.objects.get().on_hand == 10


def test_f19_a_double_post_sends_off_once_and_checks_once(client, ann, cem):
    shipment = picked_shipment(ann, cem)
    client.force_login(cem)
    said = {"looked": "on", "address": shipment.order.ship_to_text}

    first = post(client, shipment, "verify", key="k1", **said)
    again = post(client, shipment, "verify", key="k1", **said)
    assert (first.status_code, again.status_code, DoorCheck.objects.count()) == (302, 302, 4)

    html = page_of(client, shipment, "dispatch")
    assert html.count('class="gate ok"') == 4 and "id_looked" not in html
    for _n in range(2):
        assert post(client, shipment, "dispatch", key="k2", carrier="SF", waybill="1").status_code == 302
    assert StockMove.objects.filter(source=shipment.stream).count() == 1


def test_the_shipment_page_shows_boxes_and_checks(client, ann, cem):
    shipment = pack_all(picked_shipment(ann, cem), cem)
    check(shipment, cem)
    client.force_login(ann)

    html = client.get(shipment.get_absolute_url()).content.decode()

    assert f"{shipment.number}-1" in html and html.count('class="gate ok"') == 4
    assert reverse("shipping:paper", args=[shipment.number, "labels"]) in html
