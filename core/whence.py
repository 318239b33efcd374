"""From where somebody acts: history keeps it beside who, when and what (S115)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_whence: ContextVar[str] = ContextVar("from where somebody acts", default="")


def whence() -> str:
    """The address of the request under way; empty where the house acts by itself."""
    return _whence.get()


@contextmanager
def acting_from(address: str) -> Iterator[None]:
    """Everything inside is done from this address."""
    token = _whence.set(address)
    try:
        yield
    finally:
        _whence.reset(token)
