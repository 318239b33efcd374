"""A36 for the other desks: changes and templates of orders, and where prices, rates, limits and terms are kept."""

import pytest

from core.models import User
from tests.attacks.books import books
from tests.attacks.test_nonsense import says_why, send, wrongs
from tests.attacks.writing import ACTS, Act

DESKS = (
    Act("orders:change", "ann", ("order",),
        typed={"lines-0-quantity": "3", "cause": "customer", "reason": "as agreed"},
        numbers=("lines-0-quantity", "lines-0-price", "lines-0-discount", "freight"),
        days=("wanted_on", "lines-0-wanted_on"),
        words=("customer_po", "note", "reason", "lines-0-note", "lines-0-unit", "lines-0-product", "cause", "terms",
               "ship_to")),
    Act("orders:save-template", "ann", ("order",), typed={"name": "As always"}, words=("name",)),
    Act("admin:catalog_pricelist_add", "ida", typed={"name": "2027", "currency": "CNY"},
        days=("valid_from", "valid_until"), words=("name", "currency")),
    Act("admin:catalog_price_add", "ida", typed={"product": "@product_pk", "price": "5", "from_quantity": "0"},
        numbers=("price", "from_quantity")),
    Act("admin:catalog_exchangerate_add", "ida", typed={"currency": "USD", "on": "2026-01-05", "rate": "7.1"},
        numbers=("rate",), days=("on",), words=("currency",)),
    Act("admin:orders_discountlimit_add", "ida", typed={"role": "sales", "percent": "8"},
        numbers=("percent",), words=("role",)),
    Act("admin:orders_entrytemplate_add", "ida", typed={"name": "Monthly"},
        words=("name", "kind", "channel", "instructions", "note")),
    Act("admin:orders_termsclause_add", "ida",
        typed={"code": "WARRANTY", "title": "Warranty", "text": "One year."},
        words=("code", "title", "title_en", "text", "text_en")),
)  # fmt: skip


def pairs(*acts: Act) -> int:
    return sum(1 for act in acts for _wrong in wrongs(act))


def test_a36_every_form_of_prices_contracts_and_quotations_meets_its_share_of_values():
    """At least three hundred over them, whatever is counted elsewhere; each form counts for itself."""
    met = {act.page: pairs(act) for act in (*ACTS, *DESKS) if act.page.startswith(("orders:", "admin:"))}
    asked = ("orders:new", "orders:edit", "orders:quotation-new", "orders:contract-new", "orders:change")

    assert min(met[page] for page in asked) >= 100
    assert met["orders:requirement-new"] >= 25
    assert pairs(*DESKS) >= 300


@pytest.fixture
def kept(house):
    """Ida administers the house and may write its books."""
    User.objects.filter(pk=house.people["ida"].pk).update(is_staff=True)
    house.people["ida"].refresh_from_db()
    return house


@pytest.mark.timeout(900)
def test_a36_what_no_field_can_hold_is_answered_and_never_breaks_the_house(kept, sign_in):
    found = []
    for act in DESKS:
        client = sign_in(act.who)
        honest, before = act.honest(client, kept), books()
        for name, text in wrongs(act):
            answer = send(act, client, kept, honest | {name: text}, before)
            if not fits(act, *answer):
                found.append((act.page, name, text[:20], answer[0], answer[2]))

    assert found == []


def fits(act: Act, status: int, page: str, wrote: bool) -> bool:
    """Refused beside its field; in the administration, which knows days of any year, also taken whole as typed."""
    if act.page.startswith("admin:"):
        return status == 302 if wrote else status == 400 or (status == 200 and says_why(page))
    return not wrote and (status == 400 or (status in (409, 422) and says_why(page)))
