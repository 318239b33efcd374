"""S21: the customer's page shows their contracts with what is used and left of each product, and until when."""

import re

import pytest

from orders.services import submit_order
from tests.cast import make_customer, make_draft, make_person, make_product
from tests.orders.contracts import days, draft_contract, signed

pytestmark = pytest.mark.django_db


def panel(client, person, customer) -> str | None:
    client.force_login(person)
    client.cookies["django_language"] = "en"
    html = client.get(customer.get_absolute_url()).content.decode()
    start = html.find('id="panel-contracts"')
    if start < 0:
        return None
    return " ".join(re.sub(r"<[^>]+>", " ", html[start : html.find("</section>", start)]).split())


def test_s21_used_and_left_quantity_and_the_last_day_are_shown(client, ann):
    customer, product, free = make_customer(ann), make_product("A-1", price="100"), make_product("B-2", price="5")
    contract = signed(ann, customer, [(product, "100", "500"), (free, "5", None)], valid_until=days(20))
    submit_order(make_draft(ann, customer, [(product, 120)]).pk, actor=ann)

    shown = panel(client, ann, customer)

    assert contract.number in shown and f"{days(20)}" in shown and "20 days left" in shown
    assert re.search(r"A-1 500 \S+ 120 380", shown)
    assert re.search(r"B-2 any quantity 0 --", shown)


def test_s21_what_ran_out_says_so_and_finished_contracts_are_left_out(client, ann, bo):
    customer, product = make_customer(ann), make_product("A-1", price="100")
    out = signed(ann, customer, [(product, "100", "5")], valid_until=days(-1), title="Old")
    draft = draft_contract(ann, customer, [(product, "90", "5")], title="New")

    shown = panel(client, ann, customer)

    assert shown.index(out.number) < shown.index("Ran out") < shown.index(draft.number)


def test_s21_only_who_may_see_contracts_sees_the_panel(client, ann, eve):
    customer, product = make_customer(ann), make_product("A-1", price="100")
    contract = signed(ann, customer, [(product, "100", "5")])
    buyer = make_person("ulf", "buyer", department="Buying")

    client.force_login(buyer)
    answer = client.get(customer.get_absolute_url())
    assert contract.number not in answer.content.decode()
    client.force_login(eve)
    assert client.get(customer.get_absolute_url()).status_code == 404
    assert "No contract is in force." in (panel(client, ann, make_customer(ann, "C-2")) or "")
