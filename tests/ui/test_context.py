"""What every page gets: the menu by policy, the place one is at, and how this person likes to see it."""

from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.test import RequestFactory, override_settings

from core.access import PUBLIC, SIGNED_IN
from core.context import page
from core.navigation import NavItem

ASKED: list[str] = []


def nobody(user: object) -> bool:
    return False


def counted(user: object) -> int:
    ASKED.append("count")
    return 7


NAVIGATION = (
    NavItem("Settings", "me", "Work", SIGNED_IN, "todo", counted, phone=True),
    NavItem("Secret", "login", "Work", nobody, "lock"),
    NavItem("Nowhere", "no_such_page", "Work", PUBLIC, "lock"),
    NavItem("Sign out", "logout", "", PUBLIC, "leave"),
)


@pytest.fixture(autouse=True)
def own_menu() -> object:
    ASKED.clear()
    with override_settings(NAVIGATION=f"{__name__}.NAVIGATION"):
        yield


def asked_for(path: str, **user: object) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = SimpleNamespace(is_authenticated=True, single_keys=True, theme="", density="", **user)
    return request


def test_the_menu_holds_what_this_person_may_see_and_what_exists() -> None:
    labels = [item["label"] for item in page(asked_for("/"))["nav"]]

    assert labels == ["Settings", "Sign out"]


def test_the_place_one_is_at_is_the_longest_address_that_covers_it() -> None:
    active = [item["label"] for item in page(asked_for("/me/deeper/"))["nav"] if item["active"]]

    assert active == ["Settings"]


def test_numbers_are_asked_once_and_only_when_the_menu_is_drawn() -> None:
    context = page(asked_for("/"))
    assert ASKED == []

    assert [item["label"] for item in context["dock"]] == ["Settings"]
    assert context["todo_place"]["count"] == 7
    assert list(context["nav"])[0]["count"] == 7
    assert ASKED == ["count"]


def test_strangers_get_no_menu() -> None:
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(is_authenticated=False)

    assert not page(request)["nav"]
    assert ASKED == []


def test_looks_come_from_the_browser_then_from_the_person_and_only_known_ones() -> None:
    request = asked_for("/")
    request.user.theme, request.user.density, request.user.single_keys = "dark", "roomy", False
    request.COOKIES |= {"density": "compact", "rail": '"><script>'}

    look = page(request)["look"]

    assert dict(look) == {"theme": "dark", "density": "compact", "rail": "", "keys": "off"}


SEVERAL = (
    NavItem("Report", "me", "", lambda user: user.name != "Eve"),
    NavItem("Quality", "notifications:list", "", lambda user: True, under="me"),
)


@override_settings(NAVIGATION=f"{__name__}.SEVERAL")
def test_pages_of_one_place_are_its_tabs_and_one_line_of_the_menu() -> None:
    context = page(asked_for("/notifications/?days=90", name="Ann"))

    assert [item["url"] for item in context["nav_tabs"]] == ["/me/?days=90", "/notifications/?days=90"]
    assert [(item["label"], item["active"]) for item in context["nav"]] == [("Report", True)]
    assert [(item["label"], item["active"]) for item in context["nav_tabs"]] == [("Report", False), ("Quality", True)]
    assert page(asked_for("/notifications/5/", name="Ann"))["nav_tabs"] == []


@override_settings(NAVIGATION=f"{__name__}.SEVERAL")
def test_whoever_may_not_see_the_place_finds_the_page_in_the_menu() -> None:
    context = page(asked_for("/notifications/", name="Eve"))

    assert [item["label"] for item in context["nav"]] == ["Quality"]
    assert context["nav_tabs"] == []
