"""The base of everything that can be said to have happened."""

import dataclasses
import datetime
import json
import typing
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.functional import Promise


@dataclass(frozen=True, kw_only=True)
class DomainEvent:
    """A frozen fact in ids and plain values.

    `stream` owns the chain of history, `topic` is the timeline it is shown on,
    `sentence` is what the timeline says, with the event's own fields as %(placeholders)s.
    """

    name: ClassVar[str]
    sentence: ClassVar[str | Promise]
    shown: ClassVar[bool] = True

    @property
    def stream(self) -> str:
        raise NotImplementedError

    @property
    def topic(self) -> str:
        return self.stream

    def data(self) -> dict[str, Any]:
        """The fields as JSON holds them: amounts and dates as text, so nothing is rounded."""
        return json.loads(json.dumps(dataclasses.asdict(self), cls=DjangoJSONEncoder))

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """The event again, from what history stored."""
        hints = _hints(cls)  # type: ignore[arg-type]
        return cls(**{key: _revived(hints[key], value) for key, value in data.items() if key in hints})


@cache
def _hints(cls: type) -> dict[str, Any]:
    names = {field.name for field in dataclasses.fields(cls)}
    return {key: hint for key, hint in typing.get_type_hints(cls).items() if key in names}


def _revived(hint: Any, value: Any) -> Any:
    kinds = typing.get_args(hint) if typing.get_origin(hint) is not tuple else (hint,)
    for kind in kinds or (hint,):
        if value is None:
            return None
        if kind is Decimal:
            return Decimal(value)
        if kind is datetime.datetime:
            return datetime.datetime.fromisoformat(value)
        if kind is datetime.date:
            return datetime.date.fromisoformat(value)
        if typing.get_origin(kind) is tuple:
            return tuple(value)
    return value
