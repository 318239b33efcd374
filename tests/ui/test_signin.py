"""The door: signing in, picking a language, and being told nothing about which half was wrong."""

import pytest
from django.test import Client

from core.models import User

pytestmark = pytest.mark.django_db


def test_the_door_asks_for_name_and_password_without_script(client: Client) -> None:
    page = client.get("/sign-in/?next=/me/", headers={"accept-language": "en"}).content.decode()

    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert 'name="next" value="/me/"' in page
    assert "role-card" not in page


def test_a_wrong_password_says_not_which_half_was_wrong_and_keeps_the_name(client: Client, ann: User) -> None:
    wrong = client.post("/sign-in/", {"username": "ann", "password": "no"}, headers={"accept-language": "en"})
    unknown = client.post("/sign-in/", {"username": "zoe", "password": "no"}, headers={"accept-language": "en"})

    summary = [page.content.decode().split('role="alert"')[1].split("</div>")[0] for page in (wrong, unknown)]
    assert summary[0] == summary[1]
    assert 'value="ann"' in wrong.content.decode()
    assert "_auth_user_id" not in client.session


def test_signing_in_leads_back_to_the_deep_link(client: Client, ann: User) -> None:
    answer = client.post("/sign-in/", {"username": "ann", "password": "a-long-password", "next": "/me/"})

    assert (answer.status_code, answer["location"]) == (302, "/me/")


def test_the_door_needs_the_secret_of_its_form(ann: User) -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post("/sign-in/", {"username": "ann", "password": "a-long-password"})

    assert answer.status_code == 403
    assert "_auth_user_id" not in strict.session


def test_the_language_is_switched_by_a_posted_form(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "/sign-in/"})

    assert answer["location"] == "/sign-in/"
    page = client.get("/sign-in/").content.decode()
    assert '<html lang="en"' in page
    assert ">Sign in</h1>" in page


def test_a_page_may_be_framed_by_nobody_and_runs_no_inline_code(client: Client) -> None:
    answer = client.get("/sign-in/")

    policy = answer["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert answer["x-frame-options"] == "DENY"
