"""A thing as JSON: its parts in one table, from which both the answers and their description are made.

Numbers and amounts are texts, so that no reader rounds them; days and moments are ISO 8601.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any

from core.access import Policy
from core.inputs import plain

Schema = dict[str, Any]
DECIMAL = r"^-?\d+(\.\d+)?$"


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _moment(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")


KINDS: dict[str, tuple[Callable[[Any], Any], Schema]] = {
    "text": (str, {"type": "string"}),
    "id": (int, {"type": "integer"}),
    "flag": (bool, {"type": "boolean"}),
    "number": (plain, {"type": "string", "pattern": DECIMAL}),
    "money": (_money, {"type": "string", "pattern": DECIMAL}),
    "day": (datetime.date.isoformat, {"type": "string", "format": "date"}),
    "moment": (_moment, {"type": "string", "format": "date-time"}),
}


@dataclass(frozen=True)
class Part:
    """One field: its name, its kind, how it is read, and the right without which it is left out (A9)."""

    name: str
    kind: "str | Shape"
    read: Callable[[Any], Any]
    words: tuple[str, ...] = ()
    maybe: bool = False
    many: bool = False
    only: Policy | None = None

    def told(self, thing: Any, user: Any) -> Any:
        found = self.read(thing)
        if found is None:
            return None
        if isinstance(self.kind, Shape):
            shape = self.kind
            return [shape.told(one, user) for one in found] if self.many else shape.told(found, user)
        return KINDS[self.kind][0](found)

    def schema(self) -> Schema:
        if isinstance(self.kind, Shape):
            known: Schema = {"$ref": f"#/components/schemas/{self.kind.name}"}
            known = {"type": "array", "items": known} if self.many else known
            return {"oneOf": [known, {"type": "null"}]} if self.maybe else known
        known = KINDS[self.kind][1] | ({"enum": list(self.words)} if self.words else {})
        return known | {"type": [known["type"], "null"]} if self.maybe else known


@dataclass(frozen=True)
class Shape:
    """A kind of thing and its parts."""

    name: str
    parts: tuple[Part, ...]

    def told(self, thing: Any, user: Any) -> dict[str, Any]:
        return {
            part.name: part.told(thing, user) for part in self.parts if part.only is None or part.only(user)
        }

    def schema(self) -> Schema:
        return {
            "type": "object",
            "properties": {part.name: part.schema() for part in self.parts},
            "required": [part.name for part in self.parts if part.only is None],
            "additionalProperties": False,
        }


def part(name: str, kind: "str | Shape" = "text", at: str = "", **more: Any) -> Part:
    """A field that is read from an attribute of the same name, or from the one named."""
    return Part(name, kind, more.pop("read", None) or attrgetter(at or name), **more)


def parts(kind: str, names: Iterable[str], **more: Any) -> tuple[Part, ...]:
    """Several fields of one kind."""
    return tuple(part(name, kind, **more) for name in names)


def words_of(choices: Any) -> tuple[str, ...]:
    """The words a field may hold, as programs know them."""
    return tuple(value for value, _label in choices.choices)
