"""Cells of a file that leaves the house: numbers stay numbers, text is never a formula (A14)."""

import re
from decimal import Decimal
from typing import Any

FORMULA = re.compile(r"^[\s\"';]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n\x00]")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def plain_text(text: str) -> str:
    """Text as a spreadsheet shows it and never works it out; what looks like a formula gets a quote before it."""
    text = UNPRINTABLE.sub("", text)
    return f"'{text}" if FORMULA.match(text) else text


class PlainCells:
    """For resources of django-import-export: each cell through the rule above."""

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> Any:
        value = field.get_value(instance)
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return value
        return plain_text(str(super().export_field(field, instance, **kwargs) or ""))  # type: ignore[misc]
