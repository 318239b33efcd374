"""The demo's database: looked at before it is touched, migrated, marked as a demo, and filled."""

import hashlib
import os

import django
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation

from core.devserver.addresses import PROJECT, address


class NotADemo(RuntimeError):
    """The database holds something else than a demonstration, and nothing was done to it."""


REAL_WORK = (
    "This database was not made for a demonstration, and nothing was done to it. "
    "Name an empty one in DATABASE_URL, or take DATABASE_URL away."
)


def is_prepared() -> bool:
    """Whether the embedded database was brought up to date and filled with exactly these migrations."""
    stamp = address("demo").cluster / "prepared"
    return not os.environ.get("DATABASE_URL") and stamp.exists() and stamp.read_text() == mark()


def mark() -> str:
    sums = hashlib.sha256()
    for path in sorted(PROJECT.glob("*/migrations/*.py")):
        sums.update(f"{path.name} ".encode() + path.read_bytes())
    return sums.hexdigest()


def prepare() -> str:
    """Brings the tables up to date; a database with anything else in it is refused before it is touched."""
    django.setup()
    from core import demo_guard

    if not demo_guard.may_be_demo():
        raise NotADemo(REAL_WORK)
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", verbosity=0)
    if not demo_guard.mark_while_empty():
        raise NotADemo(REAL_WORK)
    return f"{len(plan)} migrations applied" if plan else "up to date"


def load() -> str:
    """Fills an empty demo with a company, and prints who may sign in."""
    django.setup()
    if "load_demo" not in get_commands():
        return "none in this version"
    # Migrations leave no language behind; names and words should not depend on whether any ran.
    with translation.override(settings.LANGUAGE_CODE):
        call_command("load_demo")
    connection.close()
    if not os.environ.get("DATABASE_URL"):
        (address("demo").cluster / "prepared").write_text(mark())
    return "ready"
