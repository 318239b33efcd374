"""`import_holidays`: take a year's public holidays and make-up days in from a file, or try it first."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.access import Forbidden
from core.calendars.comparing import Plan, plan_of, said
from core.calendars.editing import import_days
from core.calendars.reading import Reading, read_days
from core.calendars.shipped import find_file
from core.models import User
from core.people import HOUSE
from core.refusal import Refused


class Command(BaseCommand):
    """Exits 0 when the file was taken or could be, 1 when it has faults; then nothing was written."""

    help = "Import public holidays and make-up days from CSV, xlsx or iCalendar into the company calendar."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a path, or the name of one of ours: cn-2026")
        parser.add_argument("--dry-run", action="store_true", help="compare only, write nothing")
        parser.add_argument("--json", action="store_true", help="one JSON line")
        parser.add_argument("--user", help="whose right is asked and whose name stands in history")

    def handle(self, *args: Any, **options: Any) -> None:
        path, plan = find_file(options["file"]), None
        try:
            reading = read_days(path)
            if not reading.faults:
                plan = plan_of(reading.days)
                if not options["dry_run"]:
                    plan = import_days(reading.days, source=path.name, actor=person(options["user"]))
        except (Refused, Forbidden) as refusal:
            raise CommandError(str(refusal)) from refusal
        written = plan is not None and not options["dry_run"]
        if options["json"]:
            faults = [fault.as_data() for fault in reading.faults]
            told = {"file": path.name, "rows": reading.rows, "written": written, "faults": faults}
            self.stdout.write(json.dumps(told | (plan.as_data() if plan else {}), ensure_ascii=False))
        else:
            self._tell(reading, plan, written=written)
        if reading.faults:
            sys.exit(1)

    def _tell(self, reading: Reading, plan: Plan | None, *, written: bool) -> None:
        for fault in reading.faults:
            self.stdout.write("row {row}, {column}: {reason} {value!r} {fix}".format(**fault.as_data()))
        if plan is not None:
            for day in plan.new:
                self.stdout.write(f"new      {_words(day)}")
            for before, after in plan.changed:
                self.stdout.write(f"changed  {_words(before)} -> {_words(after)}")
            for row in plan.removed:
                self.stdout.write(f"removed  {_words(row)}")
            self.stdout.write(
                f"{len(plan.new)} new, {len(plan.changed)} changed, {len(plan.removed)} removed,"
                f" {plan.unchanged} as before."
            )
        self.stdout.write("Written." if written else "Nothing was written.")


def _words(day: Any) -> str:
    return " ".join(str(value) for value in said(day).values() if value not in ("", False)).replace("True", "(?)")


def person(username: str | None) -> Any:
    """The named user; without a name the house itself, since whoever runs commands owns the machine."""
    if username is None:
        return HOUSE
    try:
        return User.objects.get(username=username, is_active=True)
    except User.DoesNotExist as error:
        raise CommandError(f"There is no user {username}.") from error
