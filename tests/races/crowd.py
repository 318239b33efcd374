"""Many people doing something in the same moment, each on a connection of their own."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from django.db import close_old_connections, connection
from django.db.models import Model, QuerySet
from django_fsm import ConcurrentTransitionMixin
from pytest import MonkeyPatch


class Meeting:
    """Two who wait for each other between looking and writing.

    With the locks on the other is kept out, so a second is long enough; with the locks off both
    do come, and a busy machine is given the time.
    """

    patience = 1

    def __init__(self) -> None:
        self.line = threading.Barrier(2)

    def wait(self) -> None:
        # A broken line means that the other is kept out, as it should be.
        with suppress(threading.BrokenBarrierError):
            self.line.wait(self.patience)


def be_patient() -> None:
    """Wait in line longer than the house lets anybody wait: a busy machine must not turn a race into "busy"."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '60s'")


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run every act in its own thread from one starting line; results or exceptions, in order."""
    line, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index: int, act: Callable[[], Any]) -> None:
        close_old_connections()
        be_patient()
        line.wait()
        try:
            results[index] = act()
        except Exception as error:  # noqa: BLE001  the test looks at it
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def switch_locks_off(monkeypatch: MonkeyPatch) -> None:
    """The control of every race: without row locks the fault must show, or the test proves nothing."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self._chain())
    monkeypatch.setattr(Meeting, "patience", 30)


def switch_states_off(monkeypatch: MonkeyPatch) -> None:
    """Nor is a row refused because its state moved since it was read, which keeps two apart who hold nothing."""
    monkeypatch.setattr(
        ConcurrentTransitionMixin, "_do_update", lambda self, *args, **more: Model._do_update(self, *args, **more)
    )
