"""A sentence kept so that each reader gets it in their own language."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext


@dataclass(frozen=True)
class Sentence:
    """A translatable template with its values; `str()` says it in the language of the moment."""

    template: str | Promise
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        return _filled(str(self.template), self.values)

    def as_data(self) -> dict[str, Any]:
        """The sentence as it is stored: the source words and the values, said by nobody yet."""
        with translation.override(None):
            return {"template": str(self.template), "values": {key: str(one) for key, one in self.values.items()}}


def said(stored: Any) -> str:
    """A stored sentence in the language of the moment; plain words stay as they are."""
    if isinstance(stored, Mapping):
        return _filled(gettext(stored["template"]), stored["values"])
    return str(stored)


def _filled(words: str, values: Mapping[str, Any]) -> str:
    return words % {key: str(one) for key, one in values.items()} if values else words
