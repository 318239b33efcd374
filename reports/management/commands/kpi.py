"""`kpi --from --to [--json]`: every key figure of a period by its written definition."""

import datetime
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from reports.figures.kpis import Kpi, kpis
from reports.figures.period import Period


class Command(BaseCommand):
    help = "Print every key figure of a period with its written definition."

    def add_arguments(self, parser: CommandParser) -> None:
        day = datetime.date.fromisoformat
        parser.add_argument("--from", dest="first", type=day, help="first day, 2026-11-01; 90 days back without it")
        parser.add_argument("--to", dest="last", type=day, help="last day; today without it")
        parser.add_argument("--json", action="store_true", help="one JSON line")

    def handle(self, *args: Any, **options: Any) -> None:
        last = options["last"] or clock.today()
        first = options["first"] or last - datetime.timedelta(days=89)
        if first > last:
            raise CommandError("--from is after --to")
        found = kpis(Period(first, last))
        if options["json"]:
            told = {"from": first.isoformat(), "to": last.isoformat(), "kpis": [one.plain() for one in found]}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for one in found:
            self.stdout.write(_line(one))


def _line(one: Kpi) -> str:
    value = "--" if one.value is None else f"{one.value} {one.unit}"
    share = f" ({one.part} of {one.whole})" if one.whole is not None else ""
    return f"{one.key}: {value}{share}\n    {one.label}: {one.definition}"
