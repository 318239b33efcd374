"""The moment from which stock is set aside is the house's own rule: at confirmation or at approval (S60)."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings import environment
from core.management.commands.check_invariants import broken
from core.models import Event
from core.refusal import Refused
from customers.models import Customer
from finance.models import CreditCheck, CreditProfile
from inventory.models import Reservation, Shortage
from inventory.services import Counted, available, count_stock, free_to_type, receive_goods, reserve_again
from orders.models import Order
from orders.models.words import Fulfilment, Stage, State, Supply
from orders.services import (
    apply_change,
    cancel_order,
    confirm_order,
    lift_hold,
    lines_of,
    place_hold,
    recall_order,
    split_order,
    submit_order,
)
from orders.services.entry.checking import load_facts, run_checks
from shipping.services import open_shipment
from tests.cast import make_customer, make_draft, make_product
from tests.changes.builders import ask, decide_all, quantities
from tests.inventory.builders import approved, deliver_messages, make_warehouse, stocked
from tests.shipping.jobs import make_service

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture(autouse=True)
def by_hand(settings):
    """A person confirms; the house reserves at approval unless a test says otherwise."""
    settings.GENDAN_AUTO_CONFIRM = False
    settings.GENDAN_RESERVE_AT = "approval"


@pytest.fixture(autouse=True)
def sound(by_hand):
    yield
    assert {row["code"]: row["first"] for row in broken() if row["rows"]} == {}


def now(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


def held(order: Order) -> list[Decimal]:
    return list(order.lines.order_by("position").values_list("reserved", flat=True))


def waits(order: Order) -> list[Decimal]:
    rows = Shortage.objects.filter(order=order).order_by("order_line__position")
    return list(rows.values_list("quantity", flat=True))


def axes(order: Order) -> tuple[str, ...]:
    order = now(order)
    return (order.state, order.stage, order.supply, order.fulfilment)


def committed(customer: Customer) -> tuple[Decimal, int]:
    profile = CreditProfile.objects.get(customer=customer)
    return (profile.uninvoiced, CreditCheck.objects.filter(order__customer=customer).count())


def test_s60_at_confirmation_an_approved_order_has_nothing_and_a_confirmed_one_all(ann, settings):
    settings.GENDAN_RESERVE_AT = "confirmation"
    product = make_product()
    item = stocked(product, 25)

    order = approved(ann, [(product, 10)])

    assert axes(order) == (State.APPROVED, Stage.TO_CONFIRM, Supply.NONE, Fulfilment.NOT_STARTED)
    assert (held(order), available([product.pk]), Reservation.objects.count()) == ([D(0)], {product.pk: D(25)}, 0)

    confirm_order(order.pk, actor=ann)

    item.refresh_from_db()
    assert axes(order) == (State.CONFIRMED, Stage.TO_PICK, Supply.IN_STOCK, Fulfilment.RESERVED)
    assert (held(order), item.reserved, available([product.pk])) == ([D(10)], D(10), {product.pk: D(15)})


def test_s60_at_approval_an_approved_order_has_all_it_needs_and_confirming_sets_nothing_aside_twice(ann):
    product, customer = make_product(), make_customer(ann)
    item = stocked(product, 25)

    order = approved(ann, [(product, 10)], customer)

    item.refresh_from_db()
    assert axes(order) == (State.APPROVED, Stage.TO_CONFIRM, Supply.IN_STOCK, Fulfilment.RESERVED)
    assert (held(order), item.reserved, available([product.pk])) == ([D(10)], D(10), {product.pk: D(15)})
    # Goods, and nothing else: no credit, no promise, no picking before it binds.
    assert (committed(customer), now(order).first_promise) == ((D(0), 0), None)
    with pytest.raises(Refused):
        open_shipment(order.pk, actor=None)

    confirm_order(order.pk, actor=ann)

    item.refresh_from_db()
    assert axes(order) == (State.CONFIRMED, Stage.TO_PICK, Supply.IN_STOCK, Fulfilment.RESERVED)
    assert (held(order), item.reserved, Reservation.objects.get().quantity) == ([D(10)], D(10), D(10))
    assert committed(customer) == (order.total, 1)
    assert now(order).first_promise is not None
    assert Event.objects.filter(stream=order.stream, name="stock.reserved").count() == 1


def test_s60_a_shortage_at_approval_is_recorded_and_refuses_nothing_and_confirming_takes_what_came(ann):
    product = make_product()
    stocked(product, 4)

    order = approved(ann, [(product, 10)])

    assert axes(order) == (State.APPROVED, Stage.TO_CONFIRM, Supply.PARTLY_SHORT, Fulfilment.RESERVED)
    assert (held(order), waits(order)) == ([D(4)], [D(6)])

    # Goods come in, and before anybody is served the order is confirmed.
    receive_goods(warehouse_id=make_warehouse().pk, items=[(product.pk, D(5))], actor=None)
    confirm_order(order.pk, actor=ann)

    assert axes(order) == (State.CONFIRMED, Stage.TO_PICK, Supply.PARTLY_SHORT, Fulfilment.RESERVED)
    assert (held(order), waits(order), available([product.pk])) == ([D(9)], [D(1)], {product.pk: D(0)})


def test_an_approved_order_for_goods_never_seen_waits_and_says_no_more_than_it_has(ann):
    product = make_product()
    make_warehouse()

    order = approved(ann, [(product, 3)])

    assert axes(order) == (State.APPROVED, Stage.TO_CONFIRM, Supply.NONE, Fulfilment.NOT_STARTED)
    assert (held(order), waits(order)) == ([D(0)], [D(3)])

    stocked(product, 5)
    deliver_messages()

    assert (held(order), waits(order), axes(order)[2]) == ([D(3)], [], Supply.IN_STOCK)


def test_what_the_house_confirms_at_once_is_reserved_once(ann, settings):
    settings.GENDAN_AUTO_CONFIRM = True
    product, customer = make_product(), make_customer(ann)
    item = stocked(product, 25)

    order = approved(ann, [(product, 10)], customer)

    item.refresh_from_db()
    assert (axes(order)[0], held(order), item.reserved) == (State.CONFIRMED, [D(10)], D(10))
    assert Event.objects.filter(stream=order.stream, name="stock.reserved").count() == 1
    assert committed(customer) == (order.total, 1)


def test_what_the_house_could_not_confirm_is_reserved_and_confirmed_when_the_hold_is_lifted(ann, bo, settings):
    settings.GENDAN_AUTO_CONFIRM = True
    product = make_product()
    stocked(product, 25)
    draft = make_draft(ann, make_customer(ann), [(product, 10)])
    hold = place_hold(draft.pk, kind="manual", stops=["confirm"], reason="the customer calls back", actor=bo)
    submit_order(draft.pk, actor=ann)

    assert (axes(draft)[0], held(draft)) == (State.APPROVED, [D(10)])

    lift_hold(hold.pk, actor=bo)

    assert (axes(draft)[:2], held(draft)) == ((State.CONFIRMED, Stage.TO_PICK), [D(10)])


def test_cancelling_an_approved_order_sets_its_goods_free_for_who_waits(ann):
    product = make_product()
    item = stocked(product, 10)
    order = approved(ann, [(product, 10)])
    other = approved(ann, [(product, 6)])
    deliver_messages()
    assert (held(order), held(other), waits(other)) == ([D(10)], [D(0)], [D(6)])

    cancel_order(order.pk, actor=ann, reason="they changed their mind")
    deliver_messages()

    item.refresh_from_db()
    assert axes(order) == (State.CANCELLED, Stage.DONE, Supply.NONE, Fulfilment.NOT_STARTED)
    assert (held(order), held(other), waits(other), item.reserved) == ([D(0)], [D(6)], [], D(6))


def test_an_order_taken_back_before_it_is_approved_never_had_anything(ann):
    product = make_product(price="30000")
    item = stocked(product, 10)
    draft = make_draft(ann, make_customer(ann), [(product, 2)])
    submit_order(draft.pk, actor=ann)
    assert (axes(draft)[0], held(draft), waits(draft)) == (State.PENDING_APPROVAL, [D(0)], [])

    recall_order(draft.pk, actor=ann)

    item.refresh_from_db()
    assert (axes(draft)[0], held(draft), item.reserved) == (State.DRAFT, [D(0)], D(0))


def test_an_approved_order_is_not_taken_back_and_keeps_its_goods(ann):
    product = make_product()
    item = stocked(product, 10)
    order = approved(ann, [(product, 4)])
    before = Event.objects.count()

    with pytest.raises(Refused) as refused:
        recall_order(order.pk, actor=ann)

    item.refresh_from_db()
    assert (refused.value.code, held(order), item.reserved) == ("wrong_state", [D(4)], D(4))
    assert Event.objects.count() == before


def test_a_change_of_an_approved_order_frees_what_it_wants_less_of_and_takes_what_it_wants_more_of(ann, bo):
    one, two = make_product("A-1"), make_product("B-2")
    stocked(one, 20)
    stocked(two, 3)
    order = approved(ann, [(one, 10), (two, 2)])

    change = decide_all(ask(order, ann, *quantities(order, l1=4, l2=5)), bo)
    if change.state == "approved":
        apply_change(change.pk)

    assert (now(order).state, now(order).revision) == (State.APPROVED, 2)
    assert (held(order), waits(order)) == ([D(4), D(3)], [D(2)])
    assert available([one.pk, two.pk]) == {one.pk: D(16), two.pk: D(0)}


def test_a_changed_order_that_the_house_confirms_then_has_exactly_what_it_wants(ann, bo, settings):
    """The change lifts what stopped the order: credit first, then the shelves, all in one step."""
    product, customer = make_product(price="100"), make_customer(ann)
    item = stocked(product, 20)
    order = approved(ann, [(product, 10)], customer)
    settings.GENDAN_AUTO_CONFIRM = True

    decide_all(ask(order, ann, *quantities(order, l1=6)), bo)

    item.refresh_from_db()
    assert axes(order) == (State.CONFIRMED, Stage.TO_PICK, Supply.IN_STOCK, Fulfilment.RESERVED)
    assert (held(order), item.reserved, committed(customer)) == ([D(6)], D(6), (now(order).total, 1))


def test_splitting_an_approved_order_leaves_each_half_with_its_own_goods(ann, bo):
    product = make_product()
    item = stocked(product, 12)
    order = approved(ann, [(product, 10)])

    child = split_order(
        order.pk, quantities={order.lines.get().pk: D(4)}, reason="two deliveries", actor=ann
    )
    deliver_messages()

    item.refresh_from_db()
    assert (held(order), axes(child)[0], held(child)) == ([D(6)], State.APPROVED, [D(4)])
    assert (item.reserved, available([product.pk])) == (D(10), {product.pk: D(2)})


def test_s63_confirmed_orders_are_served_before_all_that_are_only_approved(ann):
    product = make_product()
    make_warehouse()
    rush = approved(ann, [(product, 5)], make_customer(ann, "C-1", tier="key"), kind="rush")
    plain = approved(ann, [(product, 5)], make_customer(ann, "C-2", tier="core"))
    bound = approved(ann, [(product, 5)], make_customer(ann, "C-3", tier="standard"))
    confirm_order(bound.pk, actor=ann)

    stocked(product, 7)
    deliver_messages()

    assert (held(bound), held(rush), held(plain)) == ([D(5)], [D(2)], [D(0)])
    assert [row.order_id for row in Shortage.objects.all().in_turn()] == [rush.pk, plain.pk]

    # Once it binds it stands before those that do not.
    confirm_order(plain.pk, actor=ann)
    stocked(product, 4)
    deliver_messages()

    assert (held(plain), held(rush), waits(plain), waits(rush)) == ([D(4)], [D(2)], [D(1)], [D(3)])


def test_an_approved_newcomer_leaves_what_a_confirmed_order_waits_for(ann):
    product = make_product()
    make_warehouse()
    bound = approved(ann, [(product, 6)], make_customer(ann, "C-1"))
    confirm_order(bound.pk, actor=ann)
    stocked(product, 8)

    newcomer = approved(ann, [(product, 5)], make_customer(ann, "C-2", tier="key"))
    assert (held(bound), held(newcomer), waits(newcomer)) == ([D(0)], [D(2)], [D(3)])
    deliver_messages()

    assert (held(bound), held(newcomer)) == ([D(6)], [D(2)])


def test_when_fewer_are_counted_an_approved_order_loses_them_first(ann, cem):
    product = make_product()
    item = stocked(product, 10)
    early = approved(ann, [(product, 4)], make_customer(ann, "C-1", tier="key"))
    bound = approved(ann, [(product, 6)], make_customer(ann, "C-2"))
    confirm_order(bound.pk, actor=ann)

    count_stock(warehouse_id=item.warehouse_id, counts=[Counted(product.pk, D(7))], reason="three lost", actor=cem)

    assert (held(bound), held(early), waits(early)) == ([D(6)], [D(1)], [D(3)])
    assert now(early).first_promise is None


def test_services_are_not_set_aside_and_an_order_of_them_alone_waits_for_nothing(ann):
    product = make_product()
    stocked(product, 10)

    mixed = approved(ann, [(product, 4), (make_service(), 2)])
    alone = approved(ann, [(make_service("F-2"), 1)], kind="service")

    assert (held(mixed), waits(mixed), axes(mixed)[2]) == ([D(4), D(0)], [], Supply.IN_STOCK)
    assert (held(alone), waits(alone), axes(alone)[2:]) == ([D(0)], [], (Supply.NONE, Fulfilment.NOT_STARTED))


def test_another_rule_breaks_no_order_that_began_under_the_old_one(ann, settings):
    product = make_product()
    stocked(product, 4)
    begun = approved(ann, [(product, 10)], make_customer(ann, "C-1"))

    settings.GENDAN_RESERVE_AT = "confirmation"
    fresh = approved(ann, [(product, 3)], make_customer(ann, "C-2"))
    stocked(product, 2)
    deliver_messages()

    # What has goods goes on getting them, what had none gets them when it binds.
    assert (held(begun), waits(begun)) == ([D(6)], [D(4)])
    assert (held(fresh), waits(fresh)) == ([D(0)], [])
    with pytest.raises(Refused) as refused:
        reserve_again(fresh.pk, actor=ann)
    assert refused.value.code == "wrong_state"

    settings.GENDAN_RESERVE_AT = "approval"
    stocked(product, 5)
    deliver_messages()

    assert (held(begun), waits(begun)) == ([D(10)], [])
    assert reserve_again(fresh.pk, actor=ann) == {fresh.lines.get().pk: D(1)}
    assert (held(fresh), waits(fresh)) == ([D(1)], [D(2)])


def test_s58_its_own_goods_are_no_shortage_of_it_and_not_free_for_others(ann):
    product = make_product()
    stocked(product, 10)

    order = approved(ann, [(product, 10)])

    findings = [one.code for one in run_checks(load_facts(order, lines_of(order), ann)) if one.heading == "stock"]
    assert findings == ["in_stock"]
    assert free_to_type([product.pk]) == {product.pk: D(0)}
    other = make_draft(ann, make_customer(ann, "C-2"), [(product, 1)])
    found = [one.code for one in run_checks(load_facts(other, lines_of(other), ann)) if one.heading == "stock"]
    assert found == ["short"]


def page(client: Any, order: Order) -> str:
    return client.get(order.get_absolute_url(), headers={"accept-language": "en"}).content.decode()


def test_b5_the_page_of_an_approved_order_says_what_is_set_aside_and_what_is_missing(client, ann):
    product = make_product("A-1")
    stocked(product, 4)
    order = approved(ann, [(product, 10)])
    client.force_login(ann)

    shown = page(client, order)

    assert "some of its goods are set aside; it waits to be confirmed" in shown
    assert "Reserved stock" in shown and "6 missing" in shown
    assert "A-1: 6 missing; the order keeps its turn." in shown

    stocked(product, 6)
    deliver_messages()

    shown = page(client, order)
    assert "its goods are set aside; it waits to be confirmed" in shown and "6 missing" not in shown
    assert "The goods are set aside." in shown


def test_b5_at_confirmation_the_page_says_that_goods_are_still_to_be_set_aside(client, ann, settings):
    settings.GENDAN_RESERVE_AT = "confirmation"
    product = make_product("A-1")
    stocked(product, 4)
    order = approved(ann, [(product, 4)])
    client.force_login(ann)

    shown = page(client, order)

    assert "Nothing is in the way; it waits to be confirmed." in shown
    assert "The goods are set aside when the order is confirmed." in shown and "Reserved stock" not in shown


@pytest.mark.parametrize(("said", "meant"), [("", "confirmation"), ("Approval", "approval")])
def test_the_rule_is_one_of_two_words(monkeypatch, said, meant):
    monkeypatch.setenv("GENDAN_RESERVE_AT", said)
    assert environment.choice("GENDAN_RESERVE_AT", "confirmation", "approval") == meant


def test_another_word_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("GENDAN_RESERVE_AT", "delivery")
    with pytest.raises(ImproperlyConfigured, match="GENDAN_RESERVE_AT must be one of confirmation, approval"):
        environment.choice("GENDAN_RESERVE_AT", "confirmation", "approval")
