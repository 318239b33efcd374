"""B12, S37: from the message to the decision in three taps, on a phone, one hand; also without script, at 360 px."""

import re
from decimal import Decimal

import pytest
from django.core import mail
from playwright.sync_api import expect

from approvals.models import Decision
from core.nudge import quietly
from core.outbox import sweep
from core.pins import set_pin
from notifications.services import send_waiting
from tests.browser.conftest import PHONE, SMALL, Visit
from tests.browser.world import World, asked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW = PHONE | {"viewport": SMALL}
LOOKS = [("zh-hans", PHONE, True, False), ("en", NARROW, True, True), ("zh-hans", NARROW, False, False)]


def message_to(world: World, language: str, settings) -> str:
    """The address in the letter Bo gets about Ann's order."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    world.bo.email, world.bo.language = "bo@example.com", language
    world.bo.save()
    with quietly():
        asked(world)
        sweep()
        send_waiting()
    letter = next(one for one in mail.outbox if one.to == ["bo@example.com"])
    return re.search(r"/a/[\w-]{43}/", letter.body)[0]


@pytest.mark.parametrize(("language", "look", "script", "dark"), LOOKS)
def test_b12_from_the_message_to_the_decision(visit: Visit, world: World, settings, language, look, script, dark):
    settings.GENDAN_LINK_PIN_ABOVE = Decimal(100_000)
    url = message_to(world, language, settings)
    # The phone speaks another language than its owner chose: the page follows the owner.
    bo = visit(world.bo, look=look, language=language, script=script, dark=dark)
    check = bo.gentle if script else bo.page.title
    # The first tap is on the link in the message.
    bo.open(url)
    bo.taps += 1
    check()
    button = bo.act("Approve")
    expect(button).to_be_in_viewport(ratio=1)
    expect(bo.page.locator("#question")).to_be_in_viewport()
    bo.tap(button)
    expect(bo.page.locator("main h1")).not_to_contain_text(bo.word("To approve"))
    check()

    decision = Decision.objects.get()
    assert (decision.decider, decision.outcome, bo.taps) == (world.bo, "approved", 2)
    assert bo.page.locator("main a").count() == 0
    assert bo.page.locator("html").get_attribute("lang").lower() == language


def test_b12_with_the_pin_it_is_three_taps(visit: Visit, world: World, settings):
    settings.GENDAN_LINK_PIN_ABOVE = Decimal(50_000)
    set_pin(world.bo.pk, pin="402719")
    url = message_to(world, "zh-hans", settings)
    bo = visit(world.bo, look=PHONE)
    bo.refusals = (422,)
    bo.open(url)
    bo.taps += 1
    bo.gentle()
    field = bo.page.locator("[name=pin]")
    expect(field).to_be_in_viewport(ratio=1)
    bo.tap(field)
    bo.type("402718")
    bo.press("Enter")
    expect(bo.page.locator("#errors")).to_contain_text("数字密码不正确")
    bo.gentle()
    bo.page.locator("[name=pin]").fill("402719")
    bo.tap(bo.act("Approve"))
    expect(bo.page.locator("main h1")).to_contain_text("已审批")

    assert (Decision.objects.get().decider, bo.taps) == (world.bo, 3)


def test_without_a_pin_the_way_to_sign_in_lands_on_the_task(visit: Visit, world: World, settings):
    settings.GENDAN_LINK_PIN_ABOVE = Decimal(50_000)
    url = message_to(world, "zh-hans", settings)
    bo = visit(world.bo, look=PHONE)
    bo.open(url)
    bo.gentle()
    bo.tap(bo.act("Sign in to decide"))
    bo.page.wait_for_url(re.compile(r"/sign-in/\?next=/approvals/\d+/$"))
    bo.page.locator("[name=username]").fill("bo")
    bo.page.locator("[name=password]").fill("a-long-password")
    bo.press("Enter")
    bo.page.wait_for_url(re.compile(r"/approvals/\d+/$"))
    expect(bo.act("Approve")).to_be_in_viewport()


def test_a31_the_page_lets_itself_be_framed_by_nobody(visit: Visit, world: World, settings):
    settings.GENDAN_LINK_PIN_ABOVE = Decimal(100_000)
    url = message_to(world, "zh-hans", settings)
    bo = visit(world.bo, look=PHONE)
    trap = f'<iframe src="{url}"></iframe>'
    bo.page.route("**/trap", lambda route: route.fulfill(body=trap, content_type="text/html"))
    bo.open("/trap")
    expect(bo.page.locator("iframe")).to_have_count(1)
    expect(bo.page.frame_locator("iframe").locator("form")).to_have_count(0)
    # The browser says so aloud, which is no fault of ours.
    bo.faults = [fault for fault in bo.faults if "frame" not in fault.lower() and "ERR_BLOCKED" not in fault]
    assert Decision.objects.count() == 0
