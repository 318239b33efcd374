"""A push to the workers after a commit; losing it costs a minute, never an effect."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

_quiet: ContextVar[bool] = ContextVar("nobody is pushed", default=False)


def nudge(task: str, *args: object) -> None:
    """Ask the workers for a task by name; without a broker the sweep finds the work later."""
    if _quiet.get():
        return
    try:
        current_app.send_task(task, args=args, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("no broker for %s: %s", task, error)


@contextmanager
def quietly() -> Iterator[None]:
    """Push nobody for a while, where thousands of facts are written at once; the sweep finds what is left."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)
