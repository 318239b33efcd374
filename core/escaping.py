"""Escaping a value for HTML without the ceremony that Django's own takes for every cell of a long list."""

from html import escape
from typing import Any


def escaped(value: Any) -> str:
    """What may stand in a page: markup stays markup, everything else becomes text; as `conditional_escape`."""
    if type(value) is str:
        return escape(value)
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))
