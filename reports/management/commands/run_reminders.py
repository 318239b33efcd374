"""`run_reminders`: give by hand every reminder and alert that is due, as beat does."""

from typing import Any

from django.core.management.base import BaseCommand

from approvals.services import remind_overdue
from finance.services import warn_overdue
from orders.services.life.passing import refresh_passed
from shipping.services import warn_late, watch_silence


class Command(BaseCommand):
    help = "Give the reminders that are due; each is given once, so running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        given = {
            "orders whose day has passed": refresh_passed(),
            "late approvals": remind_overdue(),
            "overdue invoices": warn_overdue(),
            "late shipments": warn_late(),
            "shipments nothing is heard of": watch_silence(),
        }
        for what, number in given.items():
            self.stdout.write(f"{number} {what}")
