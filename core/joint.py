"""What the departments say where one thing is checked by several of them."""

import datetime
import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from core.sentence import Sentence


class Result(enum.StrEnum):
    """How one part of a joint check stands; a later one outweighs an earlier one."""

    PASSED = "passed"
    WAITS = "waits"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Say:
    """One part of one department's answer: how it stands, in a sentence, by whom and when.

    `role` is the role that speaks for the department; several apps may speak for one.
    """

    role: str
    result: Result
    words: str | Promise | Sentence
    who: str | Promise = ""
    at: datetime.datetime | None = None


Speaker = Callable[[Any, Any], Iterable[Say]]
"""Reads one subject and its newest revision, and says what its app knows of the joint check."""
