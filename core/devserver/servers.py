"""Both embedded servers as one: what is started here is what is stopped here."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from core.devserver import postgres, valkey
from core.devserver.addresses import Address, address


def start(kind: str) -> list[str]:
    """Starts what this machine needs and does not run yet; the names of what was started."""
    where = address(kind)
    with alone(where):
        started = []
        if not os.environ.get("DATABASE_URL") and postgres.start(where, quick=kind == "test"):
            started.append("PostgreSQL")
        if not os.environ.get("REDIS_URL"):
            where.sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
            if valkey.start(where):
                started.append("Valkey")
        return started


def stop(kind: str, names: list[str] | None = None) -> list[str]:
    """Stops the named servers, or both; the names of what really was stopped."""
    where = address(kind)
    wanted = ["PostgreSQL", "Valkey"] if names is None else names
    with alone(where):
        doors = {"PostgreSQL": postgres.stop, "Valkey": valkey.stop}
        return [name for name in wanted if doors[name](where)]


def status(kind: str) -> dict[str, bool]:
    """Which of the two run now."""
    where = address(kind)
    return {"PostgreSQL": postgres.pid(where) is not None, "Valkey": valkey.answers(where)}


@contextmanager
def using(kind: str, keep: bool = False) -> Iterator[bool]:
    """Holds the servers while in use and says whether others use them too. The last to leave stops what such a
    user had started, unless it is to be kept; servers started by hand stay."""
    where = address(kind)
    own = where.base / "stop-after-use"
    where.base.mkdir(parents=True, exist_ok=True)
    with open(where.base / "users", "a") as users:
        with alone(where):
            shared = not take(users, fcntl.LOCK_EX)
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            if start(kind) and not keep:
                own.touch()
            yield shared
        finally:
            with alone(where):
                last = take(users, fcntl.LOCK_EX) and own.exists()
            if last:
                stop(kind)
                own.unlink(missing_ok=True)


def take(file: TextIO, how: int) -> bool:
    """Whether the lock could be had at once."""
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def alone(where: Address) -> Iterator[None]:
    """One starter at a time; the second waits and finds the servers running. The lock dies with its holder."""
    where.base.mkdir(parents=True, exist_ok=True)
    with open(where.base / "lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
