"""Beside the state: what blocks an order, holds, letters to the customer, split and supplement, and the ledger."""

import uuid
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from approvals.models import Task
from approvals.services import decide
from core import clock, outbox
from core.access import Forbidden
from core.bus import publish
from core.events import ApprovalDecided
from core.management.commands.check_invariants import broken
from core.refusal import Refused
from customers.models import Contact
from finance.services import book_payment
from inventory.models import StockItem
from notifications.models import Letter, Message
from notifications.services import mailing, send_waiting
from orders.models import ChangeRequest, Correction, Order, OrderHold, OrderRevision
from orders.services import (
    cancel_order,
    lift_hold,
    place_hold,
    save_draft,
    split_order,
    submit_change,
    submit_order,
    supplement_order,
)
from orders.services.entry.composing import DraftHead, DraftRow
from shipping.models import Shipment
from shipping.services import dispatch, finish_picking, open_shipment, scan
from tests.cast import make_customer, make_draft, make_person, make_product
from tests.changes.builders import ask, begin, change, decide_all, head_of, quantities
from tests.finance.builders import confirmed, with_limit
from tests.orders.pages import everything
from tests.query_counts import counted
from tests.shipping.builders import make_confirmed, make_stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(ann, client):
    client.force_login(ann)
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield client


@pytest.fixture
def order(ann, cem) -> Order:
    bearing, motor = make_product("A-1", price="100"), make_product("B-2", price="50")
    make_stock(cem, (bearing, 20), (motor, 10))
    return make_confirmed(ann, [(bearing, 10), (motor, 4)])


def sound() -> bool:
    return [row for row in broken() if row["rows"]] == []


def deliver_everything() -> None:
    while outbox.sweep():
        pass


def blocks(client, order: Order) -> str:
    html = client.get(f"/orders/{order.ref}/").content.decode()
    start = html.find('id="panel-blocks"')
    return html[start : html.find("</section>", start)] if start >= 0 else ""


# --- what blocks this order (B5) ------------------------------------------------------------


def test_b5_an_order_nothing_blocks_says_nothing(desk, order):
    assert blocks(desk, order) == ""


def test_b5_a_draft_shows_what_stops_it_and_the_way_to_put_it_right(desk, ann):
    draft = make_draft(ann, make_customer(ann), [(make_product("Z-1"), 1)], wanted_on=None)

    shown = blocks(desk, draft)

    assert "The delivery date is missing." in shown and f"/orders/{draft.ref}/edit/" in shown


def test_b5_a_shortage_shows_how_much_is_missing_and_goes_when_goods_arrive(desk, ann, cem):
    product = make_product("A-1", price="100")
    make_stock(cem, (product, 3))
    order = make_confirmed(ann, [(product, 10)])
    assert "A-1: 7 missing" in blocks(desk, order)

    make_stock(cem, (product, 7))
    deliver_everything()

    assert blocks(desk, order) == ""


def test_b5_a_passed_credit_limit_blocks_until_the_customer_pays_then_the_order_goes_on_by_itself(
    desk, ann, dot, settings
):
    customer = make_customer(ann)
    submit_order(make_draft(ann, customer, [(make_product("A-1", price="100"), 10)]).pk, actor=ann)
    other = make_draft(ann, customer, [(make_product("B-2", price="100"), 10)])
    settings.GENDAN_AUTO_CONFIRM = False
    submit_order(other.pk, actor=ann)
    settings.GENDAN_AUTO_CONFIRM = True
    with_limit(customer, "2000")
    other.refresh_from_db()
    assert other.state == "approved"
    shown = blocks(desk, other)
    assert "260.00 over the limit" in shown and "Finance" in shown and "260.00" in shown

    book_payment(customer.pk, amount=Decimal(500), received_on=clock.today(), reference="x", actor=dot)
    assert "over the limit" not in blocks(desk, other)
    deliver_everything()

    other.refresh_from_db()
    assert other.state == "confirmed"
    assert "over the limit" not in blocks(desk, other)
    assert sound()


def test_b5_an_open_change_is_shown_to_others_with_the_way_to_it(desk, ann, order):
    made = ask(order, ann, *quantities(order, l1=12))

    shown = blocks(desk, order)

    assert "A change is not in force yet; the order goes on as it is." in shown
    assert made.get_absolute_url() in shown and "226.00" in shown


def test_b5_an_order_in_approval_names_who_holds_it(desk, ann):
    order = submit_order(make_draft(ann, make_customer(ann), [(make_product("A-1", price="60000"), 1)]).pk, actor=ann)

    shown = blocks(desk, order)

    assert "Waits for approval." in shown and "Bo" in shown


# --- holds ----------------------------------------------------------------------------------


