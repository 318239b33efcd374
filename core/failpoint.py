"""Places where the fault tests end or delay a process; without the variable FAULTS there are none."""

import os
import signal
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")

ARMED = "FAULTS" in os.environ


def watched(act: Callable[P, R]) -> Callable[P, R]:
    """An act with two places: `<name>:before_commit`, all written, and `<name>:after_commit`, nobody told yet."""
    if not ARMED:
        return act

    @wraps(act)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        transaction.on_commit(lambda: failpoint(f"{act.__name__}:after_commit"))
        result = act(*args, **kwargs)
        failpoint(f"{act.__name__}:before_commit")
        return result

    return run


def failpoint(place: str) -> None:
    """Do what FAULTS says of this place: `<place>=kill`, `<place>=sleep`, or `<place>=kill:<file>`, once per file."""
    name, _equals, fault = os.environ.get("FAULTS", "").partition("=")
    kind, _colon, once = fault.partition(":")
    if name != place or (once and not _first(once)):
        return
    if kind == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif kind == "sleep":
        time.sleep(3600)


def _first(file: str) -> bool:
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True
