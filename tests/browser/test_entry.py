"""A clerk who lives in a spreadsheet: few keys, no mouse, rows pasted as they come, and nothing typed is ever lost."""

import re
import time

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from catalog.services import index_products
from core.models import User
from orders.models import Order
from tests.browser.conftest import PHONE, Visit
from tests.browser.visitor import Visitor
from tests.browser.world import World, confirmed
from tests.cast import make_product

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def ten(world: World) -> list[str]:
    """Ten products with codes of four characters."""
    codes = [f"K{n:03d}" for n in range(101, 111)]
    index_products([make_product(code, price="10.00", name=f"配件 {code}").pk for code in codes])
    return codes


def at_the_desk(person: User, visit: Visit, **look: object) -> Visitor:
    ann = visit(person, **look)
    ann.sign_in()
    ann.open("/orders/new/")
    ann.keys = ann.taps = 0
    return ann


def copied(ann: Visitor, text: str) -> None:
    """What the clerk copied from a sheet or a chat before."""
    other = ann.context.new_page()
    other.set_content("<textarea></textarea>")
    other.fill("textarea", text)
    other.press("textarea", "Control+a")
    other.press("textarea", "Control+c")
    other.close()
    ann.page.bring_to_front()


def lines(order: Order) -> list[tuple[str, int]]:
    rows = order.lines.order_by("position").values_list("product__code", "quantity")
    return [(code, int(quantity)) for code, quantity in rows]


def saved(ann: Visitor, *rows: tuple[str, int]) -> None:
    """The server has all of it and the page has heard so; a row that was half typed at first comes a little later."""
    words = ann.word("Draft saved %(at)s", at="")
    expect(ann.page.locator("#draft-state")).to_contain_text(words.strip(), timeout=15_000)
    until = time.monotonic() + 15
    while lines(Order.objects.get()) != list(rows) and time.monotonic() < until:
        ann.page.wait_for_timeout(50)
    assert lines(Order.objects.get()) == list(rows)
    expect(ann.page.locator("#draft-state[aria-busy=true]")).to_have_count(0)


def type_lines(ann: Visitor, rows: list[tuple[str, str]]) -> None:
    for code, quantity in rows:
        ann.type(code)
        ann.press("Enter")
        ann.type(quantity)
        ann.press("Enter")


def begin(ann: Visitor) -> None:
    """Customer, their number skipped, the usual day."""
    ann.type("YQ")
    ann.press("Enter")
    expect(ann.page.locator("#id_customer_po")).to_be_focused()
    ann.press("Enter")
    ann.press("Enter")


def test_ten_lines_take_at_most_a_hundred_keys_and_no_mouse(visit: Visit, world: World) -> None:
    codes = ten(world)
    ann = at_the_desk(world.ann, visit)

    begin(ann)
    type_lines(ann, [(code, "12") for code in codes])
    expect(ann.page.locator("#totals")).to_contain_text("1,200.00")
    ann.press("Control+Enter")
    ann.page.wait_for_url(re.compile(r"/orders/SO-"))

    assert (ann.keys, ann.taps) == (86, 0)
    assert lines(Order.objects.get()) == [(code, 12) for code in codes]


def test_ten_pasted_lines_take_at_most_fifteen_keys(visit: Visit, world: World) -> None:
    codes = ten(world)
    ann = at_the_desk(world.ann, visit)
    copied(ann, "编码\t数量\n" + "\n".join(f"{code}\t12" for code in codes))

    begin(ann)
    ann.press("Control+v")
    expect(ann.page.locator("[name=lines-9-product]")).to_have_value(codes[9])
    expect(ann.page.locator("#totals")).to_contain_text("1,200.00")
    ann.press("Control+Enter")
    ann.page.wait_for_url(re.compile(r"/orders/SO-"))

    assert (ann.keys, ann.taps) == (7, 0)
    assert lines(Order.objects.get()) == [(code, 12) for code in codes]


