"""What one act of the house keeps in hand: the rows it took, and what it writes down at its end.

A row that is held cannot change under the act, so it is read once however many rooms ask for it;
and what several rooms say of it is written once.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass
class Act:
    """One running act: rows by key, and writings by key."""

    held: dict[Any, Any] = field(default_factory=dict)
    closing: dict[Any, Callable[[], None]] = field(default_factory=dict)

    def write_down(self) -> None:
        while self.closing:
            self.closing.pop(next(iter(self.closing)))()


_act: ContextVar[Act | None] = ContextVar("the act that is running", default=None)


@contextmanager
def begun() -> Iterator[None]:
    """A new act; what it put off is written before it ends, and dropped when it fails."""
    act = Act()
    token = _act.set(act)
    try:
        yield
        act.write_down()
    finally:
        _act.reset(token)


def running() -> bool:
    """Whether an act is under way."""
    return _act.get() is not None


def in_hand() -> dict[Any, Any]:
    """What the running act holds, by key; outside an act nothing is kept."""
    act = _act.get()
    return {} if act is None else act.held


def known(key: Any, read: Callable[[], T]) -> T:
    """What was read before in the same act, or read now; only for what the act itself does not change."""
    hand = in_hand()
    if key not in hand:
        hand[key] = read()
    return hand[key]


def at_end(key: Any, write: Callable[[], None]) -> None:
    """Write before the act ends, once per key; outside an act at once."""
    act = _act.get()
    if act is None:
        write()
    else:
        act.closing[key] = write


def write_down() -> None:
    """Write now what was put off: somebody is about to read it from the database."""
    act = _act.get()
    if act is not None:
        act.write_down()
