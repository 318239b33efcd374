"""A17, A28, A30, A31: no page leads away, opens a back room, or lets itself be framed, sniffed or kept."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.urls import reverse

from core.views import signin
from orders.views.list import OrderList
from tests.access import places
from tests.access.world import ROLES

AWAY = (
    "//evil.example", "///evil.example", "////evil.example", "https:evil.example", "https:///evil.example",
    "https://evil.example", "http://testserver@evil.example/", "http://testserver.evil.example/", "/\\evil.example",
    "\\\\evil.example", "/\t/evil.example", "%09//evil.example", "\t//evil.example", "\r\n//evil.example",
    "javascript:alert(1)", "data:text/html,x", "/ok\r\nLocation: https://evil.example", "//[evil",
    "\x00//evil.example",
)  # fmt: skip
BACK_ROOMS = (
    "/docs/", "/admin/doc/", "/admin/docs/", "/metrics", "/metrics/", "/schema/", "/openapi.json", "/swagger/",
    "/redoc/", "/api/", "/debug/", "/__debug__/", "/silk/", "/graphql", "/.env", "/.git/config", "/.git/HEAD",
    "/manage.py", "/static/../config/settings/base.py", "/static/%2e%2e/config/settings/base.py", "/media/",
    "/server-status", "/console", "/flower/", "/i18n/setlang/", "/jsi18n/",
)  # fmt: skip


def stays(target: str) -> bool:
    """Where a browser would go, which drops tabs and line ends and takes backslashes for slashes."""
    read = re.sub(r"[\t\r\n]", "", target).replace("\\", "/")
    place = urlsplit(urljoin("http://testserver/sign-in/", read))
    return (place.scheme, place.netloc) == ("http", "testserver") and "\n" not in target and "\r" not in target


@pytest.mark.parametrize("away", AWAY)
def test_a17_signing_in_leads_nowhere_else(ann, client, away):
    typed = {"username": "ann", "password": "a-long-password"}
    posted = client.post("/sign-in/", typed | {"next": away})
    again = client.get("/sign-in/", {"next": away})

    assert posted.status_code == again.status_code == 302
    assert stays(posted.url) and stays(again.url), (posted.url, again.url)


@pytest.mark.parametrize("away", AWAY)
def test_a17_picking_a_role_in_a_demonstration_leads_nowhere_else(ann, client, away, monkeypatch):
    monkeypatch.setattr(signin, "is_demo", lambda request: True)
    typed = {"username": "ann"}
    posted = client.post("/sign-in/demo/", typed | {"next": away})
    kept = client.post("/sign-in/demo/", typed | {"next": "/approvals/12/?tab=done"})

    assert posted.status_code == 302 and stays(posted.url), posted.url
    assert kept.url == "/approvals/12/?tab=done"


@pytest.mark.parametrize("away", AWAY)
def test_a17_switching_the_language_leads_nowhere_else(ann, client, away):
    client.force_login(ann, backend="core.backends.RoleBackend")
    asked = client.post("/language/", {"language": "en", "next": away})
    sent = client.post("/language/", {"language": "en"}, HTTP_REFERER=away.replace("\r\n", ""))

    assert stays(asked.url) and stays(sent.url), (asked.url, sent.url)


def admin_addresses() -> list[str]:
    named = [(model._meta.app_label, model._meta.model_name) for model in admin.site._registry]
    lists = [reverse(f"admin:{app}_{model}_{what}") for app, model in named for what in ("changelist", "add")]
    return [reverse("admin:index"), reverse("admin:password_change"), *lists]


def test_a28_the_admin_shows_nothing_to_who_does_not_keep_the_house(house, sign_in):
    found = []
    for name in ("", *ROLES):
        client = sign_in(name)
        for url in admin_addresses():
            answer = client.get(url)
            to_the_door = answer.status_code == 302 and answer.url.startswith("/admin/login/")
            if not to_the_door and answer.status_code not in (403, 404):
                found.append((name, url, answer.status_code))

    # The administrators of the house are let in by their own mark, not by their role alone.
    assert not any(person.is_staff for person in house.people.values())
    assert found == []


def test_a28_no_documents_metrics_or_files_of_the_house_are_served(ann, client):
    def nothing_at(path: str) -> bool:
        answer = client.get(path)
        # Below its own address the admin leads everybody to its door, whether something is there or not.
        return answer.status_code == 404 or (answer.status_code == 302 and answer.url.startswith("/admin/login/"))

    strangers = [path for path in BACK_ROOMS if not nothing_at(path)]
    client.force_login(ann, backend="core.backends.RoleBackend")

    assert strangers == []
    assert [path for path in BACK_ROOMS if not nothing_at(path)] == []
    assert settings.DEBUG is False


def test_a28_a_broken_page_says_nothing_about_the_house(ann, client, monkeypatch):
    def broken(self, request, **kwargs):
        secret = settings.SECRET_KEY
        raise RuntimeError(f"a table called core_user and {secret}")

    monkeypatch.setattr(OrderList, "get", broken)
    client.force_login(ann, backend="core.backends.RoleBackend")
    client.raise_request_exception = False

    answer = client.get("/orders/")

    page = answer.content.decode()
    assert answer.status_code == 500
    assert re.findall(r"Traceback|RuntimeError|core_user|SECRET|only-for-tests|\.py|Django", page) == []
    assert answer["X-Frame-Options"] == "DENY" and "frame-ancestors 'none'" in answer["Content-Security-Policy"]


POSTED = (
    "core.Event", "core.Comment", "orders.Order", "orders.OrderLine", "orders.OrderRevision", "finance.Invoice",
    "finance.InvoiceLine", "finance.Payment", "finance.Allocation", "inventory.StockMove", "inventory.StockItem",
    "inventory.Reservation", "shipping.Shipment", "shipping.ShipmentLine", "shipping.Scan", "approvals.Decision",
    "approvals.Task",
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("label", POSTED)
def test_a28_not_even_a_superuser_changes_posted_rows_many_at_once(label, admin_client, admin_user, rf):
    model = apps.get_model(label)
    page = admin.site._registry[model]
    request = rf.get("/")
    request.user = admin_user

    assert not getattr(page, "list_editable", ())
    assert not page.has_change_permission(request) and not page.has_delete_permission(request)
    assert "delete_selected" not in page.get_actions(request)


SCANNING = {
    "shipping:scan_start", "shipping:pick", "shipping:scan", "shipping:pack", "shipping:pack_scan", "shipping:wave",
    "shipping:scan_wave", "shipping:receive", "shipping:scan_return",
}  # fmt: skip
"""Pages on which the camera's reader may run, which is compiled code of the house's own."""
KEPT = {"shipping:scan_worker", "shipping:scan_manifest"}
"""Files of the scan pages' app: the same for everybody, with nothing of anybody in them."""


