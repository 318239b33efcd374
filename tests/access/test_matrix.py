"""A1, A2, A3: every address × every person × looking and acting, against the committed matrix.

`matrix.yaml` says for each address what each person gets: ok, asked (a form is shown again), login,
403 (a right is missing), 404 (it does not exist for them), 405. Everything on the way is Ann's.
An address without a row fails. Set RECORD_MATRIX=1 (in one process: -n 0) to write the file anew, and read every
changed cell.
"""

import os
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import transaction
from django.test import Client

from tests.access import places, world

MATRIX = Path(__file__).with_name("matrix.yaml")
WORDS = {200: "ok", 302: "ok", 409: "asked", 422: "asked", 400: "asked"}
METHODS = ("get", "post")
PEOPLE = ("anonymous", *world.ROLES)


def _client(built: world.World, name: str) -> Client:
    client = Client(raise_request_exception=True)
    if name != "anonymous":
        client.force_login(built.people[name], backend="core.backends.RoleBackend")
    return client


def answers(built: world.World, clients: dict[str, Client], name: str, pattern: object) -> dict[str, str]:
    url = places.address(name, pattern, built.values)
    return {method: " ".join(f"{who}={_ask(clients[who], method, url)}" for who in PEOPLE) for method in METHODS}


def _ask(client: Client, method: str, url: str) -> str:
    if url == "/sign-out/":
        return "405" if method == "get" else "ok"
    with transaction.atomic():
        answer = getattr(client, method)(url)
        transaction.set_rollback(True)
    if answer.status_code == 302 and answer.url.startswith(
        settings.LOGIN_URL if "/" in settings.LOGIN_URL else "/sign-in/"
    ):
        return "login"
    return WORDS.get(answer.status_code, str(answer.status_code))


ROUTES = sorted(places.names(), key=lambda row: row[0])
KNOWN = yaml.safe_load(MATRIX.read_text()) if MATRIX.exists() else {}


def test_a1_the_matrix_names_every_address_and_no_other():
    assert sorted(KNOWN) == [name for name, _pattern in ROUTES] or os.environ.get("RECORD_MATRIX")


SHARES = 6
"""Several hundred addresses, twenty questions each: in one piece they would keep one worker busy for minutes."""


@pytest.mark.django_db
@pytest.mark.parametrize("share", range(SHARES))
def test_a1_a2_a3_everybody_gets_what_the_matrix_says(share):
    built = world.build()
    clients = {name: _client(built, name) for name in PEOPLE}
    found = {name: answers(built, clients, name, pattern) for name, pattern in ROUTES[share::SHARES]}
    if os.environ.get("RECORD_MATRIX"):
        KNOWN.update(found)
        kept = {name: KNOWN[name] for name, _pattern in ROUTES if name in KNOWN}
        MATRIX.write_text(yaml.safe_dump(kept, allow_unicode=True, width=200))

    wrong = {name: row for name, row in found.items() if KNOWN.get(name) != row}
    assert wrong == {}


def test_a2_the_anonymous_reach_nothing_but_the_door():
    door = {"login", "demo_sign_in", "logout", "set_language", "healthz", "readyz"}
    # The scan pages' app itself holds nothing of anybody.
    door |= {"shipping:scan_manifest", "shipping:scan_worker"}
    # Whoever holds a link is let in by it; tests/portal and tests/approvals/test_outside.py show that nobody else
    # is (A27).
    door |= {"portal:order", "portal:received", "portal:deliveries", "portal:delivery", "task-link"}
    inside = [
        name for name, row in KNOWN.items() if "anonymous=ok" in f"{row['get']} {row['post']}" and name not in door
    ]

    assert inside == []


OWNED = ("orders:order", "orders:edit", "customers:customer", "customers:edit", "finance:invoice", "finance:pdf",
         "finance:payment", "shipping:shipment", "shipping:photo", "shipping:job", "approvals:task",
         "notifications:open", "orders:contract",
         "orders:contract-document", "orders:contract-edit", "orders:quotation", "orders:quotation-pdf",
         "orders:quotation-accept",
         "orders:requirement", "orders:requirement-edit", "orders:return", "orders:return-new",
         "orders:return-photo")  # fmt: skip


@pytest.mark.parametrize("name", OWNED)
def test_a3_what_is_anns_does_not_exist_for_eve(name):
    row = KNOWN[name]

    assert "eve=404" in f"{row['get']} {row['post']}"
    assert "eve=ok" not in f"{row['get']} {row['post']}"
