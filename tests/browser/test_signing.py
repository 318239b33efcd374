"""B19, S73 on the customer's own phone: signed with a finger, or by the typed name where no script runs."""

import re

import pytest
from playwright.sync_api import expect

from portal.services import make_link
from shipping.models import DeliveryProof, Shipment
from tests.browser.conftest import Visit
from tests.browser.world import World, picked
from tests.shipping.builders import dispatch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [("zh-hans", True, False), ("en", True, True), ("en", False, False)]
TINY = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


def sent(world: World) -> Shipment:
    """Goods on their way."""
    return dispatch(picked(world).pk, carrier="SF", waybill="SF1", actor=world.cem)


def sign(page) -> None:
    """Two strokes on the pad."""
    pad = page.locator("[data-pad]")
    pad.scroll_into_view_if_needed()
    frame = pad.bounding_box()
    for left in (0.2, 0.5):
        page.mouse.move(frame["x"] + frame["width"] * left, frame["y"] + frame["height"] * 0.3)
        page.mouse.down()
        page.mouse.move(frame["x"] + frame["width"] * (left + 0.2), frame["y"] + frame["height"] * 0.7, steps=6)
        page.mouse.up()


@pytest.mark.parametrize(("language", "script", "dark"), LOOKS)
def test_b19_the_customer_signs_on_a_phone(visit: Visit, world: World, language: str, script: bool, dark: bool):
    shipment = sent(world)
    _link, token = make_link(world.customer.pk, days=7, actor=world.ann)
    guest = visit(world.ann, look=TINY, language=language, script=script, dark=dark)
    look = guest.gentle if script else guest.page.title
    guest.open(f"/o/{token}/deliveries/")
    look()
    guest.tap(guest.page.get_by_role("link", name=shipment.number))
    guest.page.wait_for_url(re.compile(r"/deliveries/[\w-]+/$"))
    look()
    expect(guest.page.locator("[data-sign]")).to_be_visible(visible=script)
    guest.page.locator("[name=person]").fill("王工")
    if script:
        sign(guest.page)
    guest.tap(guest.act("Confirm receipt"))
    expect(guest.page.locator("[name=person]")).to_have_count(0)
    look()

    proof = DeliveryProof.objects.get()
    assert (proof.kind, proof.person) == ("signature" if script else "click", "王工")
    assert proof.signature.count("M") == (2 if script else 0)
    expect(guest.page.locator("svg.signature")).to_have_count(1 if script else 0)


def test_s73_the_driver_signs_again_and_confirms(visit: Visit, world: World):
    shipment = sent(world)
    driver = visit(world.cem, look=TINY)
    driver.sign_in()
    driver.open(f"/shipping/{shipment.number}/deliver/")
    driver.gentle()
    sign(driver.page)
    driver.tap(driver.page.locator("[data-unsign]"))
    expect(driver.page.locator("[data-strokes]")).to_have_value("")
    sign(driver.page)
    driver.page.locator("[name=received_by]").fill("王工")
    driver.tap(driver.act("Confirm delivery"))
    driver.page.wait_for_url(re.compile(rf"/shipping/{shipment.number}/$"))

    assert DeliveryProof.objects.get().kind == "signature"
    expect(driver.page.locator("svg.signature")).to_be_visible()
    driver.gentle()
