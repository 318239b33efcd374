"""`check_invariants`: prove that what must always hold, holds now."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from core.invariants import Invariant


def all_invariants() -> Iterator[Invariant]:
    """Every app's own invariants, from the ground floor up."""
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.invariants"):
            yield from import_module(f"{config.name}.invariants").INVARIANTS


def broken() -> list[dict[str, Any]]:
    """One row per invariant: its code, its rule, how many rows break it and the first of them."""
    found = []
    for invariant in all_invariants():
        rows = list(islice(invariant.rows(), 1000))
        found.append(
            {
                "code": invariant.code,
                "rule": invariant.rule,
                "rows": len(rows),
                "first": rows[:20],
            }
        )
    return found


class Command(BaseCommand):
    help = "Check the invariants of the books; exits 1 when any row breaks one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON line")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = broken()
        if options["json"]:
            self.stdout.write(json.dumps(rows, default=str))
        else:
            for row in rows:
                mark = "ok" if not row["rows"] else f"BROKEN {row['rows']}: {row['first']}"
                self.stdout.write(f"{row['code']:<4} {row['rule']} … {mark}")
        if any(row["rows"] for row in rows):
            raise SystemExit(1)
