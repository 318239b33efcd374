"""The inbox in a real browser: one key on a desk, one thumb on a phone."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from approvals.models import Decision, Task
from core.models import User
from orders.models import Order
from orders.services import submit_order
from tests.approvals.builders import open_task, submit
from tests.browser.chromium import started
from tests.browser.serving import serving
from tests.browser.visitor import AXE, LOOK, RULES
from tests.cast import make_customer, make_draft, make_person, make_product

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return started(browser_type_launch_args)


@pytest.fixture
def orders(settings: Any) -> tuple[User, Order, Order]:
    """Bo, and two orders of Ann's that wait for him."""
    settings.WHITENOISE_USE_FINDERS = True
    bo = make_person("bo", "sales_manager")
    ann = make_person("ann", "sales", manager=bo)
    first = submit(ann)
    second = make_draft(ann, make_customer(ann, "C-2"), [(make_product("B-1"), 1200)])
    submit_order(second.pk, actor=ann)
    return bo, first, second


def opened(browser: Browser, live_server: Any, bo: User, **look: Any) -> Iterator[Page]:
    client = Client()
    client.force_login(bo)
    context = browser.new_context(base_url=live_server.url, locale="en-US", **look)
    session = client.cookies["sessionid"].value
    cookies = {"sessionid": session, "django_language": "en"}
    context.add_cookies([{"name": key, "value": value, "url": live_server.url} for key, value in cookies.items()])
    yield context.new_page()
    context.close()
    serving.wait_until_quiet()


@pytest.fixture
def desk(browser: Browser, live_server: Any, orders: Any) -> Iterator[Page]:
    yield from opened(browser, live_server, orders[0], viewport={"width": 1366, "height": 768})


@pytest.fixture
def phone(browser: Browser, live_server: Any, orders: Any) -> Iterator[Page]:
    size = {"width": 390, "height": 844}
    yield from opened(browser, live_server, orders[0], viewport=size, has_touch=True, is_mobile=True)


def faults(page: Page) -> list[str]:
    page.evaluate(AXE)
    return [found["id"] for found in page.evaluate(LOOK, RULES)]


def test_one_key_approves_and_the_next_task_opens(desk, orders):
    _bo, first, second = orders
    following = open_task(second)
    desk.goto("/approvals/")
    expect(desk.locator("#question")).to_contain_text("97,180.00")
    expect(desk.locator("form.decide")).to_be_in_viewport(ratio=1)
    assert faults(desk) == []

    desk.keyboard.press("a")

    desk.wait_for_url(f"**{following.get_absolute_url()}")
    assert Decision.objects.get().task.step.request.order_id == first.pk


def test_a_phone_shows_the_evidence_and_the_answers_together(phone, orders):
    _bo, first, _second = orders
    task = open_task(first)
    phone.goto(task.get_absolute_url())

    for part in ("#question", ".badge >> nth=0", "[data-key=a]", "[data-key=b]", "[data-key=r]"):
        expect(phone.locator(part).first).to_be_in_viewport(ratio=1)
    expect(phone.locator(".inbox-list-pane")).to_be_hidden()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults(phone) == []

    phone.locator("[name=opinion]").fill("too cheap")
    phone.locator("[data-key=b]").tap()

    phone.wait_for_url(lambda url: task.get_absolute_url() not in url)
    assert Task.objects.get(pk=task.pk).decision.opinion == "too cheap"


def test_one_key_opens_each_further_act(desk, orders):
    _bo, first, _second = orders
    task = open_task(first)

    for key, act in (("f", "transfer"), ("s", "add-signer")):
        desk.goto("/approvals/")
        desk.keyboard.press(key)
        desk.wait_for_url(f"**{task.get_absolute_url()}{act}/")
        assert faults(desk) == []


def test_a_phone_finds_the_further_acts_behind_one_button(phone, orders):
    _bo, first, _second = orders
    task = open_task(first)
    phone.goto(task.get_absolute_url())

    phone.locator("details.menu.up summary").tap()
    expect(phone.locator("details.menu.up a").first).to_be_in_viewport(ratio=1)
    assert faults(phone) == []
    phone.locator("details.menu.up a").first.tap()

    phone.wait_for_url(f"**{task.get_absolute_url()}transfer/")


def test_alike_tasks_are_approved_together_in_three_clicks(desk, orders):
    desk.goto("/approvals/")
    for box in desk.locator("input[name=task]").all():
        box.check()
    desk.locator(".inbox-bulk button").click()
    assert faults(desk) == []
    expect(desk.locator("dl.facts")).to_contain_text("2")

    desk.locator("form.confirm button[type=submit]").click()

    desk.wait_for_url("**/approvals/")
    assert Decision.objects.count() == 2
