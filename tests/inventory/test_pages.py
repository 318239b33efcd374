"""The pages of stock: what each person sees, and what is booked from them."""

from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.test import RequestFactory
from django.urls import reverse

from inventory.models import ReorderRule, StockItem, StockMove
from inventory.panels import STOCK
from tests.cast import make_customer, make_product
from tests.inventory.builders import confirmed, make_warehouse, stocked

pytestmark = pytest.mark.django_db
D = Decimal


def rows(response) -> list[str]:
    return [item.product.code for item in response.context["page"].rows]


def listed(client, **query) -> list[str]:
    return sorted(rows(client.get(f"{reverse('inventory:list')}?{urlencode(query)}")))


def test_the_stock_list_is_found_and_narrowed(client, ann):
    bolt = make_product("B-77", name="内六角螺栓", barcode="2000000000077")
    belt, motor = make_product("T-12"), make_product("M-9")
    near, far = make_warehouse("W1"), make_warehouse("W2", default=False)
    stocked(bolt, 20, near)
    stocked(belt, 5, far)
    stocked(motor, 3, near)
    ReorderRule.objects.create(product=bolt, warehouse=near, minimum=50, maximum=100)
    confirmed(ann, [(motor, 4)])
    client.force_login(ann)

    assert listed(client) == ["B-77", "M-9", "T-12"]
    assert listed(client, q="b-77") == ["B-77"]
    assert listed(client, q="2000000000077") == ["B-77"]
    assert listed(client, q="nothing like it") == []
    assert listed(client, warehouse="W2") == ["T-12"]
    assert listed(client, state="short") == ["M-9"]
    assert listed(client, state="below") == ["B-77"]
    assert listed(client, state="free") == ["B-77", "T-12"]
    assert listed(client, state="' OR 1=1", warehouse="nowhere") == ["B-77", "M-9", "T-12"]


def test_the_page_of_a_shelf_shows_moves_holders_and_who_waits_in_turn(client, ann, cem):
    product = make_product()
    item = stocked(product, 10)
    holder = confirmed(ann, [(product, 8)], make_customer(ann, "C-1"))
    short = confirmed(ann, [(product, 5)], make_customer(ann, "C-2"))
    client.force_login(cem)

    page = client.get(item.get_absolute_url())

    assert [(row.order, row.quantity) for row in page.context["holders"]] == [(holder, D(8)), (short, D(2))]
    assert [(row.order, row.quantity) for row in page.context["waiting"]] == [(short, D(3))]
    assert [(move.quantity, move.to_place.kind) for move in page.context["page"].rows] == [(D(10), "stock")]
    assert page.context["held_unseen"] == D(0)


def test_who_may_not_see_an_order_sees_only_that_its_goods_are_taken(client, ann, eve):
    product = make_product()
    item = stocked(product, 10)
    order = confirmed(ann, [(product, 8)])
    client.force_login(eve)

    page = client.get(item.get_absolute_url())

    assert (page.context["holders"], page.context["held_unseen"]) == ([], D(8))
    assert order.number not in page.content.decode()


def post_goods(client, **typed):
    values = {"product": "A-1043", "quantity": "5", "warehouse": make_warehouse().pk, "reason": "PO 7"} | typed
    return client.post(reverse("inventory:receive"), values)


def test_arrived_goods_are_booked_once_however_often_the_form_arrives(client, cem):
    make_product(barcode="2000000000011")
    client.force_login(cem)

    answers = [post_goods(client, product="2000000000011", once="the-same-key") for _twice in range(2)]

    item = StockItem.objects.get()
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, item.get_absolute_url())] * 2
    assert (item.on_hand, StockMove.objects.get().reason) == (D(5), "PO 7")


@pytest.mark.parametrize(
    ("field", "value"),
    [("quantity", value) for value in ("-1", "0", "NaN", "Infinity", "1e18", "abc", "5\x00", "0.5", "", "9" * 30)]
    + [("product", "X-nothing"), ("product", "A-1043\x00"), ("reason", ""), ("reason", "a\x00b"), ("warehouse", "0")],
)
def test_a36_nonsense_is_answered_at_its_field_and_nothing_is_booked(client, cem, field, value):
    make_product()
    client.force_login(cem)

    answer = post_goods(client, **{field: value})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert (StockMove.objects.count(), StockItem.objects.count()) == (0, 0)


