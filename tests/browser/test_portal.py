"""S10 on the customer's own phone: 320 wide, with script and without, in either language, and nothing to complain of."""

import re

import pytest
from playwright.sync_api import expect

from customers.services import learn_parts
from orders.models import Order
from portal.services import make_link
from tests.browser.conftest import Visit
from tests.browser.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TINY = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize(("language", "script", "dark"), [("zh-hans", False, False), ("en", True, True)])
def test_s10_an_order_is_entered_on_a_phone(visit: Visit, world: World, language: str, script: bool, dark: bool):
    learn_parts(world.customer.pk, {"KH-7": (world.goods[0].pk, None)}, source="", actor=world.ann)
    _link, token = make_link(world.customer.pk, days=7, actor=world.ann)
    guest = visit(world.ann, look=TINY, language=language, script=script, dark=dark)
    guest.refusals = (422, 404)
    guest.open(f"/o/{token}/")
    guest.gentle()
    guest.act("Send the order").click()
    expect(guest.page.locator("#errors")).to_be_visible()
    guest.gentle()
    guest.page.locator("[name^=q-]").first.fill("12")
    guest.page.locator("[name=text]").fill("B-2210 5, 蓝色杯子 20个")
    guest.act("Send the order").click()
    guest.page.wait_for_url(re.compile(r"/received/\d+/$"))
    guest.gentle()

    assert guest.page.locator("dd.code").inner_text() == Order.objects.latest("pk").ref
    guest.open(f"/o/{token[:-1]}/")
    guest.gentle()
