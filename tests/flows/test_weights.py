"""What a first visit carries: pages, style and scripts stay small enough for a slow phone."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from tests.cast import make_customer, make_draft, make_product

pytestmark = pytest.mark.django_db
HTML, CSS, JS = 60_000, 30_000, 45_000
ROWS = 50


def packed(content: bytes) -> int:
    return len(gzip.compress(content))


def carried(page: str, kind: str) -> int:
    """The packed weight of all files of a kind a page asks for."""
    names = set(re.findall(rf'(?:src|href)="/static/([^"?]+\.{kind})"', page))
    assert names
    return sum(packed(Path(str(finders.find(name))).read_bytes()) for name in names)


def test_b_a_list_of_fifty_orders_weighs_little(client, ann, settings):
    customer, goods = make_customer(ann), make_product()
    for _n in range(ROWS):
        make_draft(ann, customer, [(goods, 2)])
    client.force_login(ann)

    page = client.get(reverse("orders:list")).content

    assert page.count(b"<tr data-href") == ROWS
    assert packed(page) < HTML
    assert carried(page.decode(), "css") < CSS
    assert carried(page.decode(), "js") < JS


@pytest.mark.parametrize("name", ["orders:new", "orders:quotation-new", "orders:contract-new", "reports:live", "home"])
def test_b_the_heavier_pages_stay_within_the_same_bounds(client, ann, name):
    client.force_login(ann)

    page = client.get(reverse(name)).content

    assert (packed(page) < HTML, carried(page.decode(), "js") < JS) == (True, True)
