"""`undo_import`: take a batch of history out again."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.access import Forbidden
from core.refusal import Refused
from orders.management.commands.import_orders import person
from orders.services.imports.importing import undo_import


class Command(BaseCommand):
    help = "Take an import out again; what somebody has used since is kept and named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("batch", type=int)
        parser.add_argument("--json", action="store_true", help="one JSON line")
        parser.add_argument("--user", help="whose right is asked and whose name stands in history")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            undone = undo_import(options["batch"], actor=person(options["user"])).as_data()
        except (Refused, Forbidden) as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(undone, ensure_ascii=False))
            return
        for name, value in undone.items():
            self.stdout.write(f"{name.replace('_', ' '):<16}{', '.join(value) if name == 'kept' else value}")
