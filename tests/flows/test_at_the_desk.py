"""What the people at their desks were promised: live checks, suggestions, numbers, tiers, owners, stock in sight."""

import datetime
import re
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from approvals.models import Step
from catalog.models import Product
from catalog.services import index_products
from core import clock, outbox
from core.models import Event
from customers.models import Contact
from customers.services import CustomerCard, create_customer
from customers.services.searching import index_customer
from inventory.models import ExpectedReceipt, StockItem
from notifications.models import Message
from orders.models import Order, OrderLine
from orders.services import confirm_order, hand_over_order, submit_order
from tests.cast import make_customer, make_draft, make_person, make_product, terms_30
from tests.inventory.builders import confirmed, deliver_messages, stocked
from tests.orders.pages import everything, typed

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def desk(ann, client) -> Client:
    client.force_login(ann)
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield client


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("phone", "call me", "Enter a phone number, for example 0571-8812 3456 or +49 89 1234567."),
        ("email", "wang@", "Enter a valid email address."),
    ],
)
def test_s3_a_bad_contact_is_flagged_beside_its_field_and_nothing_is_written(desk, ann, field, value, said):
    customer = make_customer(ann)
    before = everything()
    card = {"name": "王工", "phone": "0571-8812 3456", "email": "wang@example.com"} | {field: value}

    answer = desk.post(f"/customers/{customer.pk}/contacts/new/", card)

    assert (answer.status_code, everything()) == (422, before)
    assert said in words(answer) and Contact.objects.count() == 1


def test_s3_the_live_check_and_the_server_refuse_a_line_with_the_same_words(desk, ann):
    customer, product = make_customer(ann), make_product("A-1")
    data = typed(customer, (product, "minus two"), submit="1")
    before = everything()

    live, sent = desk.post("/orders/check/", data), desk.post("/orders/new/", data)

    assert (sent.status_code, everything()) == (422, before)
    faults = re.findall(r"[^.>]*minus two[^.<]*|Enter a number[^<]*", live.content.decode())
    assert faults and all(one in sent.content.decode() for one in faults)


@pytest.mark.parametrize("text", ["轴承", "zc", "Be"])
def test_s6_two_letters_list_what_fits_and_what_this_customer_bought_stands_first(desk, ann, bo, text):
    first, second = make_product("A-1"), make_product("B-2")
    index_products([first.pk, second.pk])
    customer = make_customer(ann)
    index_customer(customer)
    submit_order(make_draft(ann, customer, [(second, 1)]).pk, actor=ann)

    found = desk.get("/orders/products.json", {"q": text, "customer": customer.code}).json()["items"]

    assert [item["value"] for item in found] == [second.code, first.code]
    assert [one["value"] for one in desk.get("/customers/customers.json", {"q": "hz"}).json()["items"]] == ["C-1"]


def test_s14_numbers_follow_the_houses_pattern_and_never_repeat(ann, bo):
    customer, product = make_customer(ann), make_product("A-1")
    numbers = [submit_order(make_draft(ann, customer, [(product, n)]).pk, actor=ann).number for n in (1, 2, 3)]

    assert len(set(numbers)) == 3
    assert all(re.fullmatch(rf"SO-{clock.today():%Y%m}-\d{{4,}}", number) for number in numbers)
    assert numbers == sorted(numbers)


def test_s14_a_second_product_or_customer_with_the_same_code_is_refused(ann):
    make_product("A-1")
    make_customer(ann, "C-1")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_product("A-1")
    with pytest.raises(Exception, match="C-1"), transaction.atomic():
        create_customer(CustomerCard(name="another", code="C-1", terms=terms_30(), owner=ann), actor=ann)

    assert Product.objects.count() == 1


def test_s26_the_tier_changes_who_is_asked_and_who_is_served_first(ann, bo):
    product = make_product("A-1", price="10")
    fresh = submit_order(make_draft(ann, make_customer(ann, "C-1", tier="new"), [(product, 1)]).pk, actor=ann)
    known = submit_order(make_draft(ann, make_customer(ann, "C-2", tier="standard"), [(product, 1)]).pk, actor=ann)

    assert [Step.objects.filter(request__order=order).count() for order in (fresh, known)] == [1, 0]

    usual = confirmed(ann, [(product, 5)], make_customer(ann, "C-3", tier="standard"))
    key = confirmed(ann, [(product, 5)], make_customer(ann, "C-4", tier="key"))
    stocked(product, 5)
    deliver_messages()
    assert [OrderLine.objects.get(order=order).reserved for order in (key, usual)] == [5, 0]


def test_s45_an_order_has_one_owner_and_handing_it_over_is_logged_and_told(desk, client, ann, bo):
    ida = make_person("ida", "sales", manager=bo)
    order = make_draft(ann, make_customer(ann), [(make_product("A-1"), 1)])
    assert order.owner == ann

    hand_over_order(order.pk, to=ida, actor=bo)
    while outbox.sweep():
        pass

    order = Order.objects.get()
    event = Event.objects.get(stream=order.stream, name="order.handed_over")
    assert (order.owner, order.holder, event.actor) == (ida, ida, bo)
    assert list(Message.objects.filter(channel="inbox").values_list("user__username", "subject")) == [
        ("ida", f"Order {order.ref} is yours now")
    ]
    desk.force_login(bo)
    assert "Ida" in words(desk.get(f"/orders/{order.ref}/"))


def test_s58_while_typing_sales_sees_what_is_free_what_comes_and_when(desk, ann, bo):
    product, customer = make_product("A-1", price="10"), make_customer(ann)
    shelf = stocked(product, 40)
    confirmed(ann, [(product, 30)], customer)
    day = clock.today() + datetime.timedelta(days=5)
    ExpectedReceipt.objects.create(
        product=product, warehouse=shelf.warehouse, expected_on=day, quantity=D(50), label="PO-118"
    )

    shown = words(desk.post("/orders/check/", typed(customer, (product, 25))))

    assert "A-1: 25 needed, 10 available now" in shown
    assert f"PO-118 {day} +50" in shown
    found = desk.get("/orders/products.json", {"q": "A-1", "customer": customer.code}).json()["items"]
    assert "10 free" in found[0]["meta"]


@pytest.mark.parametrize(("at_once", "held"), [(True, [5, 5]), (False, [0, 5])])
def test_s60_a_rule_decides_whether_stock_is_set_aside_with_the_approval_or_with_the_confirmation(
    ann, bo, settings, at_once, held
):
    """The switch of confirming by itself is that rule: on, the approval sets goods aside; off, the owner does."""
    settings.GENDAN_AUTO_CONFIRM = at_once
    product = make_product("A-1", price="10")
    stocked(product, 20)

    order = submit_order(make_draft(ann, make_customer(ann), [(product, 5)]).pk, actor=ann)
    moments = [StockItem.objects.get().reserved]
    if not at_once:
        confirm_order(order.pk, actor=ann)
    moments.append(StockItem.objects.get().reserved)

    assert moments == held
