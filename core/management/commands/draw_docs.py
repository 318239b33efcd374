"""`draw_docs`: bring the drawn parts of docs/architecture.md in line with the code."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core.drawing import redraw


class Command(BaseCommand):
    help = "Redraw the reactions table and the state diagrams in docs/architecture.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when the drawing is old")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "architecture.md"
        old = path.read_text()
        new = redraw(old)
        if options["check"] and new != old:
            raise SystemExit("docs/architecture.md is older than the code: run draw_docs.")
        if new != old:
            path.write_text(new)
