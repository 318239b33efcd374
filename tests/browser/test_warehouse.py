"""The whole way of the goods on a phone: read by camera and gun, packed, checked, sent and signed for."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, expect

from core.management.commands.check_invariants import broken
from shipping.models import Box, DeliveryProof, DoorCheck, Scan, Shipment
from tests.browser.camera import film_of
from tests.browser.conftest import PHONE
from tests.browser.serving import serving
from tests.browser.test_signing import sign
from tests.browser.visitor import Visitor
from tests.browser.world import BEARING, BELT, World
from tests.shipping.builders import make_confirmed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def pick(cem: Visitor) -> None:
    """The first bearing by the camera, the second bearing and the belt by the gun; an unknown code between them."""
    page, band, log = cem.page, cem.page.locator("#scan-band"), cem.page.locator("#scan-log li")
    cem.open("/shipping/")
    cem.gentle()
    cem.tap(page.locator("form[action$='/start/'] button"))
    page.wait_for_url(re.compile("/pick/$"))
    cem.tap(page.locator("[data-camera]"))
    expect(log).to_have_count(1, timeout=20_000)
    cem.gentle()
    cem.tap(page.locator("[data-camera]"))
    for number, (code, tone) in enumerate(((BEARING, "ok"), ("6900000000000", "wrong"), (BELT, "ok")), 2):
        page.keyboard.type(code)
        page.keyboard.press("Enter")
        expect(log).to_have_count(number)
        expect(band).to_have_class(f"band {tone}")
        page.wait_for_timeout(150)
    cem.gentle()
    cem.tap(page.locator("#scan-task form[action$='/finish/'] button"))
    page.wait_for_url(re.compile("/dispatch/$"))


def pack(cem: Visitor, number: str) -> None:
    """All of it into one box of two and a half kilograms."""
    page = cem.page
    cem.open(f"/shipping/scan/{number}/pack/")
    cem.tap(page.locator("form[action$='/pack/rest/'] button"))
    page.locator("[name=weight]").fill("2.5")
    cem.gentle()
    cem.tap(page.locator("form[action$='/pack/close/'] button"))
    cem.tap(page.locator("form[action$='/packed/'] button"))
    page.wait_for_url(re.compile(rf"/shipping/{number}/$"))
    cem.gentle()


def send(cem: Visitor, number: str) -> None:
    """Four checks, then the carrier; nothing leaves before the address was compared."""
    page = cem.page
    cem.open(f"/shipping/{number}/dispatch/")
    page.locator("[name=carrier]").fill("顺丰速运")
    page.locator("[name=waybill]").fill("SF7")
    cem.refusals = (422,)
    cem.tap(cem.act("Send off"))
    expect(page.locator("[name=looked]")).to_have_attribute("aria-invalid", "true")
    cem.gentle()
    page.locator("[name=looked]").check()
    cem.tap(cem.act("Send off"))
    page.wait_for_url(re.compile(rf"/shipping/{number}/$"))


def hand_over(cem: Visitor, number: str) -> None:
    """The customer's man signs on the screen."""
    page = cem.page
    cem.open(f"/shipping/{number}/deliver/")
    page.locator("[name=received_by]").fill("王工")
    sign(page)
    cem.gentle()
    cem.tap(cem.act("Confirm delivery"))
    page.wait_for_url(re.compile(rf"/shipping/{number}/$"))
    expect(page.locator("svg.signature")).to_have_count(1)
    cem.gentle()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return film_of(BEARING, tmp_path / "code.y4m")


def test_s69_s70_s73_from_the_shelf_to_the_signature_on_one_phone(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], live_server: Any, world: World, film: Path
) -> None:
    bearing, belt, _motor = world.goods
    make_confirmed(world.ann, [(bearing, 2), (belt, 1)], customer=world.customer)
    eyes = ["ui-for-media-stream", "device-for-media-stream"]
    fed = [*(f"--use-fake-{one}" for one in eyes), f"--use-file-for-fake-video-capture={film}"]
    browser = browser_type.launch(
        **browser_type_launch_args | {"args": [*browser_type_launch_args["args"], *fed]}
    )
    try:
        context = browser.new_context(base_url=live_server.url, locale="zh-CN", permissions=["camera"], **PHONE)
        cem = Visitor(context, world.cem, "zh-hans")
        cem.sign_in()
        pick(cem)
        number = Shipment.objects.get().number
        pack(cem, number)
        send(cem, number)
        hand_over(cem, number)
        cem.leave()
    finally:
        browser.close()
        serving.wait_until_quiet()

    assert [scan.result for scan in Scan.objects.order_by("pk")] == ["ok", "ok", "unknown", "ok"]
    assert (Box.objects.get().code, str(Box.objects.get().weight)) == (f"{number}-1", "2.500")
    assert sorted(DoorCheck.objects.values_list("kind", flat=True)) == ["address", "date", "item", "quantity"]
    assert (Shipment.objects.get().state, DeliveryProof.objects.get().kind) == ("delivered", "signature")
    assert [row for row in broken() if row["rows"]] == []
