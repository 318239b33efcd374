"""Every page there is, not only what hangs in a menu: forms, verbs, papers, settings, with long names in them.

It fits a phone of 360, axe finds nothing, the browser complains of nothing: by day in Chinese, by night in English.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from catalog.models import Product
from customers.models import Customer
from orders.models import OrderLine
from tests.access import places
from tests.access.test_matrix import KNOWN, ROUTES
from tests.access.world import ROLES, World, build
from tests.browser.conftest import DESK, SMALL, Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRM = "Shenyang Shengcen Electromechanical Engineering Group Co., Ltd."
SHARES = 4
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((one) => one.outerHTML.slice(0, 120))"""
LONG = "不锈钢自润滑关节轴承组件 SN-2×13 DN13/27.5 MPa EtherCAT 100×200×300 mm"


@pytest.fixture
def world(settings: Any) -> World:
    """One of everything, under the longest names a product and a customer are likely to have."""
    settings.WHITENOISE_USE_FINDERS = True
    built = build()
    Product.objects.update(name=LONG, name_en=LONG)
    OrderLine.objects.update(text=LONG)
    Customer.objects.update(name=FIRM, name_en=FIRM, short_name="")
    return built


PAGES: dict[str, str] = {}
"""The names of all addresses that are pages, and the first person of the house who may see each; found once."""


def pages(built: World) -> list[tuple[str, str]]:
    """Who looks at what, person by person."""
    if not PAGES:
        PAGES.update(_found(built))
    routes = dict(ROUTES)
    shown = sorted(PAGES.items(), key=lambda row: (row[1], row[0]))
    return [(who, places.address(name, routes[name], built.values)) for name, who in shown]


def _found(built: World) -> Iterator[tuple[str, str]]:
    for name, pattern in ROUTES:
        row = dict(cell.split("=") for cell in KNOWN[name]["get"].split())
        allowed = [who for who in ROLES if row[who] == "ok"]
        url = places.address(name, pattern, built.values)
        if allowed and name != "set_language" and _is_a_page(built, allowed[0], url):
            yield name, allowed[0]


def share_of(shown: list[tuple[str, str]], share: int) -> list[tuple[str, str]]:
    """A part of them in one piece, so that few people have to sign in."""
    return shown[share * len(shown) // SHARES : (share + 1) * len(shown) // SHARES]


def _is_a_page(built: World, who: str, url: str) -> bool:
    client = Client()
    client.force_login(built.people[who], backend="core.backends.RoleBackend")
    answer = client.get(url)
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize(("language", "dark"), [("zh-hans", False), ("en", True)], ids=["day", "night"])
def test_every_page_fits_and_is_open_to_all(
    visit: Visit, world: World, language: str, dark: bool, share: int
) -> None:
    shown = pages(world)
    assert len(shown) > 80

    guest, wide = None, []
    for who, url in share_of(shown, share):
        if guest is None or guest.person != world.people[who]:
            guest = visit(world.people[who], language=language, dark=dark)
            guest.sign_in()
        guest.page.set_viewport_size(SMALL)
        guest.open(url)
        if guest.page.evaluate("document.documentElement.scrollWidth") > SMALL["width"]:
            wide.append((url, guest.page.evaluate(TOO_WIDE)))
        guest.page.set_viewport_size(DESK["viewport"])
        guest.gentle()

    assert wide == []
