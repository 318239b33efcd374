"""A fresh database: made quickly, and had again in one call after a test that commits, whatever it wrote.

Emptying every table and beginning anew, as Django does it, takes longer than most of these tests themselves.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.state import ProjectState
from django.test import TransactionTestCase

EDITION = "SELECT md5(string_agg(app || name, ',' ORDER BY app, name)) FROM django_migrations"
LAID_BY = "SELECT obj_description(to_regnamespace('fresh'), 'pg_namespace')"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations' ORDER BY 1"
COLUMNS = """SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'"""
# As a replica the server asks neither keys nor triggers: what only grows may shrink here, and in any order.
# What counts the numbers of a month is made with the first of them (core.numbering), and belongs to no table.
SWEEP = """CREATE FUNCTION fresh.sweep() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS $$
DECLARE counter text;
BEGIN {0}
FOR counter IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND sequencename LIKE 'number\\_%'
LOOP EXECUTE format('ALTER SEQUENCE public.%I RESTART', counter); END LOOP;
END $$"""


@contextmanager
def quick_migrations() -> Iterator[None]:
    """A model that a migration changes is drawn anew alone, not with every other that knows it.

    No statement asks the others; a migration that runs Python has all of them drawn before. It takes a tenth of the
    time, and makes the same tables: tests/house/test_migrations.py compares them with those of the long way.
    """

    def itself(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
        state.is_delayed = True
        return {(app_label, model_name)}

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ProjectState, "_find_reload_model", itself)
        yield


def lay_by() -> None:
    """Keep what migrations and set-up wrote; a database that an earlier run left in the middle is swept first."""
    if _asked("SHOW is_superuser") != "on":
        # Only the server's owner may switch triggers off; anybody else goes on the long way.
        return
    edition = _asked(EDITION)
    if _asked(LAID_BY) == edition:
        sweep()
        emit_post_migrate_signal(0, False, "default")
    _do("DROP SCHEMA IF EXISTS fresh CASCADE", "CREATE SCHEMA fresh", f"COMMENT ON SCHEMA fresh IS '{edition}'")
    tables = [name for (name,) in _rows(TABLES)]
    filled = {name: _asked(COLUMNS, name) for name in tables if _asked(f'SELECT EXISTS (SELECT FROM "{name}")')}
    _do(*(f'CREATE TABLE fresh."{name}" AS SELECT {columns} FROM public."{name}"' for name, columns in filled.items()))
    steps = [f'DELETE FROM public."{name}";' for name in tables]
    steps += [
        f'INSERT INTO public."{name}" ({columns}) SELECT * FROM fresh."{name}";' for name, columns in filled.items()
    ]
    _do(SWEEP.format("\n".join(steps)))
    TransactionTestCase._fixture_teardown = lambda case: sweep()


def sweep() -> None:
    _do("SELECT fresh.sweep()")


def _do(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _rows(question: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values or None)
        return cursor.fetchall()


def _asked(question: str, *values: Any) -> Any:
    return _rows(question, *values)[0][0]
