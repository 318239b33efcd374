"""S11: orders are entered and looked up on a phone, one hand, nothing to scroll sideways for."""

import re

import pytest
from playwright.sync_api import expect

from orders.models import Order
from tests.browser.conftest import PHONE, Visit
from tests.browser.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_s11_three_lines_are_entered_and_found_on_a_phone(visit: Visit, world: World, language: str) -> None:
    ann = visit(world.ann, look=PHONE, language=language)
    page = ann.page
    ann.sign_in()
    ann.open("/orders/new/")
    ann.gentle()
    page.locator("[name=customer]").fill("YQ")
    for n, (code, quantity) in enumerate((("A-1043", "4"), ("B-2210", "2"), ("C-0087", "1"))):
        page.locator(f"[name=lines-{n}-product]").fill(code)
        page.locator(f"[name=lines-{n}-quantity]").fill(quantity)
    expect(page.locator("#totals .total")).to_contain_text("11,567.81")
    ann.gentle()
    ann.tap(ann.act("Submit order"))
    page.wait_for_url(re.compile(r"/orders/SO-"))
    ann.gentle()

    order = Order.objects.get()
    assert (order.lines.count(), str(order.total)) == (3, "11567.81")
    ann.open(f"/search/?q={order.number[-4:]}")
    page.wait_for_url(re.compile(order.number))
    ann.gentle()
