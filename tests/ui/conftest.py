"""A real browser on the style page."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.chromium import started

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    return started(browser_type_launch_args)


@pytest.fixture(scope="session")
def house() -> Iterator[str]:
    """The address of the style page, served by a process of its own."""
    server = subprocess.Popen([sys.executable, "-m", "tests.ui.serve"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert server.stdout
    yield server.stdout.readline().strip()
    server.terminate()
    server.wait(10)


@pytest.fixture
def desk(browser: Browser, house: str) -> Iterator[Page]:
    """A desktop page in English; a console error or a broken script fails the test."""
    yield from opened(browser, house, {"viewport": {"width": 1366, "height": 768}})


@pytest.fixture
def phone(browser: Browser, house: str) -> Iterator[Page]:
    size = {"width": 360, "height": 740}
    yield from opened(browser, house, {"viewport": size, "has_touch": True, "is_mobile": True})


def opened(browser: Browser, house: str, look: dict[str, object]) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(
        base_url=house, locale="en-US", extra_http_headers={"Accept-Language": "en"}, **look
    )
    context.set_default_timeout(20_000)
    page, faults = context.new_page(), []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    # A request this test cut off by itself is not a fault of the page.
    assert [fault for fault in faults if "ERR_INTERNET_DISCONNECTED" not in fault] == []
