"""The lists, and how many questions each answer asks of the database, whatever its length."""

import pytest

from catalog.services import index_products
from core.models import User
from customers.services.searching import index_customer
from inventory.models import Warehouse
from inventory.services import receive_goods
from orders.services import place_hold
from tests.api.builders import Caller
from tests.cast import make_customer, make_draft, make_product
from tests.query_counts import counted

pytestmark = pytest.mark.django_db


def test_orders_are_found_by_search_state_stage_and_customer(shop: Caller, ann, customer):
    other = make_customer(ann, "C-2")
    draft = make_draft(ann, customer, customer_po="PO-77")
    ended = make_draft(ann, other, [])
    shop.post(f"orders/{ended.pk}/cancel/", {"reason": "x"})

    def refs(query: str) -> list[str]:
        return [one["ref"] for one in shop.get(f"orders/?{query}").json()["items"]]

    assert refs("") == [ended.ref, draft.ref]
    assert refs("q=PO-77") == refs("state=draft") == refs("stage=entry") == refs("customer=C-1") == [draft.ref]
    assert refs("state=cancelled") == [ended.ref]
    assert refs("q=nothing-of-it") == []


def test_products_customers_and_stock(shop: Caller, cem, customer):
    bearing, belt = make_product("A-1", price="86.005"), make_product("B-2", name="同步带")
    index_products([bearing.pk, belt.pk])
    index_customer(customer)
    place = Warehouse.objects.create(code="W1", name="Main", default=True)
    receive_goods(warehouse_id=place.pk, items=[(bearing.pk, 12), (belt.pk, 3)], actor=cem)

    found = shop.get("products/?q=A-1").json()["items"]
    assert [(one["code"], one["list_price"], one["unit"]) for one in found] == [("A-1", "86.005", "pc")]
    assert "cost" not in found[0]
    party = shop.get("customers/?q=C-1").json()["items"][0]
    assert (party["code"], party["terms"]["name"], party["credit"]["limit"]) == ("C-1", "Net 30", "1000000.00")
    assert [one["text"] for one in party["addresses"]] == ["杭州 转塘 3 号库 310024"]
    stock = shop.get("stock/?product=A-1").json()["items"]
    assert [(one["product"], one["warehouse"], one["on_hand"], one["available"]) for one in stock] == [
        ("A-1", "W1", "12", "12")
    ]
    assert {one["product"] for one in shop.get("stock/").json()["items"]} == {"A-1", "B-2"}


def test_the_index_says_who_one_is_and_what_there_is(shop: Caller, customer):
    told = shop.get("").json()

    assert (told["user"], told["key"]) == ("ann", shop.token[:12])
    assert [one["name"] for one in told["payment_terms"] if one["id"] == customer.terms_id] == ["Net 30"]
    for url in told["links"].values():
        assert shop.get(url).status_code in (200, 405), url


def test_a_list_asks_as_much_for_fifty_orders_as_for_five(shop: Caller, ann, customer):
    product = make_product("A-1")
    for wanted in (5, 50):
        for _n in range(wanted - len(shop.get("orders/?page_size=200").json()["items"])):
            make_draft(ann, customer, [(product, 1)])
        with counted("api.orders", budget=8) as asked:
            assert len(shop.get("orders/").json()["items"]) == wanted
        assert len(asked) == 4


@pytest.mark.parametrize("lines", [5, 50])
def test_an_order_asks_as_much_with_fifty_lines_as_with_five(shop: Caller, ann: User, customer, lines):
    order = make_draft(ann, customer, [(make_product(f"A-{n}"), 1) for n in range(lines)])
    place_hold(order.pk, kind="manual", stops=["dispatch"], reason="wait", actor=ann)
    shop.get("")

    with counted("api.order", budget=10) as asked:
        told = shop.get(f"orders/{order.ref}/").json()

    assert (len(told["lines"]), [one["reason"] for one in told["holds"]]) == (lines, ["wait"])
    assert len(asked) == 7


@pytest.mark.parametrize("path", ["products", "customers", "stock"])
def test_the_other_lists_ask_as_much_for_twelve_rows_as_for_two(shop: Caller, ann, cem, customer, path):
    place = Warehouse.objects.create(code="W1", name="Main", default=True)
    found = []
    for more in (range(2, 4), range(4, 14)):
        goods = [make_product(f"A-{n}") for n in more]
        receive_goods(warehouse_id=place.pk, items=[(one.pk, 1) for one in goods], actor=cem)
        for n in more:
            make_customer(ann, f"C-{n}")
        shop.get("")
        with counted(f"api.{path}", budget=8) as asked:
            found.append((len(shop.get(f"{path}/").json()["items"]), len(asked)))

    assert found[0][1] == found[1][1] and found[1][0] - found[0][0] == 10
