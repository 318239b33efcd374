"""S2, S9, S15, S16, S17: orders begin with a template or another order; kinds and instructions travel along."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Event
from orders.models import EntryTemplate, Order
from orders.services import cancel_order, save_draft, save_template, submit_order
from orders.services.entry.composing import DraftHead, DraftRow
from shipping.services import open_shipment
from tests.cast import make_customer, make_draft, make_product
from tests.inventory.builders import stocked
from tests.orders.pages import everything, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(ann, client) -> Client:
    client.force_login(ann)
    return client


@pytest.fixture
def monthly(ann) -> Order:
    """A rush draft of two lines with instructions."""
    customer, goods = make_customer(ann, "C-1"), [make_product("A-1", price="10"), make_product("B-2", price="20")]
    head = DraftHead(customer=customer, kind="rush", channel="chat", instructions="上午送到", note="月度")
    rows = [DraftRow(product_id=one.pk, quantity=Decimal(n + 3)) for n, one in enumerate(goods)]
    return save_draft(None, head=head, rows=rows, version=None, actor=ann)


def shown(answer) -> tuple:
    head, forms = answer.context["head"], answer.context["lines"].forms
    lines = [(form["product"].value(), form["quantity"].value()) for form in forms if form["product"].value()]
    return head["customer"].value(), head["kind"].value(), head["instructions"].value(), lines


def test_s2_a_new_order_begins_with_a_templates_lines_and_terms(desk, ann, monthly):
    desk.post(f"/orders/{monthly.ref}/save-template/", {"name": "月度", "for_customer": "on"})
    template = EntryTemplate.objects.get()
    before = everything()

    answer = desk.get("/orders/new/", {"template": template.pk})

    assert shown(answer) == ("C-1", "rush", "上午送到", [("A-1", "3"), ("B-2", "4")])
    assert answer.context["priced"].net == Decimal("110.00")
    assert everything() == before
    assert Event.objects.filter(name="record.edited", stream=f"entrytemplate:{template.pk}").count() == 1


def test_a_template_for_all_takes_the_customer_at_hand(desk, ann, monthly):
    template = save_template(monthly.pk, name="all", for_customer=False, actor=ann)
    other = make_customer(ann, "C-2")

    answer = desk.get("/orders/new/", {"template": template.pk, "customer": other.code})

    assert shown(answer)[0] == "C-2"


def test_saving_under_the_same_name_replaces_ones_own_template(ann, bo, monthly):
    save_template(monthly.pk, name="x", actor=ann)
    save_template(monthly.pk, name="x", actor=bo)
    save_template(monthly.pk, name="x", actor=ann, shared=True)

    assert sorted(EntryTemplate.objects.values_list("owner__username", "shared")) == [("ann", True), ("bo", False)]
    assert EntryTemplate.objects.get(owner=ann).lines.count() == 2


def test_a9_a_template_of_a_customer_one_may_not_see_does_not_exist(client, ann, eve, monthly):
    template = save_template(monthly.pk, name="x", actor=ann, shared=True)
    own = save_template(monthly.pk, name="mine", actor=ann, for_customer=False)
    client.force_login(eve)

    assert client.get("/orders/new/", {"template": template.pk}).status_code == 404
    assert client.get("/orders/new/", {"template": own.pk}).status_code == 404
    assert client.get("/orders/new/", {"again": monthly.ref}).status_code == 404


def test_ordering_again_fills_the_page_at_todays_prices_and_writes_nothing(desk, ann, monthly):
    monthly.lines.update(unit_price=Decimal(1))
    before = everything()

    answer = desk.get(f"/orders/{monthly.ref}/again/", follow=True)

    assert shown(answer) == ("C-1", "rush", "上午送到", [("A-1", "3"), ("B-2", "4")])
    assert answer.context["priced"].net == Decimal("110.00")
    assert answer.context["head"]["customer_po"].value() in (None, "")
    assert everything() == before


def test_s9_kind_and_channel_are_kept_and_narrow_the_list(desk, ann):
    customer, product = make_customer(ann), make_product("A-1")
    data = typed(customer, (product, 1), save="1", kind="rush", channel="phone", instructions="call first")
    desk.post("/orders/new/", data)
    make_draft(ann, customer, [(product, 1)])

    order = Order.objects.get(kind="rush")
    assert (order.channel, order.instructions) == ("phone", "call first")
    for narrow in ({"kind": "rush"}, {"channel": "phone"}):
        page = desk.get("/orders/", narrow).context["page"]
        assert [row.pk for row in page.rows] == [order.pk]


def test_s16_a_rush_order_is_served_before_others_and_stands_first_in_the_warehouse(ann, bo, cem, client):
    product = make_product("A-1", price="10")
    stocked(product, 100)
    usual = submit_order(make_draft(ann, make_customer(ann, "C-1"), [(product, 1)]).pk, actor=ann)
    rush = submit_order(make_draft(ann, make_customer(ann, "C-2"), [(product, 1)], kind="rush").pk, actor=ann)
    client.force_login(cem)

    html = client.get("/shipping/").content.decode()

    assert html.index(rush.number) < html.index(usual.number)
    assert "Rush" in html


def test_s17_special_instructions_travel_to_the_scan_screen_and_the_paper(ann, bo, cem, client):
    product = make_product("A-1", price="10")
    stocked(product, 100)
    draft = make_draft(ann, make_customer(ann, "C-1"), [(product, 1)], instructions="Glass, handle with care")
    order = submit_order(draft.pk, actor=ann)
    shipment = open_shipment(order.pk, actor=cem)
    client.force_login(cem)

    for url in (reverse("shipping:pick", args=[shipment.number]), f"/shipping/{shipment.number}/note/"):
        assert "Glass, handle with care" in client.get(url).content.decode(), url


def test_s15_a_deleted_draft_is_archived_with_its_reason_and_stays_findable(desk, ann):
    order = make_draft(ann, make_customer(ann), [(make_product("A-1"), 1)], customer_po="PO-77")

    cancel_order(order.pk, actor=ann, reason="typed by mistake")

    order.refresh_from_db()
    assert (order.state, order.reason, order.archived_at is not None) == ("cancelled", "typed by mistake", True)
    assert desk.get(f"/orders/{order.ref}/").status_code == 200
    assert [row.pk for row in desk.get("/orders/", {"q": "PO-77"}).context["page"].rows] == [order.pk]
