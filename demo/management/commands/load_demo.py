"""`load_demo`: a believable trading company with three months of orders, once."""

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from tqdm import tqdm

from core import clock, demo_guard
from core.models import Delivery, User
from core.nudge import quietly
from core.roles import ROLE_NAMES
from demo import company, desk, service, shelves, waves
from demo.after_sales import settle_after_sales
from demo.letters import write_letters
from demo.papers import write_papers
from demo.parcels import send_parcels
from demo.prices import change_prices
from demo.scarcity import ration
from demo.squeeze import squeeze
from demo.story import EACH, MIXED, STUCK, Storyteller
from demo.tables.people import PEOPLE
from notifications.models import Message
from orders.services.life.passing import refresh_passed


class Command(BaseCommand):
    help = "Fill an empty demonstration with a company, and print who may sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        if not demo_guard.is_marked():
            raise CommandError("This database was not made for a demonstration.")
        if not User.objects.filter(username=PEOPLE[0].username).exists():
            with quietly():
                self._found()
        self._print_sign_ins()

    @transaction.atomic
    def _found(self) -> None:
        now = clock.now()
        passwords = company.hire()
        with clock.at(now - company.BEFORE):
            company.stock_catalog()
            company.win_customers()
            company.fill_warehouses()
        company.agree_prices()
        service.offer_services()
        told = Storyteller(now)
        orders = MIXED + (len(STUCK) + 1) * EACH
        for _ref in tqdm(told.tell(), total=orders, unit=" orders", disable=not sys.stderr.isatty()):
            pass
        squeeze(told, now)
        desk.announce(told.gone, told.scarce)
        desk.learn_words(told.customers)
        desk.keep_templates()
        write_papers(told, now)
        change_prices(now)
        service.Dispatcher(told, now).send()
        shelves.furnish(told)
        send_parcels()
        waves.begin_wave(told)
        settle_after_sales(told, now)
        ration(told, now)
        refresh_passed()
        self._quieten(now)
        write_letters(now)
        _passwords_file().write_text(json.dumps(passwords))
        _passwords_file().chmod(0o600)

    def _quieten(self, now: Any) -> None:
        """What happened long ago is not told again; mail addresses come last, so no old letter goes out."""
        Delivery.objects.filter(state=Delivery.State.PENDING).mark_done(now)
        Message.objects.filter(read_at=None).update(read_at=now)
        people = list(User.objects.filter(username__in=[row.username for row in PEOPLE]))
        for person in people:
            person.email = f"{person.username}@example.com"
        User.objects.bulk_update(people, ["email"])

    def _print_sign_ins(self) -> None:
        file = _passwords_file()
        passwords = json.loads(file.read_text()) if file.exists() else {}
        self.stdout.write("Sign in (or click a role card on the sign-in page):")
        for row in PEOPLE:
            secret = passwords.get(row.username, "(as set before)")
            self.stdout.write(f"  {row.username:<16} {secret:<14} {ROLE_NAMES[row.role]} {row.name}")


def _passwords_file() -> Path:
    return Path(settings.VAR_DIR) / "demo-passwords.json"
