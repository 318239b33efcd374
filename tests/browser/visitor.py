"""One person at one screen: a page that remembers every fault and counts every key and tap."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import translation
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

from core.models import User
from tests.browser.world import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# All rules are asked of everything; what passed is not written up, and nobody needs the way to each element.
LOOK = """async (rules) => {
    const how = { runOnly: rules, resultTypes: ["violations"], selectors: false, preload: false };
    return (await axe.run(document, how)).violations;
}"""


@dataclass
class Visitor:
    """Somebody in the house. Whatever the browser complains of, and every answer that is no answer, is a fault."""

    context: BrowserContext
    person: User
    language: str
    page: Page = field(init=False)
    faults: list[str] = field(default_factory=list)
    keys: int = 0
    taps: int = 0
    refusals: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def _heard(self, said: ConsoleMessage) -> None:
        # A refused form is an answer of the house; the browser reports its status as an error all the same.
        if said.type == "error" and not any(f"status of {one}" in said.text for one in self.refusals):
            self.faults.append(f"console: {said.text}")

    def _failed(self, request: Request) -> None:
        # A check that is overtaken by more typing, and what a new page leaves behind, is called off by the browser.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"{request.method} {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.refusals:
            self.faults.append(f"{response.request.method} {response.url}: {response.status}")

    def word(self, english: str, **values: Any) -> str:
        """A word of the house as this visitor reads it."""
        with translation.override(self.language):
            return translation.gettext(english) % values if values else translation.gettext(english)

    def sign_in(self) -> None:
        """By keyboard, as everybody does in the morning."""
        self.page.goto("/sign-in/")
        self.give_name()

    def give_name(self) -> None:
        """On the sign-in page, wherever it came up."""
        expect(self.page.locator("input[name=username]")).to_be_focused()
        self.type(self.person.username)
        self.press("Tab")
        self.type(PASSWORD)
        self.press("Enter")
        self.page.wait_for_url(lambda url: "/sign-in/" not in url)

    def open(self, path: str) -> None:
        self.page.goto(path)

    def type(self, text: str) -> None:
        self.keys += len(text)
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def tap(self, target: Locator) -> None:
        self.taps += 1
        target.tap() if self.narrow else target.click()

    @property
    def narrow(self) -> bool:
        return (self.page.viewport_size or {"width": 0})["width"] < 640

    def act(self, english: str, within: Locator | None = None) -> Locator:
        """The button or link that says this."""
        name = self.word(english)
        place = within or self.page.locator("main")
        return place.get_by_role("button", name=name).or_(place.get_by_role("link", name=name)).first

    def gentle(self) -> None:
        """The page in front is accessible and fits its screen: axe finds nothing, nothing scrolls sideways."""
        self.page.evaluate(AXE)
        found = self.page.evaluate(LOOK, RULES)
        assert [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]] == []
        assert self.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, self.page.url

    def leave(self) -> None:
        self.context.close()
        assert self.faults == []