def test_an_order_is_repeated_with_two_keys(visit: Visit, world: World) -> None:
    order = confirmed(world)
    ann = visit(world.ann)
    ann.sign_in()
    ann.open(order.get_absolute_url())
    ann.keys = 0

    ann.press("a")
    ann.page.wait_for_url(re.compile(r"/orders/new/\?again="))
    expect(ann.page.locator("#totals")).to_contain_text("71,644.83")

    assert (ann.keys, ann.taps) == (1, 0)
    ann.gentle()
    ann.press("Control+Enter")
    ann.page.wait_for_url(re.compile(r"/orders/(SO-|new/)"))


def test_a_chat_text_becomes_lines_and_what_is_not_understood_stays_red_with_suggestions(
    visit: Visit, world: World
) -> None:
    index_products([product.pk for product in world.goods])
    ann = at_the_desk(world.ann, visit)
    copied(ann, "A-1043 5个, 同步带HTD-5M 20, 不认识的东西 3")
    page = ann.page

    begin(ann)
    ann.press("Control+v")

    expect(page.locator("[name=lines-2-product]")).to_have_value("不认识的东西")
    expect(page.locator("[name=lines-1-product]")).to_have_value("B-2210")
    expect(page.locator("[name=lines-2-quantity]")).to_have_value("3")
    expect(page.locator("#lines-2-said.error")).not_to_be_empty()
    ann.gentle()
    page.locator("[name=lines-2-product]").focus()
    ann.press("Control+z")
    expect(page.locator("[name=lines-0-product]")).to_have_value("")
    expect(page.locator("[name=lines-2-product]")).to_have_value("")


def test_sums_days_copies_and_removed_rows_are_keys(visit: Visit, world: World) -> None:
    ann = at_the_desk(world.ann, visit)
    page = ann.page
    begin(ann)

    type_lines(ann, [("A-1043", "12*4"), ("B-2210", "5")])
    expect(page.locator("[name=lines-0-quantity]")).to_have_value("48")
    page.locator("[name=lines-2-product]").focus()
    ann.press("F8")
    expect(page.locator("[name=lines-2-product]")).to_have_value("B-2210")
    page.locator("[name=lines-2-wanted_on]").fill("+3")
    ann.press("Tab")
    expect(page.locator("[name=lines-2-wanted_on]")).to_have_value(re.compile(r"\d{4}-\d\d-\d\d"))
    page.locator("[name=lines-1-product]").focus()
    ann.press("Control+Delete")
    expect(page.locator("[name=lines-1-product]")).to_be_hidden()
    ann.press("Control+z")
    expect(page.locator("[name=lines-1-product]")).to_be_visible()
    page.locator("[name=lines-0-product]").focus()
    ann.press("Control+Insert")
    expect(page.locator("[data-lines] tr").nth(1).locator("[name$=-product]")).to_be_focused()


def reopened(ann: Visitor, path: str) -> list[str]:
    """The products of the first three rows after a crash, once the clerk took back what the browser kept.

    What a page says as it closes may still reach the server: then nothing is offered, for nothing is missing.
    """
    page = ann.page = ann.context.new_page()
    page.goto(path)
    if page.locator("[data-restore-yes]").is_visible():
        page.locator("[data-restore-yes]").click()
    return [page.locator(f"[name=lines-{n}-product]").input_value() for n in range(3)]


def test_a_browser_that_dies_after_a_save_loses_no_line(visit: Visit, world: World) -> None:
    ann = at_the_desk(world.ann, visit)
    begin(ann)
    type_lines(ann, [("A-1043", "7"), ("B-2210", "8")])
    saved(ann, ("A-1043", 7), ("B-2210", 8))
    ann.context.set_offline(True)
    ann.type("C-0087")
    ann.page.close()
    ann.context.set_offline(False)

    path = f"/orders/{Order.objects.get().ref}/edit/"
    assert reopened(ann, path) == ["A-1043", "B-2210", "C-0087"]
    ann.faults.clear()


def test_a_browser_that_dies_before_any_save_loses_no_line(visit: Visit, world: World) -> None:
    ann = at_the_desk(world.ann, visit)
    ann.context.set_offline(True)
    for n, code in enumerate(("A-1043", "B-2210", "C-0087")):
        ann.page.locator(f"[name=lines-{n}-product]").fill(code)
    ann.page.close()
    ann.context.set_offline(False)

    assert reopened(ann, "/orders/new/") == ["A-1043", "B-2210", "C-0087"]
    ann.faults.clear()


