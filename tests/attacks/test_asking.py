"""A15, A16: what stands behind the question mark is answered or ignored, and never asks the database itself."""

import re

import pytest

from tests.access import places
from tests.attacks.page_form import asked_names

HOSTILE = (
    "-id;--", "?", "'", '"', "';SELECT pg_sleep(9)--", "id) OR (1=1", "core_user.password", "1/0", "\x00", "%00",
    "-" * 3000, "9" * 40, "-1", "NaN", "0001-01-01", "9999-99-99", "x" * 3000, "🦆", "\\", "((((((", "a & | !", ":*",
    "{}", "[]", "__class__",
)  # fmt: skip
USUAL = (
    "q",
    "tab",
    "sort",
    "order",
    "o",
    "after",
    "before",
    "page",
    "state",
    "stage",
    "customer",
    "owner",
    "from",
    "to",
)
LEAKS = (
    "owner__password__startswith", "owner__password", "customer__owner__password__regex", "holder__email__contains",
    "order__owner__password__startswith", "department__members__password__startswith", "id__gt", "pk", "_connector",
    "_negated", "password", "lines__product__cost__gt", "search__holds", "state__in", "customer__note__icontains",
)  # fmt: skip
LISTS = (
    "home", "search", "notifications:list", "catalog:list", "catalog:find", "customers:list", "customers:find",
    "orders:list", "orders:products", "orders:imports", "approvals:inbox", "inventory:list", "inventory:products",
    "finance:list", "finance:payments", "finance:to_bill", "finance:credits", "shipping:list", "shipping:shipments",
    "reports:live", "reports:figure", "reports:stage", "orders:order", "inventory:item", "customers:customer",
)  # fmt: skip
ALWAYS_OTHER = (r'name="csrfmiddlewaretoken" value="[^"]+"', r'name="once" value="[^"]+"', r'nonce="[^"]+"')
PAGES = dict(places.names())


def plain(page: str) -> str:
    """The page without what is drawn anew each time, the address itself and the clock."""
    for secret in ALWAYS_OTHER:
        page = re.sub(secret, "", page)
    return page


def rows_of(page: str) -> list[str]:
    """What is listed: every link to a thing of the house, and every code a finder offers."""
    return re.findall(r'href="(/[^"?#]+)"', page) + re.findall(r'"value": ?"([^"]*)"', page)


def reader(name: str) -> str:
    return "ida" if "import" in name else "dot" if name.startswith("finance") else "bo"


@pytest.mark.timeout(900)
def test_a15_hostile_questions_are_answered_or_refused_and_never_break_the_house(house, sign_in):
    found, tried = [], 0
    for name in LISTS:
        client = sign_in(reader(name))
        url = places.address(name, PAGES[name], house.values)
        names = sorted(asked_names(client.get(url).content.decode()) | set(USUAL))
        for text in HOSTILE:
            answer = client.get(url, dict.fromkeys(names, text))
            tried += 1
            if answer.status_code not in (200, 302, 400, 404):
                found.append((name, text[:20], answer.status_code))
        for asked in names:
            answer = client.get(url, {asked: "'\x00;--"})
            if answer.status_code not in (200, 302, 400, 404):
                found.append((name, asked, answer.status_code))

    assert found == []
    assert tried > 500


@pytest.mark.timeout(900)
def test_a16_fields_of_the_database_cannot_be_asked_for(house, sign_in):
    found = []
    for name in LISTS:
        client = sign_in(reader(name))
        url = places.address(name, PAGES[name], house.values)
        usual = rows_of(client.get(url).content.decode())
        for leak in LEAKS:
            for text in ("p", "no-such-thing-anywhere"):
                answer = client.get(url, {leak: text})
                if answer.status_code != 200 or rows_of(answer.content.decode()) != usual:
                    found.append((name, leak, text, answer.status_code))

    assert found == []


def test_a16_exports_cannot_be_widened_by_the_address(house, sign_in):
    client = sign_in("ann")
    usual = client.get("/orders/export/?format=csv")

    for leak in ("owner__password__startswith", "_connector", "department", "id__gt"):
        assert client.get("/orders/export/", {"format": "csv", leak: "p"}).content == usual.content