def headers_wrong(answer, *, private: bool, scanning: bool = False) -> list[str]:
    policy = dict(
        part.strip().partition(" ")[::2] for part in answer.headers.get("Content-Security-Policy", "").split(";")
    )
    if scanning:
        policy["script-src"] = policy.get("script-src", "").replace(" 'wasm-unsafe-eval'", "")
    scripts = policy.get("script-src", policy.get("default-src", "'unsafe-inline'"))
    right = {
        "no unsafe-inline": "unsafe" not in str(policy),
        "scripts from nowhere else": all(word == "'self'" or word.startswith("'nonce-") for word in scripts.split()),
        "styles from nowhere else": policy.get("style-src", policy.get("default-src")) == "'self'",
        "no objects": policy.get("object-src") == "'none'",
        "no base": policy.get("base-uri") == "'none'",
        "never framed": policy.get("frame-ancestors") == "'none'" and answer.headers.get("X-Frame-Options") == "DENY",
        "forms stay": policy.get("form-action") == "'self'",
        "never sniffed": answer.headers.get("X-Content-Type-Options") == "nosniff",
        "referrer": answer.headers.get("Referrer-Policy") in ("same-origin", "no-referrer", "strict-origin"),
        "own window": answer.headers.get("Cross-Origin-Opener-Policy") == "same-origin",
        "not kept": not private or "no-store" in answer.headers.get("Cache-Control", ""),
    }
    return [name for name, holds in right.items() if not holds]


@pytest.mark.timeout(900)
def test_a30_a31_every_answer_of_every_address_carries_the_headers(house, sign_in):
    found = {}
    for name in ("", "ann", "bo", "cem", "dot", "ida"):
        client = sign_in(name)
        for place, pattern in places.names():
            if place == "logout" or (place == "readyz" and name):
                continue
            for method in ("get", "options"):
                answer = getattr(client, method)(places.address(place, pattern, house.values))
                private = bool(name) and place not in KEPT
                if wrong := headers_wrong(answer, private=private, scanning=place in SCANNING):
                    found[name, method, place] = wrong

    assert found == {}
