"""Words about who acts."""

from typing import Final

HOUSE: Final = None
"""The actor of what the house does by itself; policies do not ask it for rights."""


def initials_of(name: str) -> str:
    """The one character that stands for a person beside their work: 安 for 安然, A for Ann."""
    return name.strip()[:1].upper()