@pytest.mark.parametrize("value", ["-1", "NaN", "1e18", "abc", "\x00", "0.5"])
def test_a36_a_nonsense_count_is_answered_at_its_field_and_changes_nothing(client, cem, value):
    item = stocked(make_product(), 10)
    client.force_login(cem)

    answer = client.post(reverse("inventory:count", args=[item.pk]), {"counted": value, "reason": "x", "book": "10"})

    item.refresh_from_db()
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["counted"])
    assert (item.on_hand, StockMove.objects.count()) == (D(10), 1)


def test_a_count_says_its_consequence_and_corrects_the_shelf(client, cem):
    item = stocked(make_product(), 10)
    client.force_login(cem)
    address = reverse("inventory:count", args=[item.pk])

    asked = client.get(address)
    answer = client.post(address, {"counted": "7", "reason": "three broke", "book": "10"})

    item.refresh_from_db()
    assert "10" in asked.context["verb"].consequence
    assert (answer.status_code, item.on_hand) == (302, D(7))


def test_a_count_taken_before_goods_moved_is_refused(client, cem):
    product = make_product()
    item = stocked(product, 10)
    client.force_login(cem)
    stocked(product, 5)

    answer = client.post(
        reverse("inventory:count", args=[item.pk]), {"counted": "9", "reason": "one broke", "book": "10"}
    )

    item.refresh_from_db()
    assert (answer.status_code, item.on_hand) == (409, D(15))


@pytest.mark.parametrize("name", ["receive", "count"])
def test_sales_may_look_at_stock_but_not_change_it(client, ann, name):
    item = stocked(make_product(), 10)
    client.force_login(ann)

    address = reverse(f"inventory:{name}", args=[item.pk] if name == "count" else [])

    assert (client.get(address).status_code, client.post(address, {"counted": "1"}).status_code) == (403, 403)
    assert StockMove.objects.count() == 1


def test_the_anonymous_are_led_to_sign_in(client):
    item = stocked(make_product(), 1)

    for address in (reverse("inventory:list"), item.get_absolute_url(), reverse("inventory:products")):
        assert client.get(address).status_code == 302


def test_reserving_again_sets_aside_what_arrived_since_or_says_why_not(client, ann, cem):
    product = make_product()
    make_warehouse()
    order = confirmed(ann, [(product, 4)])
    client.force_login(ann)
    address = reverse("inventory:reserve", args=[order.ref])

    refused = client.post(address)
    stocked(product, 10)
    done = client.post(address)

    assert (refused.status_code, done.status_code) == (409, 302)
    assert order.lines.get().reserved == D(4)


def test_an_order_of_another_department_cannot_be_reserved_for(client, ann, eve):
    order = confirmed(ann, [(make_product(), 4)])
    client.force_login(eve)

    assert client.post(reverse("inventory:reserve", args=[order.ref])).status_code == 404


def test_products_are_found_with_what_is_free_of_them(client, cem):
    stocked(make_product(), 12)
    client.force_login(cem)

    found = client.get(reverse("inventory:products"), {"q": "A-1043"}).json()["items"]

    assert [(item["value"], item["meta"].split()[0]) for item in found] == [("A-1043", "12")]


def test_the_order_page_shows_what_is_set_aside_and_what_is_missing(rf: RequestFactory, ann, cem):
    product, other = make_product(), make_product("B-2")
    stocked(product, 6)
    order = confirmed(ann, [(product, 10), (other, 3)])
    request = rf.get("/")
    request.user = ann

    shown = STOCK.context(request, order)

    assert [(row.position, [part.quantity for part in row.held], row.missing) for row in shown["lines"]] == [
        (1, [D(6)], D(4)),
        (2, [], D(3)),
    ]
    assert shown["may_reserve"] is True


def test_the_pages_ask_the_database_within_their_budget(client, cem, ann, django_assert_max_num_queries):
    items = [stocked(make_product(f"P-{n}"), 10) for n in range(12)]
    for n in range(6):
        confirmed(ann, [(items[0].product, 2)], make_customer(ann, f"C-{n}"))
    client.force_login(cem)
    client.get(reverse("inventory:list"))

    with django_assert_max_num_queries(9):
        client.get(reverse("inventory:list"))
    with django_assert_max_num_queries(14):
        client.get(items[0].get_absolute_url())
