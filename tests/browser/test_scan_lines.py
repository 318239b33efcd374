"""S70 in a real browser: a right scan moves its own line and the top of the list, and another picker is heard of."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shipping.models import Shipment
from shipping.services import open_shipment, scan
from tests.browser.conftest import PHONE, Visit
from tests.browser.world import BEARING, BELT, World, confirmed
from tests.cast import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def picking(visit: Visit, world: World) -> tuple[Shipment, Any]:
    """Cem with a task of three lines open on a phone."""
    shipment = open_shipment(confirmed(world).pk, actor=world.cem)
    cem = visit(world.cem, look=PHONE)
    cem.sign_in()
    cem.open(f"/shipping/scan/{shipment.number}/pick/")
    return shipment, cem


def shoot(who: Any, code: str) -> None:
    who.page.wait_for_selector("[data-scan][data-ready]")
    who.type(code)
    who.press("Enter")
    who.page.wait_for_timeout(130)


def counts(page: Page) -> list[str]:
    return page.locator("#scan-lines [data-count]").all_text_contents()


def test_each_right_scan_moves_its_line_and_stands_on_top_of_ten(picking: Any) -> None:
    _shipment, cem = picking
    page, log = cem.page, cem.page.locator("#scan-log li")
    page.locator("#scan-lines summary").click()
    page.locator("[data-scan-field]").focus()

    for number in range(1, 12):
        shoot(cem, BEARING)
        expect(page.locator(".scan-count")).to_contain_text(f"{number}")
    shoot(cem, BELT)

    expect(log).to_have_count(10)
    expect(log.first).to_contain_text("B-2210")
    assert counts(page)[:2] == ["11", "1"]
    assert page.locator("#scan-lines").get_attribute("open") is not None
    log.first.get_by_role("button").click()
    expect(page.locator("#scan-log li").first).not_to_contain_text("撤销 B-2210")
    assert counts(page)[:2] == ["11", "0"]
    cem.gentle()


def test_what_another_picks_stands_on_the_page_once_it_is_quiet(picking: Any) -> None:
    shipment, cem = picking
    dan = make_person("dan", "warehouse")
    scan(shipment.pk, code=BELT, uuid=uuid.uuid4(), quantity=Decimal(2), actor=dan)

    shoot(cem, BEARING)
    expect(cem.page.locator(".scan-count")).to_contain_text("1")
    assert counts(cem.page)[:2] == ["1", "0"]

    expect(cem.page.locator("#scan-lines [data-count]").nth(1)).to_have_text("2", timeout=20_000)
    shoot(cem, BELT)
    expect(cem.page.locator("#scan-lines [data-count]").nth(1)).to_have_text("3")
    assert [int(line.picked) for line in shipment.lines.order_by("order_line__position")][:2] == [1, 3]
