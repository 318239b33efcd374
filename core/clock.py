"""What time it is, for everybody, so that a test or a demonstration can say otherwise."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_elsewhen: ContextVar[datetime.datetime | None] = ContextVar("another moment", default=None)


def now() -> datetime.datetime:
    """The present moment, aware, in UTC."""
    return _elsewhen.get() or timezone.now()


def today() -> datetime.date:
    """The present day in the company's own zone; due dates are dates, never midnights."""
    return timezone.localdate(now(), timezone.get_default_timezone())


@contextmanager
def at(moment: datetime.datetime) -> Iterator[None]:
    """Let everything inside happen at another moment; only tests and the demonstration travel."""
    token = _elsewhen.set(moment)
    try:
        yield
    finally:
        _elsewhen.reset(token)
