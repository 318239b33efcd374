"""The same race in processes of their own: no interpreter they share keeps them apart by chance."""

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections
from pytest import MonkeyPatch

from tests.races.crowd import take_turns

FORK = multiprocessing.get_context("fork")
PATIENCE = 60
"""Seconds after which a crowd that does not come together is given up."""
worker = 0
"""Which of the crowd this process is; the first is 1, and the test itself is 0."""


def let_go() -> None:
    """Forget the connections of the process this one was forked from; the driver leaves them open for it."""
    for one in connections.all(initialized_only=True):
        one.connection, one.in_atomic_block, one.closed_in_transaction = None, False, False


class Crowd:
    """So many processes, each with its own acts; every round lets all of them go from one starting line."""

    def __init__(self, acts: Sequence[Callable[[], list[Any]]]) -> None:
        self.line = FORK.Barrier(len(acts) + 1, timeout=PATIENCE)
        self.answers = FORK.Queue()
        self.people = [
            FORK.Process(target=self._live, args=(number, act), daemon=True) for number, act in enumerate(acts, 1)
        ]

    def _live(self, number: int, act: Callable[[], list[Any]]) -> None:
        global worker
        worker = number
        let_go()
        take_turns()
        while True:
            self.line.wait()
            try:
                self.answers.put(act())
            except Exception as error:  # noqa: BLE001  the test looks at it
                self.answers.put([f"{type(error).__name__} {getattr(error, 'code', '')}".strip()])

    def round(self) -> list[Any]:
        """What all of them were given this time, and how they failed, in no order."""
        self.line.wait()
        return [one for _person in self.people for one in self.answers.get(timeout=PATIENCE)]


@contextmanager
def crowd(monkeypatch: MonkeyPatch, acts: Sequence[Callable[[], list[Any]]]) -> Iterator[Crowd]:
    """Let the processes live for a while. They take everything that was patched with them."""
    # A broker's socket cannot be shared; the sweep finds what is not nudged.
    monkeypatch.setattr("core.history.nudge", lambda *_args: None)
    # Nor can the test's own connection, which the first of them to end would close.
    connection.close()
    together = Crowd(acts)
    for person in together.people:
        person.start()
    try:
        yield together
    finally:
        for person in together.people:
            person.terminate()
            person.join()


def deadlocks() -> int:
    """How many the server has counted in this database, once all who could tell it of one are gone."""
    until = time.monotonic() + PATIENCE
    alone = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with connection.cursor() as cursor:
        cursor.execute(alone)
        while cursor.fetchone()[0] and time.monotonic() < until:
            time.sleep(0.1)
            cursor.execute(alone)
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def seconds(usual: int) -> int:
    """How long a test may go on with its rounds; RACE_SECONDS gives all of them the time they need."""
    return int(os.environ.get("RACE_SECONDS", usual))
