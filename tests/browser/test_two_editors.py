"""F43: two browsers edit one draft; the second sees the difference line by line, and nothing is lost."""

import re

import pytest
from playwright.sync_api import expect

from orders.models import Order
from tests.browser.conftest import Visit
from tests.browser.world import World, drafted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_second_editor_sees_the_difference_and_loses_nothing(visit: Visit, world: World) -> None:
    order = drafted(world)
    ann, bo = visit(world.ann), visit(world.bo, language="en")
    bo.refusals = (409,)
    for each in (ann, bo):
        each.sign_in()
        each.open(f"/orders/{order.ref}/edit/")

    # Ann makes 50 of 40 bearings and saves; Bo, on the older page, makes it 60, and 30 of 25 belts, and takes the
    # motors out.
    ann.page.locator("[name=lines-0-quantity]").fill("50")
    ann.act("Save draft").click()
    expect(ann.page.locator("#messages")).to_contain_text(ann.word("The draft is saved."))
    bo.page.locator("[name=lines-0-quantity]").fill("60")
    bo.page.locator("[name=lines-1-quantity]").fill("30")
    bo.page.locator("[name=lines-2-product]").focus()
    bo.press("Control+Delete")
    bo.act("Save draft").click()

    # He is told what differs; nothing of Ann's is overwritten, nothing he typed is gone.
    differences = bo.page.locator("#errors tbody tr")
    expect(differences).to_have_count(3)
    expect(differences.nth(0)).to_contain_text(re.compile(r"A-1043 · 60.*A-1043 · 50", re.DOTALL))
    expect(differences.nth(1)).to_contain_text(re.compile(r"B-2210 · 30.*B-2210 · 25", re.DOTALL))
    expect(differences.nth(2)).to_contain_text(re.compile(r"--.*C-0087 · 6", re.DOTALL))
    assert quantities(order) == [50, 25, 6]
    bo.gentle()

    # He takes her bearings and keeps his own two changes.
    bo.page.locator("[name=take][value='line:1']").check()
    bo.page.locator("[name=merge]").click()
    expect(bo.page.locator("[name=lines-0-quantity]")).to_have_value("50")
    expect(bo.page.locator("[name=lines-1-quantity]")).to_have_value("30")
    bo.act("Save draft").click()
    expect(bo.page.locator("#messages")).to_contain_text(bo.word("The draft is saved."))
    assert quantities(order) == [50, 30]


def quantities(order: Order) -> list[int]:
    return [int(line.quantity) for line in order.lines.order_by("position")]
