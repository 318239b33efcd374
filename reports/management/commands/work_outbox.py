"""`work_outbox`: deliver by hand what waits, as the sweep does every minute."""

from typing import Any

from django.core.management.base import BaseCommand

from core import outbox
from notifications.services import send_waiting


class Command(BaseCommand):
    help = "Deliver the messages that are due, and send the mail that waits."

    def handle(self, *args: Any, **options: Any) -> None:
        delivered, sent = outbox.sweep(), send_waiting()
        self.stdout.write(f"{delivered} messages delivered, {sent} letters sent")
