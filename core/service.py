"""The frame of every business act: one transaction, and waiting in vain becomes a sentence."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction
from django.utils.translation import gettext_lazy as _
from psycopg2 import errors

from core import act
from core.failpoint import watched
from core.refusal import Refused

P = ParamSpec("P")
R = TypeVar("R")

BUSY = (errors.LockNotAvailable, errors.DeadlockDetected)


def service(does: Callable[P, R]) -> Callable[P, R]:
    """Run an act in one transaction; an act called by another joins it, without a savepoint of its own.

    A row somebody else holds longer than the lock limit refuses the act; nothing is saved.
    """
    inner = watched(does)

    @wraps(does)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            if act.running():
                with transaction.atomic(savepoint=False):
                    return inner(*args, **kwargs)
            with transaction.atomic(), act.begun():
                return inner(*args, **kwargs)
        except OperationalError as error:
            if isinstance(error.__cause__, BUSY):
                raise Refused(
                    _("Someone else is editing this right now. Nothing was saved; please try again."),
                    code="busy",
                ) from error
            raise

    return run
