"""The frame of every business act: one transaction, and waiting in vain becomes a sentence."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction
from django.utils.translation import gettext_lazy as _
from psycopg2 import errors

from core.failpoint import watched
from core.refusal import Refused

P = ParamSpec("P")
R = TypeVar("R")

_inside: ContextVar[bool] = ContextVar("a service is running", default=False)

BUSY = (errors.LockNotAvailable, errors.DeadlockDetected)


def service(act: Callable[P, R]) -> Callable[P, R]:
    """Run an act in one transaction; an act called by another joins it, without a savepoint of its own.

    A row somebody else holds longer than the lock limit refuses the act; nothing is saved.
    """
    inner = watched(act)

    @wraps(act)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        token = _inside.set(True)
        try:
            with transaction.atomic(savepoint=token.old_value is not True):
                return inner(*args, **kwargs)
        except OperationalError as error:
            if isinstance(error.__cause__, BUSY):
                raise Refused(
                    _("Someone else is editing this right now. Nothing was saved; please try again."),
                    code="busy",
                ) from error
            raise
        finally:
            _inside.reset(token)

    return run
