"""A manager makes a key in their own settings, copies it, and revokes it; on a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from api.models import ApiKey
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("look", "language"), [(DESK, "en"), (PHONE, "zh-hans")])
def test_a_key_is_made_shown_once_and_revoked(visit: Visit, world: World, look: dict, language: str) -> None:
    bo = visit(world.bo, look=look, language=language)
    page = bo.page
    bo.sign_in()
    bo.open("/me/")
    bo.gentle()
    bo.act("Make an API key").click()
    page.locator("[name=name]").fill("web shop")
    bo.gentle()
    bo.act("Make the key").click()
    token = page.locator("#token").input_value()
    bo.gentle()

    assert token.startswith(ApiKey.objects.get().prefix)
    bo.open("/me/")
    expect(page.locator("#panel-api-keys")).to_contain_text(f"{token[:12]}…")
    bo.gentle()
    bo.act("Revoke").click()
    bo.gentle()
    bo.act("Revoke").click()
    page.wait_for_url("**/me/")
    assert ApiKey.objects.get().revoked_at is not None