def test_ten_minutes_without_a_connection_lose_no_line(visit: Visit, world: World) -> None:
    ann = at_the_desk(world.ann, visit)
    begin(ann)
    type_lines(ann, [("A-1043", "7")])
    saved(ann, ("A-1043", 7))
    ann.context.set_offline(True)

    # Without the server the codes are typed in full and nothing is found, as on a train.
    for n, (code, quantity) in enumerate([("B-2210", "8"), ("C-0087", "2")], start=1):
        ann.page.locator(f"[name=lines-{n}-product]").fill(code)
        ann.page.locator(f"[name=lines-{n}-quantity]").fill(quantity)
    words = ann.word("Not connected: kept in this browser")
    expect(ann.page.locator("#draft-state")).to_have_text(words, timeout=15_000)
    assert lines(Order.objects.get()) == [("A-1043", 7)]
    ann.context.set_offline(False)

    saved(ann, ("A-1043", 7), ("B-2210", 8), ("C-0087", 2))
    ann.faults.clear()


def test_an_ended_session_loses_no_line(visit: Visit, world: World) -> None:
    ann = at_the_desk(world.ann, visit)
    begin(ann)
    type_lines(ann, [("A-1043", "7")])
    saved(ann, ("A-1043", 7))
    Session.objects.all().delete()

    type_lines(ann, [("B-2210", "8")])
    words = "Not saved; kept in this browser. Sign in again and open this page."
    expect(ann.page.locator("#draft-state")).to_have_text(ann.word(words), timeout=15_000)
    ann.act("Save draft").click()
    ann.page.wait_for_url("**/sign-in/**")
    ann.give_name()
    ann.page.locator("[data-restore-yes]").click()

    expect(ann.page.locator("[name=lines-1-product]")).to_have_value("B-2210")
    saved(ann, ("A-1043", 7), ("B-2210", 8))
    ann.faults.clear()


def test_two_pages_of_one_draft_become_one_and_lose_no_line(visit: Visit, world: World) -> None:
    ann = at_the_desk(world.ann, visit)
    begin(ann)
    type_lines(ann, [("A-1043", "7")])
    saved(ann, ("A-1043", 7))
    one, two = ann.page, ann.context.new_page()
    two.goto(one.url)

    one.locator("[name=lines-1-product]").fill("B-2210")
    one.locator("[name=lines-1-quantity]").fill("8")
    one.locator("[name=customer_po]").focus()
    expect(one.locator("[name=version]")).not_to_have_value("1")
    expect(one.locator("[name=lines-1-line]")).not_to_have_value("")
    with two.expect_navigation():
        two.locator("[name=lines-0-quantity]").fill("9")
        two.locator("[name=customer_po]").focus()

    expect(two.locator("[name=lines-1-product]")).to_have_value("B-2210")
    assert lines(Order.objects.get()) == [("A-1043", 9), ("B-2210", 8)]
    ann.faults.clear()


def test_three_lines_are_entered_on_a_phone_without_sideways_scrolling(visit: Visit, world: World) -> None:
    ann = at_the_desk(world.ann, visit, look=PHONE)
    page = ann.page
    page.emulate_media(reduced_motion="reduce")
    page.locator("[name=customer]").fill("YQ")
    ann.press("Enter")

    for n, code in enumerate(("A-1043", "B-2210", "C-0087")):
        page.locator(f"[name=lines-{n}-product]").fill(code)
        page.locator(f"[name=lines-{n}-quantity]").fill("2")
    expect(page.locator("#totals .total")).to_contain_text("22,447.45")
    saved(ann, ("A-1043", 2), ("B-2210", 2), ("C-0087", 2))
    # What a bar covers at this very scroll is no fault of the page.
    still = "document.querySelectorAll('.top, .sticky-bar, .dock').forEach((bar) => bar.style.position = 'static')"
    page.evaluate(still)
    ann.gentle()
    ann.tap(page.locator("[name=submit]"))
    page.wait_for_url(re.compile(r"/orders/SO-"))

    assert len(lines(Order.objects.get())) == 3
