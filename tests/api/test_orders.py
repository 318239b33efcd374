"""An order through the API: entered, looked at, handed in, taken back, ended; each as its page would."""

import datetime
from decimal import Decimal

import pytest

from core import clock
from core.models import Event
from orders.models import Order
from tests.api.builders import Caller, error
from tests.cast import make_customer, make_draft, make_product
from tests.orders.pages import everything

pytestmark = pytest.mark.django_db


def test_an_order_is_entered_as_a_draft_of_whoever_gave_the_key(shop: Caller, order, ann):
    answer = shop.post("orders/", order | {"customer_po": "PO-7", "freight": 12.5})

    told = answer.json()
    saved = Order.objects.get()
    assert answer.status_code == 201
    assert (saved.owner, saved.state, saved.channel, saved.customer_po) == (ann, "draft", "system", "PO-7")
    assert (told["id"], told["ref"], told["number"], told["state"]) == (saved.pk, f"D-{saved.pk}", None, "draft")
    assert (told["net"], told["tax"], told["freight"], told["total"]) == ("860.00", "111.80", "12.50", "984.30")
    assert told["customer"] == {"code": "C-1", "name": "Yunqi Precision C-1"}
    assert told["stage"] == {
        "name": "entry",
        "holder": {"username": "ann", "name": "Ann"},
        "holder_role": "",
        "since": told["stage"]["since"],
        "until": None,
    }
    assert [event.actor for event in Event.objects.filter(topic=saved.stream)] == [ann, ann]


def test_a_line_tells_all_its_quantities(shop: Caller, order):
    line = shop.post("orders/", order).json()["lines"][0]

    quantities = ("cancelled", "reserved", "picked", "shipped", "accepted", "returned_credit", "returned_replace",
                  "reshipped", "invoiced", "credited")  # fmt: skip
    assert {name: line[name] for name in ("product", "quantity", "ordered", "unit_price", "unit")} == {
        "product": "A-1",
        "quantity": "10",
        "ordered": "10",
        "unit_price": "86",
        "unit": "pc",
    }
    assert {line[name] for name in quantities} == {"0"}


def test_with_submit_it_is_handed_in_at_once(shop: Caller, order):
    told = shop.post("orders/", order | {"submit": True}).json()

    saved = Order.objects.get()
    assert told["ref"] == saved.number and told["state"] == saved.state != "draft"
    assert saved.revisions.count() == 1
    assert {one["code"] for one in told["findings"]} == {
        one["code"] for one in saved.revisions.get().findings
    }


def test_s3_what_a_check_stops_is_refused_and_not_even_a_draft_is_left(shop: Caller, order):
    before = everything()
    late = order | {"wanted_on": (clock.today() - datetime.timedelta(days=1)).isoformat(), "submit": True}

    answer = shop.post("orders/", late)

    assert answer.status_code == 422
    assert error(answer)["code"] == "blocked"
    assert [one["message"] for one in answer.json()["findings"]] == ["The delivery date is in the past."]
    assert everything() == before


def test_a_check_that_asks_for_a_reason_gets_one(shop: Caller, order):
    shop.post("orders/", order | {"customer_po": "PO-7", "submit": True})

    again = order | {"customer_po": "PO-7", "submit": True}
    refused = shop.post("orders/", again)
    taken = shop.post("orders/", again | {"reason": "two deliveries"})

    assert (refused.status_code, error(refused)["code"]) == (422, "needs_reason")
    assert taken.status_code == 201
    assert Order.objects.count() == 2


def test_the_check_prices_and_examines_and_writes_nothing(shop: Caller, order):
    before = everything()

    lines = [{"product": "A-1", "quantity": "10"}, {"quantity": "x"}]
    told = shop.post("orders/check/", order | {"lines": lines}, once="")

    found = told.json()
    assert told.status_code == 200
    assert found["fields"] == {"lines.1.product": ["This field is required."], "lines.1.quantity": ["Enter a number."]}
    assert (found["priced"]["net"], found["priced"]["total"]) == ("860.00", "971.80")
    assert "stock" in {one["heading"] for one in found["findings"]}
    assert everything() == before


def test_a_finding_names_the_line_of_the_request(shop: Caller, order):
    make_product("A-2", active=False)
    told = shop.post("orders/check/", order | {"lines": [{}, {"product": "A-2", "quantity": "1"}]}).json()

    stopped = [one for one in told["findings"] if one["line"] is not None and one["level"] == "stop"]
    assert [(one["line"], one["field"]) for one in stopped] == [(1, "lines.1")]


def test_the_verbs_move_an_order_and_come_back_with_it(shop: Caller, order):
    draft = shop.post("orders/", order | {"lines": [{"product": "A-1", "quantity": "900"}]}).json()

    handed_in = shop.post(f"orders/{draft['id']}/submit/", {"reason": "much of it"})
    back = shop.post(f"orders/{handed_in.json()['ref']}/recall/")
    ended = shop.post(f"orders/{draft['id']}/cancel/", {"reason": "not wanted", "lost_by": "customer"})

    assert [one.status_code for one in (handed_in, back, ended)] == [200, 200, 200]
    assert [one.json()["state"] for one in (handed_in, back, ended)] == ["pending_approval", "draft", "cancelled"]
    assert Order.objects.get().lost_by == "customer"


def test_a37_a_move_that_is_not_possible_now_is_409_and_changes_nothing(shop: Caller, ann, customer):
    draft = make_draft(ann, customer)
    before = everything()

    answer = shop.post(f"orders/{draft.pk}/recall/")

    assert (answer.status_code, error(answer)["code"]) == (409, "wrong_state")
    assert everything() == before


def test_an_order_is_found_by_number_mark_and_id(shop: Caller, order):
    told = shop.post("orders/", order | {"submit": True}).json()

    found = [shop.get(f"orders/{name}/").json()["id"] for name in (told["ref"], f"D-{told['id']}", told["id"])]
    assert found == [told["id"]] * 3


def test_addresses_are_the_customers_own_however_the_code_is_spelt(shop: Caller, order, ann, customer):
    foreign = make_customer(ann, "C-2").addresses.get()

    answer = shop.post("orders/", order | {"customer": "c-1", "ship_to": foreign.pk})

    assert error(answer)["fields"] == {"ship_to": ["This is not an address of the customer."]}
    own = customer.addresses.get()
    assert shop.post("orders/", order | {"customer": "c-1", "ship_to": own.pk}).status_code == 201
    assert Order.objects.get().ship_to == own


def test_numbers_are_read_as_they_are_written(shop: Caller, order):
    told = shop.post("orders/", order | {"lines": [{"product": "A-1", "quantity": 3, "price": 0.1}]}).json()

    assert Order.objects.get().lines.get().unit_price == Decimal("0.1")
    assert (told["lines"][0]["quantity"], told["lines"][0]["unit_price"], told["net"]) == ("3", "0.1", "0.30")
