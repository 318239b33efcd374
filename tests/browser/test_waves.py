"""Two orders picked on one walk on a phone: ticked, scanned by a gun, finished; and a scanner is tried out (S70)."""

import re

import pytest
from playwright.sync_api import expect

from shipping.models import Shipment, Wave
from tests.browser.conftest import PHONE, Visit
from tests.browser.world import BEARING, BELT, World
from tests.shipping.builders import make_confirmed
from tests.shipping.waves import in_totes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def shoot(page, code: str) -> None:
    """As a gun types: fast, with Enter at the end."""
    page.wait_for_selector("[data-scan][data-ready], [data-scanner]")
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def test_s70_two_orders_are_picked_on_one_walk_on_a_phone(visit: Visit, world: World) -> None:
    bearing, belt, _motor = world.goods
    for rows in ([(bearing, 2)], [(bearing, 1), (belt, 1)]):
        make_confirmed(world.ann, rows, customer=world.customer)
    cem = visit(world.cem, look=PHONE)
    page = cem.page
    cem.sign_in()
    cem.open("/shipping/")
    for box in page.locator("[name=selected]").all():
        cem.tap(box)
    cem.gentle()
    cem.tap(cem.act("Pick together"))
    page.wait_for_url(re.compile("/scan/waves/WV-"))
    cem.gentle()
    band = page.locator("#scan-band")
    for code, tote in ((BEARING, 1), (BEARING, 1), (BEARING, 2)):
        shoot(page, code)
        expect(band).to_contain_text(cem.word("Tote %(n)s: +%(pieces)s", n=tote, pieces=1))
        page.wait_for_timeout(150)
    shoot(page, "6900000000000")
    expect(band).to_have_class(re.compile("wrong"))
    cem.gentle()
    shoot(page, BELT)
    expect(band).to_contain_text(cem.word("Tote %(n)s: +%(pieces)s", n=2, pieces=1))
    cem.tap(cem.act("Finish the wave"))
    page.wait_for_url(re.compile("/finish/"))
    cem.gentle()
    cem.tap(cem.act("Finish the wave"))
    page.wait_for_url(re.compile(r"/waves/WV-[^/]+/$"))
    cem.gentle()

    assert in_totes(Wave.objects.get()) == [(1, "picked", 2), (2, "picked", 2)]


def test_a_command_on_paper_takes_the_last_scan_back(visit: Visit, world: World) -> None:
    order = make_confirmed(world.ann, [(world.goods[0], 2)], customer=world.customer)
    cem = visit(world.cem)
    page = cem.page
    cem.sign_in()
    cem.open("/shipping/")
    cem.tap(cem.act("Start picking"))
    page.wait_for_url(re.compile("/pick/"))
    shoot(page, BEARING)
    expect(page.locator("#scan-band")).to_have_class(re.compile("ok"))
    expect(page.locator(".scan-count")).to_contain_text("1")
    shoot(page, "GENDAN-UNDO")
    expect(page.locator(".scan-count")).to_contain_text("0 / 2")

    assert Shipment.objects.get(order=order).lines.get().picked == 0


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_scanner_is_tried_out(visit: Visit, world: World, language: str) -> None:
    cem = visit(world.cem, language=language)
    page = cem.page
    cem.sign_in()
    cem.open("/shipping/scanner/")
    cem.gentle()
    shoot(page, BEARING)
    expect(page.locator("#scanner-made")).to_contain_text("A-1043")
    expect(page.locator("[data-suffix]")).to_have_text("Enter")
    expect(page.locator("[data-signs]")).to_have_text("13")
    cem.gentle()
    for sheet in ("set-up", "commands"):
        cem.open(f"/shipping/scanner/{sheet}/")
        cem.gentle()
