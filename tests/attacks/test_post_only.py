"""A10: nothing is written by looking, and nothing is posted without the secret of one's own page."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from api.views.door import Door
from tests.access import places
from tests.access.world import ROLES, World
from tests.attacks.books import books, since

ADMIN = ("/admin/login/", "/admin/core/user/add/", "/admin/catalog/product/add/", "/admin/catalog/product/import/")


def addresses(house: World) -> dict[str, str]:
    return {name: places.address(name, pattern, house.values) for name, pattern in places.names()}


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every view there is, the admin's among them."""
    for entry in (resolver or get_resolver()).url_patterns:
        yield from patterns(entry) if isinstance(entry, URLResolver) else [entry]


def test_a10_no_view_waives_the_secret_but_those_that_take_no_cookie():
    waived = [one.callback for one in patterns() if getattr(one.callback, "csrf_exempt", False)]

    assert [view for view in waived if not issubclass(view.view_class, Door)] == []


def test_a10_every_post_without_or_with_a_foreign_secret_is_refused_and_writes_nothing(house, sign_in):
    found, foreign = [], "f" * 32 + "g" * 32
    for name in ("", "ann", "dot"):
        client = sign_in(name, enforce_csrf_checks=True)
        before = books()
        for url in (*addresses(house).values(), *ADMIN):
            for token in ({}, {"csrfmiddlewaretoken": ""}, {"csrfmiddlewaretoken": foreign}):
                client.cookies["csrftoken"] = "a" * 32
                # A session opens nothing of the API, so there is no secret to ask for.
                if (status := client.post(url, token).status_code) != (401 if url.startswith("/api/") else 403):
                    found.append((name, url, token, status))
        assert since(before) == []

    assert found == []


def test_a10_the_secret_of_another_session_opens_nothing(house, sign_in):
    ann, eve = sign_in("ann", enforce_csrf_checks=True), sign_in("eve", enforce_csrf_checks=True)
    ann.get("/me/")
    eve.get("/me/")

    answer = eve.post("/me/", {"theme": "dark", "csrfmiddlewaretoken": ann.cookies["csrftoken"].value})

    assert answer.status_code == 403


def crawl(client: Client, house: World) -> list[tuple[str, int]]:
    """Look at everything there is; the house never breaks over it."""
    asked = {name: url for name, url in addresses(house).items() if name not in ("logout", "readyz")}
    found = ((name, client.get(url).status_code) for name, url in asked.items())
    return [(name, status) for name, status in found if status >= 500]


@pytest.mark.timeout(900)
def test_a10_looking_at_every_page_as_everybody_writes_nothing(house, sign_in):
    wrote = {}
    for name in ("", *ROLES):
        client, before = sign_in(name), books()
        assert crawl(client, house) == []
        wrote[name] = since(before)

    assert {name: tables for name, tables in wrote.items() if tables} == {}
