"""A database of their own for the measurements, on a durable server (fsync and synchronous_commit on).

GENDAN_BENCH names another one, so that sizes can stand beside each other and be measured in turn.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

NAME = os.environ.get("GENDAN_BENCH", "gendan_bench")


@contextmanager
def database(*, fresh: bool, made: bool = False) -> Iterator[None]:
    """Run on the scratch database of DATABASE_URL's server, or of the embedded one.

    `fresh` makes it anew; otherwise what is there is used. `made` says that another process has just made it.
    """
    from core.devserver import servers
    from core.devserver.addresses import address

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    given = os.environ.get("DATABASE_URL", "")
    if given:
        _point_at(given, fresh, made)
        yield
        return
    with servers.using("demo", keep=True):
        _point_at(f"postgres://postgres@/{NAME}?host={address('demo').sockets}", fresh, made)
        yield


def _point_at(url: str, fresh: bool, made: bool) -> None:
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    os.environ["DATABASE_URL"] = parts._replace(path=f"/{NAME}").geturl()
    if not made:
        _make(url, fresh)
    import django

    django.setup()
    from django.core.management import call_command

    if not made:
        call_command("migrate", verbosity=0)


def _make(url: str, fresh: bool) -> None:
    import psycopg2

    from config.settings.environment import database

    parts = database(url)
    keys = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    server = psycopg2.connect(dbname="postgres", **{name: parts[key] for key, name in keys.items() if parts[key]})
    server.autocommit = True
    with server.cursor() as cursor:
        if fresh:
            cursor.execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE DATABASE "{NAME}"')
    server.close()
