"""S10 on the customer's own phone: 320 wide, with script and without, in either language, by day and by night."""

import re

import pytest
from playwright.sync_api import expect

from customers.services import learn_parts
from orders.models import Order
from portal.services import make_link
from tests.browser.conftest import Visit
from tests.browser.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [("zh-hans", True, False), ("en", True, True), ("en", False, False)]
TINY = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize(("language", "script", "dark"), LOOKS)
def test_s10_an_order_is_entered_on_a_phone(visit: Visit, world: World, language: str, script: bool, dark: bool):
    learn_parts(world.customer.pk, {"KH-7": (world.goods[0].pk, None)}, source="", actor=world.ann)
    _link, token = make_link(world.customer.pk, days=7, actor=world.ann)
    guest = visit(world.ann, look=TINY, language=language, script=script, dark=dark)
    guest.refusals = (422, 404)
    # Where no script runs nothing can be asked of the page but what it shows.
    look = guest.gentle if script else guest.page.title
    guest.open(f"/o/{token}/")
    look()
    guest.tap(guest.act("Send the order"))
    expect(guest.page.locator("#errors")).to_be_visible()
    look()
    guest.page.locator("[name^=q-]").first.fill("12")
    guest.page.locator("[name=text]").fill("B-2210 5, 蓝色杯子 20个")
    guest.tap(guest.act("Send the order"))
    guest.page.wait_for_url(re.compile(r"/received/\d+/$"))
    look()

    order = Order.objects.get()
    assert guest.page.locator("dd.code").inner_text() == order.ref
    assert order.lines.count() == 2
    guest.open(f"/o/{token[:-1]}/")
    look()
