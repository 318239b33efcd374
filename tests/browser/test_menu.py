"""Every page of everybody's menu: it fits a small phone, and a machine finds nothing that keeps people out."""

import pytest

from core.roles import EVERY_ROLE
from finance.services import issue_invoice
from orders.models import Order
from orders.services import submit_order
from tests.browser.conftest import DESK, SMALL, Visit
from tests.browser.world import World, billed
from tests.cast import make_draft, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def busy(world: World) -> World:
    """One order is billed, one waits for its decision, one is a draft."""
    issue_invoice(billed(world).pk, actor=world.dot)
    bearing, belt, _motor = world.goods
    submit_order(make_draft(world.ann, world.customer, [(bearing, 900)], customer_po="PO-8").pk, actor=world.ann)
    make_draft(world.ann, world.customer, [(belt, 3)])
    return world


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_the_pages_of_a_role_fit_and_are_open_to_all(visit: Visit, busy: World, role: str) -> None:
    known = {"sales": busy.ann, "sales_manager": busy.bo, "warehouse": busy.cem, "finance": busy.dot}
    guest = visit(known.get(role) or make_person(role, role))
    guest.sign_in()
    menu = [link.get_attribute("href") or "" for link in guest.page.locator(".rail a").all()]
    orders = [order.get_absolute_url() for order in Order.objects.visible_to(guest.person).order_by("pk")[:1]]
    pages = ["/", *menu, *orders, "/me/", "/notifications/", "/search/?q=PO-7"]

    wide = []
    for path in dict.fromkeys(pages):
        guest.page.set_viewport_size(SMALL)
        guest.open(path)
        if guest.page.evaluate("document.documentElement.scrollWidth") > SMALL["width"]:
            wide.append(path)
        guest.page.set_viewport_size(DESK["viewport"])
        guest.gentle()

    assert wide == []