def test_a_hold_stops_sending_off_beside_the_state_until_it_is_lifted(desk, ann, cem, order):
    place_hold(order.pk, kind="customer_request", stops=["dispatch"], reason="new gate", actor=ann)
    shipment = open_shipment(order.pk, actor=cem)
    scan(shipment.pk, code="A-1", uuid=uuid.uuid4(), quantity=1, actor=cem)
    finish_picking(shipment.pk, actor=cem)
    assert "new gate · stops: Sending off" in blocks(desk, order)

    with pytest.raises(Refused) as refused:
        dispatch(shipment.pk, carrier="SF", waybill="1", actor=cem)
    order.refresh_from_db()
    assert (refused.value.code, order.state, Shipment.objects.get().state) == ("held", "confirmed", "picked")
    assert sound()

    lift_hold(OrderHold.objects.get().pk, actor=ann)
    dispatch(shipment.pk, carrier="SF", waybill="1", actor=cem)
    assert blocks(desk, order) == "" and sound()


def test_a_hold_stops_confirming_and_lifting_it_confirms_at_once(ann):
    draft = make_draft(ann, make_customer(ann), [(make_product("A-1"), 1)])
    place_hold(draft.pk, kind="manual", stops=["confirm"], reason="price list", actor=ann)

    submit_order(draft.pk, actor=ann)
    assert Order.objects.get().state == "approved"
    lift_hold(OrderHold.objects.get().pk, actor=ann)

    assert Order.objects.get().state == "confirmed"
    assert sound()


def test_a_hold_needs_a_right_a_reason_and_an_act(ann, cem, order):
    before = everything()
    with pytest.raises(Forbidden):
        place_hold(order.pk, kind="manual", stops=["dispatch"], reason="x", actor=cem)
    for typed in ({"reason": " "}, {"stops": []}, {"kind": "weather"}, {"stops": ["breathing"]}):
        with pytest.raises(Refused):
            place_hold(order.pk, **({"kind": "manual", "stops": ["dispatch"], "reason": "x"} | typed), actor=ann)
    assert everything() == before


def test_a_hold_is_lifted_once(ann, order):
    hold = place_hold(order.pk, kind="manual", stops=["dispatch"], reason="x", actor=ann)
    lift_hold(hold.pk, actor=ann)

    with pytest.raises(Refused, match="lifted already"):
        lift_hold(hold.pk, actor=ann)


# --- letters (S43) --------------------------------------------------------------------------


def test_s43_confirming_writes_the_customer_once_and_the_order_says_it_was_sent(desk, ann, order):
    deliver_everything()
    deliver_everything()
    letter = Letter.objects.get()
    assert (letter.kind, letter.address, letter.mark) == ("confirmation", "wang@example.com", "waiting")
    mail.outbox.clear()

    assert send_waiting() >= 1
    assert send_waiting() == 0

    sent = [one for one in mail.outbox if one.to == ["wang@example.com"]]
    assert len(sent) == 1 and order.ref in sent[0].subject and "A-1" in sent[0].body and "1,356.00" in sent[0].body
    assert "wang@example.com" in desk.get(f"/orders/{order.ref}/").content.decode()


def test_s43_a_customer_without_e_mail_is_said_to_be_untold(desk, ann, cem):
    customer = make_customer(ann)
    Contact.objects.update(email="")
    product = make_product("A-1")
    make_stock(cem, (product, 5))
    order = make_confirmed(ann, [(product, 1)], customer=customer)
    deliver_everything()

    assert (Letter.objects.get().mark, send_waiting()) == ("failed", 0)
    assert "nobody was told" in desk.get(f"/orders/{order.ref}/").content.decode()


def test_s43_a_letter_that_does_not_go_out_is_tried_again_later(order, monkeypatch):
    deliver_everything()

    def refuse(letter):
        raise OSError("no line")

    monkeypatch.setitem(mailing.CARRIERS, "mail", refuse)
    send_waiting()

    letter = Letter.objects.get()
    assert (letter.attempts, letter.mark, "no line" in letter.error) == (1, "waiting", True)
    assert letter.next_try_at > clock.now()


def test_s55_a_cancelled_order_informs_the_customer_only_if_it_was_confirmed(ann, order):
    draft = make_draft(ann, make_customer(ann, "C-2"), [(make_product("Z-9"), 1)])
    cancel_order(draft.pk, actor=ann, reason="typed twice")
    cancel_order(order.pk, actor=ann, reason="lost")
    deliver_everything()

    assert sorted(Letter.objects.values_list("kind", flat=True)) == ["cancellation", "confirmation"]


