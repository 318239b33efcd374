"""The keyboard: single keys, the order grid, finding fields, scanning."""

import json

import pytest
from playwright.sync_api import Page, Request, expect

pytestmark = pytest.mark.browser


def test_single_keys_walk_select_and_open_rows(desk: Page) -> None:
    desk.goto("/list/")

    desk.keyboard.press("j")
    desk.keyboard.press("j")
    desk.keyboard.press("x")

    assert desk.locator("tr.cursor .cell-title").inner_text() == "SO-202611-0317"
    assert desk.locator(".bulkbar [data-selected]").inner_text() == "1"
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/detail/")


def test_single_keys_rest_inside_a_field(desk: Page) -> None:
    desk.goto("/list/")

    desk.keyboard.press("/")
    desk.keyboard.type("jxc?")

    assert desk.locator("#q").input_value() == "jxc?"
    assert desk.locator("tr.cursor").count() == 0
    assert desk.locator("dialog[open]").count() == 0


def test_single_keys_can_be_switched_off(desk: Page) -> None:
    desk.goto("/list/")
    desk.evaluate("document.documentElement.dataset.keys = 'off'")

    desk.keyboard.press("j")
    desk.keyboard.press("c")

    assert desk.locator("tr.cursor").count() == 0
    assert desk.url.endswith("/list/")


def test_the_question_mark_shows_the_keys_and_escape_closes_them(desk: Page) -> None:
    desk.goto("/inbox/")

    desk.keyboard.press("Shift+Slash")
    assert desk.locator("dialog#keys").is_visible()
    assert "Approve" in desk.locator("dialog#keys").inner_text()

    desk.keyboard.press("Escape")
    assert desk.locator("dialog#keys").is_hidden()


def test_a_key_under_a_chinese_input_method_is_read_by_its_place(desk: Page) -> None:
    desk.goto("/list/")

    desk.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '、', code: 'Slash', bubbles: true}))"
    )

    assert desk.evaluate("document.activeElement.id") == "q"


def test_g_and_a_letter_go_to_a_place(desk: Page) -> None:
    desk.goto("/detail/")

    desk.keyboard.press("g")
    desk.keyboard.press("a")

    desk.wait_for_url("**/inbox/")


def test_ten_lines_are_typed_with_the_number_keys_and_enter_alone(desk: Page) -> None:
    desk.goto("/entry/")
    pressed = 0
    desk.locator("#id_lines-3-product").focus()

    for n in range(10):
        desk.keyboard.type("C-00")
        desk.keyboard.press("Enter")
        desk.keyboard.type(str(10 + n))
        desk.keyboard.press("Enter")
        pressed += 8
    for n in range(3, 13):
        expect(desk.locator(f"#id_lines-{n}-product")).to_have_value("C-0087")
    expect(desk.locator("#id_lines-12-price")).to_have_value("1980.00")

    lines = desk.evaluate(
        "[...document.querySelectorAll('[data-line]')].slice(3, 13)"
        ".map(r => [...r.querySelectorAll('input')].slice(0, 3).map(i => i.value))"
    )
    assert [line[:2] for line in lines] == [["C-0087", str(10 + n)] for n in range(10)]
    assert desk.locator("#id_lines-12-price").input_value() == "1980.00"
    # Four for the customer, two for the defaults, two to submit: the goal is 100.
    assert pressed + 8 <= 100


def test_enter_in_the_grid_never_submits(desk: Page) -> None:
    desk.goto("/entry/")
    sent: list[Request] = []
    desk.on("request", lambda request: sent.append(request) if request.url.endswith("/entry/") else None)

    desk.locator("#id_lines-7-quantity").focus()
    desk.keyboard.press("Enter")

    assert desk.evaluate("document.activeElement.name") == "lines-8-product"
    assert sent == []


def test_a_quantity_is_worked_out_and_copied_from_above(desk: Page) -> None:
    desk.goto("/entry/")

    desk.locator("#id_lines-3-quantity").fill("12*4+2")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("F8")

    assert desk.locator("#id_lines-3-quantity").input_value() == "50"
    assert desk.locator("#id_lines-4-quantity").input_value() == "50"


def test_a_removed_line_comes_back_by_undo(desk: Page) -> None:
    desk.goto("/entry/")

    desk.locator("#id_lines-1-quantity").focus()
    desk.keyboard.press("Control+Delete")
    assert desk.locator("tr.removed #id_lines-1-product").count() == 1
    assert desk.locator("[name=lines-1-DELETE]").is_checked()

    desk.locator(".toast button").click()
    assert desk.locator("tr.removed").count() == 0
    assert not desk.locator("[name=lines-1-DELETE]").is_checked()


def test_totals_follow_the_typing(desk: Page) -> None:
    desk.goto("/entry/")

    desk.locator("#id_lines-3-product").fill("A-1043")

    desk.locator("#totals:has-text('4 lines')").wait_for()


def test_a_finding_field_is_a_combobox_by_keyboard(desk: Page) -> None:
    desk.goto("/entry/")
    field = desk.locator("#id_customer")

    field.fill("轴承")
    desk.locator("[role=option]").first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    desk.keyboard.press("Enter")

    assert field.input_value() == "A-1043"
    assert field.get_attribute("aria-expanded") == "false"


