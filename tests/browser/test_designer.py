"""The rules of approval written by keyboard and by dragging, read on a phone, in both languages (S38, S124)."""

import re

import pytest
from playwright.sync_api import expect

from approvals.models import Policy
from approvals.services import copy_policy
from core.models import User
from tests.approvals.builders import make_fay
from tests.browser.conftest import PHONE, Visit
from tests.browser.visitor import Visitor

FOCUS = "(e => e === document.body ? '' : e.getAttribute('aria-label') || e.innerText || '')(document.activeElement)"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def fay(bo: User, dot: User) -> User:
    return make_fay()


def names(policy: Policy) -> list[str]:
    return list(policy.rules.order_by("position").values_list("name", flat=True))


def active() -> Policy:
    return Policy.objects.active("order").get()


def focus_on(visitor: Visitor, name: str) -> None:
    """Tab until the thing of this name is in focus."""
    for _n in range(250):
        visitor.press("Tab")
        if name in visitor.page.evaluate(FOCUS):
            return
    raise AssertionError(f"{name} is never in focus")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_s38_a_policy_is_copied_reordered_written_and_published_by_keys(
    visit: Visit, fay: User, language: str
) -> None:
    visitor = visit(fay, language=language, dark=language == "en")
    page = visitor.page
    visitor.sign_in()
    visitor.open("/approvals/rules/")
    visitor.gentle()
    visitor.open(active().get_absolute_url())
    visitor.gentle()

    focus_on(visitor, visitor.word("Copy to a new draft"))
    visitor.press("Enter")
    page.wait_for_url("**/copy/")
    visitor.press("Control+Enter")
    page.wait_for_url(re.compile(r"/rules/\d+/$"))
    draft = Policy.objects.get(kind="order", version=2)
    visitor.gentle()

    focus_on(visitor, visitor.word("Move “%(name)s” down", name=visitor.word("Large order")))
    visitor.press("Enter")
    page.wait_for_url(re.compile(r"moved="))
    page.wait_for_function("document.activeElement.closest('.sentences') !== null")
    visitor.press("Enter")
    expect(page.locator(".sentence-head b").nth(2)).to_have_text(visitor.word("Large order"))
    assert names(draft)[:3] == ["New customer", "Discount", "Large order"]

    visitor.press("c")
    page.wait_for_url("**/add/")
    visitor.gentle()
    page.locator("#id_name").focus()
    visitor.type("Rush" if language == "en" else "急单")
    page.locator("#id_when-0-value").focus()
    visitor.press("Control+a")
    visitor.type("80000")
    visitor.press("Control+Enter")
    page.wait_for_url(re.compile(r"/rules/\d+/#s\d+"))
    assert draft.rules.order_by("position").last().when == [["total", ">=", 80_000]]

    focus_on(visitor, visitor.word("Publish"))
    visitor.press("Enter")
    page.wait_for_url("**/publish/")
    visitor.gentle()
    page.locator("#id_reason").focus()
    visitor.type("Autumn")
    visitor.press("Control+Enter")
    page.wait_for_url(re.compile(r"/rules/\d+/$"))
    assert (active().version, active().note) == (2, "Autumn")


def test_s38_sentences_are_dragged_into_another_order(visit: Visit, fay: User) -> None:
    draft = copy_policy(active().pk, actor=fay)
    visitor = visit(fay, language="en")
    page = visitor.page
    visitor.sign_in()
    visitor.open(draft.get_absolute_url())

    rows = page.locator("[data-sentences] > li")
    with page.expect_navigation():
        rows.nth(1).drag_to(rows.nth(0), target_position={"x": 40, "y": 4})

    assert names(draft)[:2] == ["New customer", "Large order"]


def test_the_rules_read_on_a_phone_and_every_page_is_gentle(visit: Visit, fay: User) -> None:
    draft = copy_policy(active().pk, actor=fay)
    draft.rules.filter(name="Overdue debt").update(together=True)
    visitor = visit(fay, look=PHONE)
    visitor.sign_in()
    first = draft.rules.first()

    for path in ("", "compare/", "try-out/?total=185000&tier=new", "rehearse/", "trial/", f"{first.pk}/", "publish/"):
        visitor.open(f"{draft.get_absolute_url()}{path}")
        visitor.gentle()


def test_without_script_a_sentence_is_moved_and_gains_a_condition(visit: Visit, fay: User) -> None:
    draft = copy_policy(active().pk, actor=fay)
    visitor = visit(fay, language="en", script=False)
    page = visitor.page
    visitor.sign_in()
    visitor.open(draft.get_absolute_url())
    page.get_by_role("button", name="Move “Large order” down").click()
    page.get_by_role("link", name="Edit “Large order”").click()
    page.locator("#new-fact").select_option("tier")
    page.get_by_role("button", name="Add").click()
    page.locator("input[name=when-1-value][value=new]").check()
    page.get_by_role("button", name="Save").last.click()

    assert names(draft)[:2] == ["New customer", "Large order"]
    assert draft.rules.get(name="Large order").when == [["total", ">=", 50_000], ["tier", "=", "new"]]
