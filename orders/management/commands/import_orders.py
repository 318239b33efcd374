"""`import_orders`: take historical orders in from a file, or try it first."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from core.access import Forbidden
from core.models import User
from core.people import HOUSE
from core.refusal import Refused
from orders.importing import mapping
from orders.importing.accounting import Account, printed
from orders.services.imports.importing import GOOD_ROWS, POLICIES, Errand, import_orders, rehearse_import

SHOWN = 20


class Command(BaseCommand):
    """Exits 0 when the file was taken as asked, 1 when all-or-nothing took nothing because rows were refused."""

    help = "Import historical orders from CSV (also .gz) or xlsx as finished history."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file, or the folder of files that belong together")
        parser.add_argument("--map", required=True, help="the mapping: a path, or the name of one of ours")
        parser.add_argument("--dry-run", action="store_true", help="judge every row and write nothing")
        parser.add_argument("--policy", choices=POLICIES, default=GOOD_ROWS)
        parser.add_argument("--errors", type=Path, help="write refused rows with their reasons to this CSV")
        parser.add_argument("--json", action="store_true", help="one JSON line")
        parser.add_argument("--user", help="whose right is asked and whose name stands in history")

    def handle(self, *args: Any, **options: Any) -> None:
        act = rehearse_import if options["dry_run"] else import_orders
        try:
            errand = Errand(
                path=options["file"],
                mapping=mapping.find(options["map"]),
                policy=options["policy"],
                errors=options["errors"],
            )
            with Bar() as bar:
                account = act(errand, actor=person(options["user"]), progress=bar)
        except (Refused, Forbidden) as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(printed(account), ensure_ascii=False))
        else:
            self._tell(account, dry=options["dry_run"])
        if account.refused and options["policy"] != GOOD_ROWS:
            sys.exit(1)

    def _tell(self, account: Account, *, dry: bool) -> None:
        data = account.as_data()
        for error in data["notes"].pop("errors")[:SHOWN]:
            error |= {"reason": _(error["reason"]), "fix": _(error["fix"])}
            self.stdout.write("row {row}, {column}: {reason}: {value!r}. {fix}".format(**error))
        for name in ("rows", "accepted", "refused", "duplicates"):
            self.stdout.write(f"{name:<12}{data[name]:>10} {data['amounts'][name]:>20}")
        for reason, row in data["reasons"].items():
            self.stdout.write(f"  {_(reason)}: {row['rows']} rows, {row['amount']}, first row {row['first_row']}")
        for name in ("orders", "lines", "customers", "products"):
            self.stdout.write(f"{name:<12}{data[name]:>10}")
        for name, value in data["notes"].items():
            self.stdout.write(f"{name.replace('_', ' ')}: {value}")
        self.stdout.write("Dry run, nothing was written." if dry else f"Batch {account.batch or 'none'}.")


def person(username: str | None) -> Any:
    """The named user; without a name the house itself, since whoever runs commands owns the machine."""
    if username is None:
        return HOUSE
    try:
        return User.objects.get(username=username, is_active=True)
    except User.DoesNotExist as error:
        raise CommandError(f"There is no user {username}.") from error


class Bar:
    """A progress bar on a terminal, a line every few seconds elsewhere; the rate stands beside it."""

    def __init__(self) -> None:
        self.bar: Any = None
        self.phase = ""

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *error: object) -> None:
        if self.bar is not None:
            self.bar.close()

    def __call__(self, phase: str, done: int, rows: int) -> None:
        if phase != self.phase:
            self.__exit__()
            every = 0.2 if sys.stderr.isatty() else 5
            self.phase = phase
            self.bar = tqdm(desc=phase, total=rows or None, unit=" rows", mininterval=every, file=sys.stderr)
        self.bar.update(done - self.bar.n)