def test_a_select_is_searched_over_its_own_options(desk: Page) -> None:
    desk.goto("/parts/")

    desk.locator("#id_kind").fill("b")
    desk.locator("[role=option]").first.wait_for()
    desk.keyboard.press("Enter")

    assert desk.locator("#id_kind-value").input_value() == "b"


def test_a_form_is_sent_once_even_by_two_clicks(desk: Page) -> None:
    desk.goto("/inbox/")
    sent: list[Request] = []
    desk.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    desk.route("**/inbox/", lambda route: None if route.request.method == "POST" else route.continue_())

    with desk.expect_request(lambda request: request.method == "POST"):
        desk.evaluate("() => { const b = document.querySelector('.decide .btn-primary'); b.click(); b.click(); }")
    desk.wait_for_timeout(200)

    assert len(sent) == 1


def test_the_second_half_of_a_double_click_that_began_on_the_page_before_opens_nothing(desk: Page) -> None:
    """F20: whoever double-clicks everything does not act on what lies there on the next page."""
    desk.goto("/list/")
    place = desk.locator("tbody .cell-title a").first.bounding_box()
    assert place
    desk.mouse.move(place["x"] + 5, place["y"] + 5)

    desk.mouse.down(click_count=2)
    desk.mouse.up(click_count=2)
    desk.keyboard.press("j")
    expect(desk.locator("tr.cursor")).to_be_visible()
    assert desk.url.endswith("/list/")

    desk.mouse.click(place["x"] + 5, place["y"] + 5)
    desk.wait_for_url("**/detail/")


def test_the_head_of_a_list_too_wide_for_its_page_covers_no_row(desk: Page) -> None:
    """It sticks to the page while the list fits, and to the list once that scrolls by itself."""
    desk.goto("/list/")
    desk.evaluate("document.querySelector('.list tbody td:last-child').style.minWidth = '90rem'")
    desk.evaluate("dispatchEvent(new Event('resize'))")
    expect(desk.locator(".table-wrap.list.tight")).to_be_visible()

    head = desk.locator(".list thead th").nth(1).bounding_box()
    row = desk.locator(".list tbody tr").first.bounding_box()

    assert head and row
    assert head["y"] + head["height"] <= row["y"] + 1


def test_a_gun_is_heard_wherever_the_focus_is(desk: Page) -> None:
    desk.goto("/scan/")
    desk.evaluate("document.activeElement.blur()")

    desk.keyboard.type("6901234567892", delay=4)
    desk.keyboard.press("Enter")

    desk.locator("#scan-band.ok:has-text('对了')").wait_for()
    assert desk.locator("[data-scan-field]").input_value() == ""


def test_a_scan_without_network_is_kept_and_sent_later_with_the_same_uuid(desk: Page) -> None:
    desk.goto("/scan/")
    bodies: list[str] = []
    desk.on("request", lambda request: bodies.append(request.post_data or "") if "scanned" in request.url else None)
    desk.context.set_offline(True)

    desk.locator("[data-scan-field]").fill("6901234567892")
    with desk.expect_event("requestfailed", lambda request: "scanned" in request.url):
        desk.keyboard.press("Enter")
    desk.locator("[data-queue]:not([hidden])").wait_for()
    desk.context.set_offline(False)
    desk.evaluate("dispatchEvent(new Event('online'))")
    desk.locator("[data-queue]").wait_for(state="hidden")

    keys = {scan["uuid"] for body in bodies for scan in json.loads(body)["scans"]}
    assert len(bodies) >= 2
    assert len(keys) == 1
    assert desk.locator("#scan-log").inner_text() == keys.pop()


def test_the_same_code_twice_within_a_tenth_of_a_second_counts_once(desk: Page) -> None:
    desk.goto("/scan/")
    sent: list[Request] = []
    desk.on("request", lambda request: sent.append(request) if "scanned" in request.url else None)

    with desk.expect_request(lambda request: "scanned" in request.url):
        desk.evaluate(
            """() => { const field = document.querySelector('[data-scan-field]');
            for (let n = 0; n < 2; n++) { field.value = '6901234567892'; field.form.requestSubmit(); } }"""
        )
    desk.wait_for_timeout(300)

    assert len(sent) == 1


def test_a_wrong_code_turns_the_band_red_at_once(desk: Page) -> None:
    desk.goto("/scan/")
    desk.route("**/scanned/", lambda route: None)

    desk.locator("[data-scan-field]").fill("0000000000")
    desk.keyboard.press("Enter")

    assert "wrong" in (desk.locator("#scan-band").get_attribute("class") or "")
    assert "Not in this order" in desk.locator("#scan-band").inner_text()


def test_brackets_walk_the_list_a_document_was_opened_from(desk: Page) -> None:
    desk.goto("/inbox/")
    desk.evaluate("sessionStorage.setItem('gendan-list', JSON.stringify(['/list/', '/inbox/', '/detail/']))")

    desk.keyboard.press("]")

    desk.wait_for_url("**/detail/")
