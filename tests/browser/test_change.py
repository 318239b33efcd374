"""S48: on a change request what stands on the order now is struck beside whatever differs, while it is typed."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.world import World, confirmed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_s48_the_old_value_stands_beside_a_changed_cell_and_goes_when_it_is_typed_again(
    visit: Visit, world: World
) -> None:
    order = confirmed(world)
    ann = visit(world.ann)
    ann.sign_in()
    ann.open(f"/orders/{order.ref}/change/")
    cell = ann.page.locator("td", has=ann.page.locator("[name=lines-0-quantity]"))
    expect(cell.locator("del")).to_have_count(0)

    cell.locator("input").fill("45")
    ann.press("Tab")
    expect(cell.locator("del.was")).to_have_text("40")
    expect(ann.page.locator("tr.changed")).to_have_count(1)
    ann.gentle()

    # Kept as a draft and opened again, it still shows what stands; the first value typed again takes the mark away.
    ann.page.locator("[name=cause]").select_option("customer")
    ann.page.locator("[name=reason]").fill("客户电话改数量")
    ann.act("Save for later").click()
    ann.open(f"/orders/{order.ref}/change/")
    expect(cell.locator("del.was")).to_have_text("40")
    cell.locator("input").fill("40")
    ann.press("Tab")
    expect(cell.locator("del")).to_have_count(0)
