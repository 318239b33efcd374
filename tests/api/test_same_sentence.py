"""S3: what the page says of a bad value, the API says word for word; neither writes anything."""

from typing import Any

import pytest
from django.test import Client

from tests.api.builders import Caller, error
from tests.orders.pages import everything, typed

pytestmark = pytest.mark.django_db

HEAD = (
    ("wanted_on", "2026-02-30"), ("wanted_on", "9999-12-31"), ("wanted_on", "1999-12-31"), ("wanted_on", "soon"),
    ("wanted_on", "٢٠٢٦-٠١-٠١"), ("freight", "-1"), ("freight", "0.001"), ("freight", "NaN"), ("freight", "10000000"),
    ("customer", "nobody"), ("customer", ""), ("customer_po", "x" * 61), ("ship_to", "999999"), ("terms", "999999"),
    ("kind", "rushed"), ("channel", "smoke"), ("clause", "99999999999999999999"), ("note", "x" * 2001),
    ("instructions", "x" * 501), ("own_terms", "x" * 2001),
)  # fmt: skip
LINE = (
    ("quantity", "-1"), ("quantity", "0"), ("quantity", "1e18"), ("quantity", "Infinity"), ("quantity", "0.0000001"),
    ("quantity", "10000000"), ("quantity", ""), ("quantity", "1,2"), ("price", "-1"), ("price", "CNY 5"),
    ("price", "0.0000001"), ("discount", "101"), ("discount", "5 %"), ("unit", "barrel"), ("product", "nothing"),
    ("product", ""), ("wanted_on", "2026-13-01"), ("note", "x" * 251), ("part", "x" * 81),
)  # fmt: skip
CUSTOMER = (
    ("tax_number", "91330106MA2CFHGP38"), ("tax_number", "91330106MA2CFHGPO7"), ("tax_number", "???"),
    ("tax_number", "x"), ("name", ""), ("name", "x" * 201), ("currency", "KWD"), ("currency", "EURO"),
    ("tier", "gold"), ("terms", "999999"), ("terms", ""), ("price_list", "999999"), ("note", "x" * 2001),
)  # fmt: skip
CONTACT = (
    ("phone", "call me"), ("phone", "12"), ("phone", "0571-8812 3456 x"), ("phone", "1" * 41), ("email", "no-mail"),
    ("name", ""), ("name", "x" * 81),
)  # fmt: skip


@pytest.fixture
def desk(ann) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(ann, backend="core.backends.RoleBackend")
    return client


def sentences(form: Any) -> dict[str, list[str]]:
    return {name: [str(one) for one in found] for name, found in form.errors.items()}


@pytest.mark.parametrize("submit", [False, True])
def test_s3_the_header_and_the_lines_of_an_order(desk, shop: Caller, order, customer, submit):
    before, told = everything(), []
    page = typed(customer, once="", shown_for=customer.code)
    page |= {"wanted_on": order["wanted_on"], "lines-TOTAL_FORMS": "1", "submit" if submit else "save": "1"}
    row = {"product": "A-1", "quantity": "10"}
    for name, value, in_line in [*((*one, False) for one in HEAD), *((*one, True) for one in LINE)]:
        cells = row | ({name: value} if in_line else {})
        head = {} if in_line else {name: value}
        shown = desk.post("/orders/new/", page | {f"lines-0-{key}": text for key, text in cells.items()} | head)
        answer = shop.post("orders/", order | {"lines": [cells], "submit": submit} | head)

        form = shown.context["lines"].forms[0] if in_line else shown.context["head"]
        there = {f"lines.0.{key}" if in_line else key: found for key, found in sentences(form).items()}
        assert (shown.status_code, answer.status_code) == (422, 422), (name, value)
        assert error(answer)["fields"] == there and there, (name, value)
        told.append((name, value))

    assert len(told) == 39
    assert everything() == before


def test_s3_a_customers_tax_id_and_the_rest_of_the_card(desk, shop: Caller, customer):
    good = {"name": "杭州新客户", "terms": str(customer.terms_id), "tier": "new", "currency": "CNY"}
    before = everything()
    for name, value in CUSTOMER:
        shown = desk.post("/customers/new/", good | {name: value})
        answer = shop.post("customers/", good | {name: value})

        assert (shown.status_code, answer.status_code) == (422, 422), (name, value)
        assert error(answer)["fields"] == sentences(shown.context["form"]), (name, value)
        assert list(error(answer)["fields"]) == [name], (name, value)

    assert everything() == before


def test_s3_a_contacts_phone(desk, shop: Caller, customer):
    good = {"name": "王工", "phone": "0571-8812 3456"}
    before = everything()
    for name, value in CONTACT:
        shown = desk.post(f"/customers/{customer.pk}/contacts/new/", good | {name: value})
        answer = shop.post(f"customers/{customer.pk}/contacts/", good | {name: value})

        assert (shown.status_code, answer.status_code) == (422, 422), (name, value)
        assert error(answer)["fields"] == sentences(shown.context["form"]), (name, value)

    assert everything() == before


def test_s3_what_is_right_is_taken_by_both(shop: Caller, customer, ann):
    card = {"name": "杭州新客户", "terms": customer.terms_id, "tax_number": "91330106MA2CFHGP39", "code": "C-9"}
    made = shop.post("customers/", card)
    assert made.status_code == 201, made.json()
    person = {"name": "王工", "phone": "0571-8812 3456", "main": True}
    told = shop.post(f"customers/{made.json()['id']}/contacts/", person)

    assert (made.status_code, told.status_code) == (201, 201)
    assert [one["name"] for one in told.json()["contacts"]] == ["王工"]
    fresh = type(customer).objects.get(code="C-9")
    assert (fresh.owner, fresh.domestic, fresh.active, fresh.tax_number) == (ann, True, True, "91330106MA2CFHGP39")
    assert fresh.contacts.get().phone == "0571-8812 3456"


def test_s3_in_chinese_too(desk, shop: Caller, order, customer):
    page = typed(customer, shown_for=customer.code) | {"freight": "-1", "save": "1"}
    shown = desk.post("/orders/new/", page, headers={"Accept-Language": "zh-hans"})

    answer = shop.post("orders/", order | {"freight": "-1"}, language="zh-hans")

    assert error(answer)["fields"]["freight"] == sentences(shown.context["head"])["freight"]
    assert "0" in error(answer)["fields"]["freight"][0] and not error(answer)["fields"]["freight"][0].isascii()