def test_s56_the_words_for_the_customer_go_out_once(desk, ann, order):
    made = ask(order, ann, *quantities(order, l1=12))
    url = f"{made.get_absolute_url()}write/"

    assert desk.post(url).status_code == 302
    letter = Letter.objects.get(kind="change")
    assert "10 → 12" in letter.text and "1,356.00 → 1,582.00" in letter.text
    assert desk.post(url).status_code == 409
    assert Letter.objects.filter(kind="change").count() == 1


# --- split and supplement (S19) -------------------------------------------------------------


def test_s19_a_split_keeps_the_total_and_both_orders_name_each_other(desk, ann, order):
    first, second = order.lines.order_by("position")

    child = split_order(
        order.pk, quantities={first.pk: Decimal(3), second.pk: Decimal(4)}, reason="two sites", actor=ann
    )

    order.refresh_from_db()
    child.refresh_from_db()
    assert (order.total + child.total, order.revision, child.parent_id) == (Decimal("1356.00"), 2, order.pk)
    assert (child.state, child.number is not None, child.descent) == ("confirmed", True, "split")
    assert list(child.lines.order_by("position").values_list("quantity", "reserved")) == [(3, 3), (4, 4)]
    assert StockItem.objects.get(product__code="A-1").reserved == 10
    for one, other in ((order, child), (child, order)):
        assert f"/orders/{other.ref}/" in desk.get(f"/orders/{one.ref}/").content.decode()
    assert sound()


@pytest.mark.parametrize("moved", [{}, {1: 11}, {1: 10, 2: 4}, {1: -1}, {9: 1}])
def test_s19_a_split_of_nothing_everything_or_too_much_is_refused_and_nothing_changes(ann, order, moved):
    keys = {line.position: line.pk for line in order.lines.all()}
    before = everything()

    with pytest.raises(Refused):
        quantities = {keys.get(position, 0): Decimal(n) for position, n in moved.items()}
        split_order(order.pk, quantities=quantities, reason="x", actor=ann)

    order.refresh_from_db()
    assert (everything(), order.total, order.revision) == (before, Decimal("1356.00"), 1)


def test_s19_a_split_waits_for_an_open_change(ann, order):
    ask(order, ann, *quantities(order, l1=12))

    with pytest.raises(Refused, match="A change of this order is open"):
        split_order(order.pk, quantities={order.lines.get(position=1).pk: Decimal(1)}, reason="x", actor=ann)


def test_s19_split_and_supplement_by_their_pages(desk, ann, order):
    line = order.lines.get(position=1)

    answer = desk.post(f"/orders/{order.ref}/split/", {f"line-{line.pk}": "2", "reason": "two sites"})
    child = Order.objects.get(parent=order)
    assert answer.url == child.get_absolute_url()
    assert desk.post(f"/orders/{order.ref}/split/", {"reason": "x"}).status_code == 422
    desk.post(f"/orders/{order.ref}/supplement/")
    more = Order.objects.get(descent="supplement")
    assert (more.parent, more.state, more.customer, more.lines.count()) == (order, "draft", order.customer, 0)
    supplement_order(order.pk, actor=ann)
    assert sound()


class TestSplitSums(TestCase):
    """S19: whatever the price, the discount and the quantities, both halves cost what the whole cost."""

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        price=st.decimals("0.0001", "999.9999", places=4),
        discount=st.decimals("0", "40", places=2),
        whole=st.integers(2, 500),
        share=st.floats(0.01, 0.99),
    )
    def test_both_halves_cost_the_whole(self, price, discount, whole, share):
        ann = make_person("ann", "sales", manager=make_person("bo", "sales_manager"))
        make_person("fay", "director")
        customer = make_customer(ann)
        product = make_product("P-1", price=str(price))
        row = DraftRow(product_id=product.pk, quantity=Decimal(whole), unit_price=price, discount=discount)
        extra = DraftRow(product_id=make_product("P-2").pk, quantity=Decimal(1))
        head = DraftHead(customer=customer, wanted_on=clock.today())
        draft = save_draft(None, head=head, rows=[row, extra], version=None, actor=ann)
        submit_order(draft.pk, actor=ann)
        order = Order.objects.get(pk=draft.pk)
        if order.state != "confirmed":
            publish(ApprovalDecided(subject=order.stream, outcome="approved", opinion=""))
            order.refresh_from_db()
        before = (order.net, order.tax, order.total)
        moved = min(whole - 1, max(1, int(whole * share)))

        child = split_order(
            order.pk, quantities={order.lines.get(position=1).pk: Decimal(moved)}, reason="x", actor=ann
        )

        order.refresh_from_db()
        assert (order.net + child.net, order.tax + child.tax, order.total + child.total) == before
        assert not [row for row in broken() if row["rows"] and row["code"] in ("I1", "I2", "I25")]


