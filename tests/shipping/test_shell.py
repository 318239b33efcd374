"""The scan pages as an app on a phone: what they keep, what they may, and that no other page may it."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from shipping.services import open_shipment
from shipping.views.shell import SHELL
from tests.flows.test_weights import JS, carried, packed
from tests.shipping.builders import ready_order

pytestmark = pytest.mark.django_db
SCANNING = 20_000


@pytest.fixture
def shown(client, ann, cem):
    order, _product = ready_order(ann, cem)
    shipment = open_shipment(order.pk, actor=cem)
    client.force_login(cem)
    return client.get(reverse("shipping:pick", args=[shipment.number]))


def test_only_scan_pages_let_the_camera_look_and_its_reader_run(client, shown):
    other = client.get(reverse("shipping:list"))

    assert shown["Permissions-Policy"] == "camera=(self)"
    assert "'wasm-unsafe-eval'" in shown["Content-Security-Policy"]
    assert "unsafe-inline" not in shown["Content-Security-Policy"]
    assert "'unsafe-eval'" not in shown["Content-Security-Policy"]
    assert "wasm" not in other["Content-Security-Policy"]
    assert other.get("Permissions-Policy", "") == ""


def test_the_worker_keeps_the_scan_pages_and_no_other(client, shown):
    answer = client.get(reverse("shipping:scan_worker"))
    told = json.loads(re.search(r"const TOLD = (\{.*\});", answer.content.decode())[1])

    scope = reverse("shipping:scan_start")
    assert (answer["Service-Worker-Allowed"], told["scope"]) == (scope, scope)
    assert shown.request["PATH_INFO"].startswith(scope)
    assert not reverse("shipping:list").startswith(scope) and not reverse("shipping:scans").startswith(scope)
    assert [name for name in SHELL if not finders.find(name)] == []
    assert {url.removeprefix("/static/") for url in told["shell"]} == set(SHELL)
    asked = set(re.findall(r'(?:src|href)="/static/([^"?]+\.(?:js|css))"', shown.content.decode()))
    assert asked <= set(SHELL)


def test_every_script_of_the_scan_page_is_kept(shown):
    own = {f"js/{path.relative_to(path.parents[1])}" for path in _folder().glob("*.js")}

    own.discard("js/scan/worker.js")
    assert own <= set(SHELL)


def _folder() -> Path:
    return Path(str(finders.find("js/scan.js"))).parent / "scan"


def test_the_app_opens_with_the_scan_page_and_has_its_icons(client, shown):
    told = client.get(reverse("shipping:scan_manifest"), headers={"Accept-Language": "zh-hans"}).json()

    assert (told["name"], told["display"]) == ("Gendan 扫描", "standalone")
    assert told["start_url"] == told["scope"] == reverse("shipping:scan_start")
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in told["icons"])
    assert {icon["sizes"] for icon in told["icons"]} >= {"192x192", "512x512"}


def test_b_the_scan_page_carries_little_more_than_any_other(shown):
    html = shown.content.decode()
    parts = sum(packed((_folder() / path.name).read_bytes()) for path in _folder().glob("*.js"))

    assert carried(html, "js") + parts < JS + SCANNING
    assert parts < SCANNING


def test_the_start_page_lists_what_is_in_hand(client, ann, cem, shown):
    html = client.get(reverse("shipping:scan_start")).content.decode()

    assert shown.request["PATH_INFO"] in html and 'name="code"' in html
