"""B19: a customer says through their link that goods are to come back; their salesperson has a case with a limit."""

import uuid

import pytest

from core.refusal import Refused
from orders.models import Case, Return
from portal.services import Opened
from portal.services.claiming import MOST_AN_HOUR, ask_by_link
from tests.attacks.books import books, since
from tests.cast import make_customer, make_product
from tests.orders.returns import sent
from tests.portal.builders import Shop, visitor
from tests.shipping.builders import make_confirmed, make_stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(shop: Shop, ann, cem, settings):
    settings.GENDAN_RETURNS_BY_LINK = True
    return sold(ann, cem, shop.customer, "C-3")


def sold(ann, cem, customer, code):
    """Five pieces with a customer."""
    product = make_product(code, barcode=f"20000000000{len(code)}{code[-1]}")
    make_stock(cem, (product, 5), code="W1")
    order = make_confirmed(ann, [(product, 5)], customer=customer)
    sent(order, cem)
    return order


def typed(order, **more):
    return {"ref": order.ref, "reason": "damaged", "text": "2 pieces cracked", "once": str(uuid.uuid4())} | more


def test_b19_what_the_customer_wrote_is_a_case_of_their_salesperson(shop: Shop, order, ann):
    answer = visitor().post(f"{shop.url}return/", typed(order))

    case = Case.objects.get()
    assert (answer.status_code, answer.url) == (302, f"{shop.url}return/?sent=1")
    assert (case.owner, case.order, case.kind, case.cause) == (ann, order, "complaint", "damage")
    assert (case.text, case.opened_by, Return.objects.count()) == ("2 pieces cracked", None, 0)


def test_b19_looking_writes_nothing(shop: Shop, order):
    before = books()

    page = visitor().get(f"{shop.url}return/")

    assert (page.status_code, since(before)) == (200, [])


def test_a27_where_the_house_takes_no_returns_by_link_there_is_no_page(shop: Shop, order, settings):
    settings.GENDAN_RETURNS_BY_LINK = False

    assert visitor().get(f"{shop.url}return/").status_code == 404
    assert (visitor().post(f"{shop.url}return/", typed(order)).status_code, Case.objects.count()) == (404, 0)


def test_a27_an_order_of_somebody_else_is_not_found(shop: Shop, order, ann, cem):
    foreign = sold(ann, cem, make_customer(ann, "C-77"), "D-4")

    answers = [visitor().post(f"{shop.url}return/", typed(order, ref=ref)) for ref in (foreign.ref, "SO-1", "D-1")]

    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert Case.objects.count() == 0


def test_b19_nobody_floods_the_house(shop: Shop, order, ann):
    opened = Opened(shop.link, ann)
    for _n in range(MOST_AN_HOUR):
        ask_by_link(opened, ref=order.ref, reason="quality", text="again")

    with pytest.raises(Refused, match="several times"):
        ask_by_link(opened, ref=order.ref, reason="quality", text="again")
