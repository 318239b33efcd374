"""A furnished house, and a real browser for everybody in it."""

import os
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from core.models import User
from tests.browser.chromium import started
from tests.browser.serving import serving
from tests.browser.visitor import Visitor
from tests.browser.world import World, furnish

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
DESK = {"viewport": {"width": 1366, "height": 768}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SMALL = {"width": 360, "height": 740}
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)

Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return started(browser_type_launch_args)


@pytest.fixture
def world(ann: User, bo: User, cem: User, dot: User, settings: Any) -> World:
    """Ann's customer with room for a hundred thousand, three products, and stock for them."""
    settings.WHITENOISE_USE_FINDERS = True
    settings.GENDAN_COMPANY_NAME = "杭州跟单贸易有限公司"
    return furnish(ann, bo, cem, dot, limit=Decimal(200_000))


@pytest.fixture
def visit(browser: Browser, live_server: Any, world: World) -> Iterator[Visit]:
    """Let somebody in: visit(person, look=PHONE, language="en", script=True, dark=False)."""
    guests: list[Visitor] = []

    def let_in(
        person: User,
        *,
        look: dict[str, Any] = DESK,
        language: str = "zh-hans",
        script: bool = True,
        dark: bool = False,
    ) -> Visitor:
        context = browser.new_context(
            base_url=live_server.url,
            locale="zh-CN" if language == "zh-hans" else "en-US",
            extra_http_headers={"Accept-Language": "zh-CN" if language == "zh-hans" else "en"},
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            **look,
        )
        context.set_default_timeout(PATIENCE)
        guests.append(Visitor(context, person, language))
        return guests[-1]

    yield let_in
    try:
        for guest in guests:
            guest.leave()
    finally:
        # Sweeping the tables under a request that still reads them is a deadlock.
        serving.wait_until_quiet()
