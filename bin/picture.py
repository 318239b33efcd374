"""Takes the picture of README anew from a running demonstration: an order on its way, as the director sees it.

.venv/bin/python bin/picture.py [--address http://127.0.0.1:8000]
"""

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

TARGET = Path(__file__).resolve().parents[1] / "docs/images/order.png"
DIRECTOR = 2  # the third card of the sign-in page


def take(page: Page) -> None:
    page.goto("/sign-in/")
    page.locator("button.role-card").nth(DIRECTOR).click()
    page.goto("/orders/?tab=short")
    page.locator("tr:has-text('部分发货') .cell-title a").first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=TARGET)


def main() -> None:
    parser = argparse.ArgumentParser("bin/picture.py")
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    address = parser.parse_args().address
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        take(browser.new_page(base_url=address, viewport={"width": 1366, "height": 768}, locale="zh-CN"))
        browser.close()
    print(TARGET)


if __name__ == "__main__":
    main()
