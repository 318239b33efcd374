"""Habits that keep the house sound, read off its source."""

import re

import pytest
from django.db import connection
from django.template import engines

from tests.house.source import ROOT, modules

FORBIDDEN = {
    r"\.update\(\s*state\s*=": "state moves by verbs alone",
    r"\.update\(\*\*\{[^}]*['\"]state['\"]": "state moves by verbs alone",
    r"\btimezone\.now\(": "now comes from core.clock",
    r"\bdate\.today\(|datetime\.now\(": "now comes from core.clock",
    r"\*\*request\.(GET|POST)": "A15: what a visitor sends is never a filter",
    r"\.extra\(|\.raw\(f|execute\(f[\"']": "A15: no text is pasted into SQL",
    r"@receiver|\bpost_save\b|\bpre_save\b": "no signals for business",
    r"\b(TODO|FIXME|XXX)\b": "unfinished",
}
PASTED = r"\.extra\(|\.raw\(f|execute\(f[\"']"
ALLOWED = {
    ("core/clock.py", r"\btimezone\.now\("),
    # Names of a sequence and a database: built from fixed patterns, checked there.
    ("core/numbering.py", PASTED),
    ("core/devserver/postgres.py", PASTED),
    # What is pasted is what the ORM compiled, with its values still apart.
    ("core/counting.py", PASTED),
    ("orders/tables.py", PASTED),
    ("finance/tables.py", PASTED),
}


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_the_source_keeps_the_habits(pattern):
    found = [
        f"{path}: {FORBIDDEN[pattern]}"
        for path, text in modules()
        if re.search(pattern, text) and (str(path), pattern) not in ALLOWED
    ]

    assert found == []


LOCKING = {"core/locks.py", "core/outbox.py", "notifications/services/mailing.py"}
"""Everybody locks through core.locks; two queues of messages skip what another worker holds."""


def test_rows_are_locked_in_one_place():
    found = {str(path) for path, text in modules() if "select_for_update(" in text}

    assert found - LOCKING == set()


def templates() -> list[str]:
    return sorted(str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.*"))


@pytest.mark.parametrize("name", templates())
def test_every_template_compiles(name):
    engines["django"].get_template(name)


@pytest.mark.parametrize("name", [name for name in templates() if name.endswith(".html")])
def test_every_template_says_what_it_needs(name):
    text = (ROOT / "templates" / name).read_text().lstrip()
    text = re.sub(r"^{% extends [^%]+%}\s*", "", text)

    assert re.match(r"{#|{% comment %}|{% load [^%]+%}\s*({#|{% comment %})", text), f"{name} has no comment on top"


@pytest.mark.parametrize("name", [name for name in templates() if name.endswith(".html")])
def test_a30_templates_hold_no_inline_script_or_style(name):
    text = (ROOT / "templates" / name).read_text()

    assert re.findall(r"\son\w+=|style=\"|<script(?![^>]*\bsrc=)[^>]*>", text) == []


APPEND_ONLY = ("core_event", "core_anchor", "orders_stagespan", "inventory_stockmove", "inventory_serialmove",
               "finance_ledgerentry", "orders_correction", "shipping_trackingevent",
               "shipping_deliveryproof")  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_i21_what_only_grows_has_its_trigger(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = %s AND tgenabled = 'O'",
            [table, f"{table}_append_only"],
        )
        assert cursor.fetchone()[0] == 1
