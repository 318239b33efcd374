"""What a check says about an order before it moves."""

import dataclasses
import enum
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from core.sentence import Sentence, said


class Level(enum.StrEnum):
    """How much a finding weighs, from a remark to a wall."""

    INFO = "info"
    WARN = "warn"
    NEEDS_REASON = "needs_reason"
    APPROVE = "approve"
    STOP = "stop"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One answer of one check: what was seen, on which line, with the numbers behind it.

    `heading` groups answers in the panel (stock, credit, price …); `facts` are numbers
    beside their thresholds, as plain text values, for the approver's evidence.
    """

    code: str
    level: Level
    heading: str
    message: str | Promise | Sentence
    line: int | None = None
    field: str = ""
    facts: dict[str, Any] = dataclasses.field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """The finding as stored with a revision and sent to approvers."""
        return {
            "code": self.code,
            "level": self.level.value,
            "heading": self.heading,
            "message": self.message.as_data() if isinstance(self.message, Sentence) else str(self.message),
            "line": self.line,
            "field": self.field,
            "facts": self.facts,
        }


    def as_told(self) -> dict[str, Any]:
        """What `as_read` makes of it once it is stored, without the way through the source words."""
        words = self.message
        if isinstance(words, Sentence) and any(isinstance(value, Promise) for value in words.values.values()):
            return as_read(self.as_data())
        return {
            "code": self.code,
            "level": self.level.value,
            "heading": self.heading,
            "message": str(words),
            "line": self.line,
            "field": self.field,
            "facts": self.facts,
        }


def as_read(stored: dict[str, Any]) -> dict[str, Any]:
    """A stored finding with its message in the language of the moment."""
    return stored | {"message": said(stored["message"])}