# --- the ledger (B8) ------------------------------------------------------------------------


def test_b8_what_is_put_right_between_two_rounds_is_an_entry_error(ann, bo):
    draft = make_draft(ann, make_customer(ann), [(make_product("A-1", price="60000"), 1)])
    submit_order(draft.pk, actor=ann)
    decide(Task.objects.get().pk, outcome="returned", opinion="two, not one", actor=bo)
    order = Order.objects.get(pk=draft.pk)
    line = order.lines.get()
    rows = [DraftRow(product_id=line.product_id, quantity=Decimal(2), unit_price=Decimal(59000))]
    save_draft(order.pk, head=head_of(order), rows=rows, version=order.version, actor=ann)
    submit_order(order.pk, actor=ann)

    assert sorted(Correction.objects.values_list("kind", "cause", "line")) == [
        ("price", "entry", 1), ("quantity", "entry", 1),
    ]  # fmt: skip
    assert OrderRevision.objects.filter(order=order).count() == 2


def test_b8_the_page_of_order_quality_shows_figures_and_the_orders_behind_them(desk, ann, bo, order):
    change(order, ann, bo, *quantities(order, l1=12), cause="entry")
    change(order, ann, bo, *quantities(order, l2=5), cause="customer")

    with counted("reports.quality", budget=12):
        html = desk.get("/reports/quality/").content.decode()

    assert order.ref in html and "Quantity" in html and "0 %" in html
    only = desk.get("/reports/quality/?kind=price").content.decode()
    assert "No correction fits." in only


def test_b8_eve_sees_nothing_of_anns_corrections(client, ann, bo, eve, order):
    change(order, ann, bo, *quantities(order, l1=12), cause="entry")
    client.force_login(eve)

    assert order.ref not in client.get("/reports/quality/").content.decode()


# --- the picker (S51) -----------------------------------------------------------------------


def test_s51_the_picker_with_the_order_open_sees_that_it_changed(client, ann, bo, cem, order):
    shipment = open_shipment(order.pk, actor=cem)
    client.force_login(cem)
    client.cookies["django_language"] = "en"
    page = reverse("shipping:pick", args=[shipment.number])
    assert "The order was changed" not in client.get(page).content.decode()

    begun = ask(order, ann, *quantities(order, l1=8))
    assert "The order was changed" not in client.get(page).content.decode()
    decide_all(begun, bo)

    assert "The order was changed" in client.get(page).content.decode()
    deliver_everything()
    told = set(Message.objects.filter(subject__contains="changed").values_list("user__username", flat=True))
    assert {"cem", "ann"} <= told


# --- cost -----------------------------------------------------------------------------------


def applied_with(ann, bo, cem, lines: int, code: str) -> tuple[int, int, int]:
    """What putting a change of every line in force asks: (statements, rows of lines updated, lines)."""
    goods = [make_product(f"{code}-{n}", price="10") for n in range(lines)]
    make_stock(cem, *[(product, 9) for product in goods])
    order = make_confirmed(ann, [(product, 2) for product in goods], customer=make_customer(ann, code))
    made = ask(order, ann, *quantities(order, **{f"l{n + 1}": 3 for n in range(lines)}))
    with CaptureQueriesContext(connection) as asked:
        decide_all(made, bo)
    assert ChangeRequest.objects.get(pk=made.pk).state == "applied"
    return len(asked), lines, order.pk


def test_putting_a_change_in_force_asks_the_same_of_5_lines_and_of_50(ann, bo, cem):
    applied_with(ann, bo, cem, 2, "W")

    few, *_rest = applied_with(ann, bo, cem, 5, "F")
    many, *_rest = applied_with(ann, bo, cem, 50, "M")

    assert many <= few + 2, (few, many)


def test_one_line_of_a_thousand_is_the_only_one_written(ann, bo, cem):
    product = make_product("K-1", price="1")
    make_stock(cem, (product, 5000))
    order = confirmed(ann, make_customer(ann), [(product, 2)] * 1000)
    marks = dict(rows_of(order))
    made = begin(order, ann, *quantities(order, l500=3))
    assert len(made.lines) == 1

    submit_change(made.pk, actor=ann)
    assert dict(rows_of(order)) == marks
    decide_all(made, bo)

    after = dict(rows_of(order))
    assert Task.objects.pending().count() == 0
    assert [pk for pk, mark in after.items() if marks[pk] != mark] == [order.lines.get(position=500).pk]


def rows_of(order: Order) -> list[tuple[int, str]]:
    """Each line with the mark of the transaction that wrote it last."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, ctid::text FROM orders_orderline WHERE order_id = %s", [order.pk])
        return cursor.fetchall()
