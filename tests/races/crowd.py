"""Many people doing something in the same moment, each on a connection of their own."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import close_old_connections, connection
from django.db.models import Model, QuerySet
from django_fsm import ConcurrentTransitionMixin
from pytest import MonkeyPatch

from core import locks
from core.models.numbering import Series
from core.numbering import next_number

LONGEST = 120
"""Seconds after which nobody comes any more: the test is wrong, and says so."""
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
_under_way: list[Callable[[], Any]] = []
"""The acts that were sent off together and are not through."""


def somebody_waits_for_me() -> bool:
    """Whether another connection waits for what this one holds: it comes no further before this one is done."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


def nobody_else_comes() -> bool:
    """Whether all who were sent off together with this one are through."""
    return len(_under_way) <= 1


def stand_until(true: Callable[[], object]) -> None:
    """Stand still until it is true. No clock decides who comes first, however busy the machine is."""
    until = time.monotonic() + LONGEST
    while not true():
        assert time.monotonic() < until, "nobody came"
        time.sleep(0.01)


def take_turns() -> None:
    """Whoever waits for a lock waits until it is their turn: three seconds pass quickly on a busy machine."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '60s'")


class Meeting:
    """Two who wait for each other between looking and writing, until both have looked or one is kept out.

    With the locks on the other waits for what this one holds, or is through before; with the locks off both do come.
    """

    def __init__(self) -> None:
        self.come, self.over, self.door = 0, False, threading.Lock()

    def wait(self) -> None:
        with self.door:
            self.come += 1
            both = self.come + self.come % 2
        stand_until(lambda: self.over or self.come >= both or self._ends())

    def _ends(self) -> bool:
        self.over = somebody_waits_for_me() or nobody_else_comes()
        return self.over


@contextmanager
def in_the_middle_of(monkeypatch: MonkeyPatch, module: Any, name: str) -> Iterator[Callable[..., Any]]:
    """Stop whoever comes to this step first until the other act is done, or waits for a lock."""
    real, reached, done = getattr(module, name), threading.Event(), threading.Event()

    def stop(*args: Any, **kwargs: Any) -> Any:
        if not reached.is_set():
            reached.set()
            stand_until(lambda: done.is_set() or somebody_waits_for_me())
        return real(*args, **kwargs)

    def meanwhile(act: Callable[[], Any]) -> Any:
        stand_until(lambda: reached.is_set() or nobody_else_comes())
        try:
            return act()
        finally:
            done.set()

    monkeypatch.setattr(module, name, stop)
    yield meanwhile


def beside(act: Callable[[], Any], patient: bool = True) -> Any:
    """The result of an act on a connection of its own, or how it failed."""
    close_old_connections()
    try:
        if patient:
            take_turns()
        return act()
    except Exception as error:  # noqa: BLE001  the test looks at it
        return error
    finally:
        connection.close()
        _under_way.remove(act)


def at_once(acts: Sequence[Callable[[], Any]], threads: int = 0, *, patient: bool = True) -> list[Any]:
    """Every act in its own thread from one starting line, or in so many threads; results or exceptions, in order.

    Who is not patient waits for a lock no longer than the house lets anybody wait.
    """
    line = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        if not threads:
            line.wait()
        return beside(act, patient)

    _under_way.extend(acts)
    with ThreadPoolExecutor(threads or len(acts)) as pool:
        return list(pool.map(run, acts))


class Aside:
    """An act that runs beside another, on a connection of its own."""

    def __init__(self, act: Callable[[], Any]) -> None:
        self.act, self.result = act, None
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        self.result = beside(self.act)

    def through(self) -> bool:
        """Let it begin; whether it came to its end, or waits for what this thread holds."""
        if not self.thread.ident:
            _under_way.append(self.act)
            self.thread.start()
        stand_until(lambda: not self.thread.is_alive() or somebody_waits_for_me())
        return not self.thread.is_alive()

    def end(self) -> Any:
        """What came of it, now that nobody is in its way."""
        self.thread.join()
        return self.result


def switch_locks_off(monkeypatch: MonkeyPatch) -> None:
    """The control of every race: without row locks the fault must show, or the test proves nothing.

    The first number of a month makes its counter, and whoever numbers beside it waits: all counters are made before.
    """
    for series in Series.values:
        next_number(series)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self._chain())
    monkeypatch.setattr(locks, "holding", lambda _model: "")


def switch_states_off(monkeypatch: MonkeyPatch) -> None:
    """Nor is a row refused because its state moved since it was read, which keeps two apart who hold nothing."""
    monkeypatch.setattr(
        ConcurrentTransitionMixin, "_do_update", lambda self, *args, **more: Model._do_update(self, *args, **more)
    )
