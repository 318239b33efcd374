"""Every component in a real browser: accessible, narrow enough, and quiet under the strict policy."""

import pytest
from playwright.sync_api import Page

from tests.browser.visitor import LOOK, RULES
from tests.ui.conftest import AXE

pytestmark = pytest.mark.browser

PAGES = ("list", "detail", "entry", "inbox", "scan", "parts", "login", "search")


def violations(page: Page) -> list[str]:
    page.wait_for_load_state("networkidle")
    found = page.evaluate(LOOK, RULES)
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("name", [name for name in PAGES if name != "search"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_has_no_accessibility_fault(desk: Page, name: str, theme: str) -> None:
    desk.emulate_media(color_scheme=theme)
    desk.add_init_script(path=AXE)

    desk.goto(f"/{name}/")

    assert violations(desk) == []


@pytest.mark.parametrize("name", [name for name in PAGES if name != "search"])
@pytest.mark.parametrize("width", [360, 320])
def test_a_page_does_not_scroll_sideways_on_a_phone(phone: Page, name: str, width: int) -> None:
    phone.set_viewport_size({"width": width, "height": 700})

    phone.goto(f"/{name}/")

    assert phone.evaluate("document.documentElement.scrollWidth") <= width


def test_a_missing_page_says_so_inside_the_frame(desk: Page) -> None:
    answer = desk.request.get("/search/")

    assert answer.status == 404
    assert "There is nothing at this address" in answer.text()
    assert "<nav" in answer.text()


def test_the_page_works_without_script(browser, house: str) -> None:
    context = browser.new_context(
        java_script_enabled=False, base_url=house, extra_http_headers={"Accept-Language": "en"}
    )
    page = context.new_page()

    page.goto("/list/")

    assert page.locator(".table tbody tr").count() == 13
    assert page.locator(".bulkbar button[name=act]").count() == 2
    page.goto("/login/")
    assert page.locator("button.role-card").count() == 4
    assert page.locator("[data-show]").is_hidden()
    context.close()


def test_printing_is_always_light_and_without_the_frame(desk: Page) -> None:
    desk.emulate_media(media="print", color_scheme="dark")

    desk.goto("/detail/")

    assert desk.locator(".top").is_hidden()
    assert desk.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--page').trim()") == "#F5F6F4"


def test_the_theme_is_remembered_and_drawn_by_the_server(desk: Page) -> None:
    desk.goto("/list/")
    desk.locator("#me > summary").click()
    desk.locator("#me [data-look=theme] button[value=dark]").click()

    desk.reload()

    assert desk.locator("html").get_attribute("data-theme") == "dark"
