"""Working hours as people type them: 9-12, 13-18."""

import re
import unicodedata
from datetime import time

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

Shifts = tuple[tuple[time, time], ...]
USUAL = "09:00-12:00, 13:00-18:00"
MOST_SHIFTS = 4
SHIFT = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*[-~]\s*(\d{1,2})(?::(\d{2}))?")


def read_shifts(text: str) -> Shifts:
    """The shifts of a day in their order; a ValidationError says what is wrong with the text."""
    plain = re.sub(r"[–—至到]", "-", unicodedata.normalize("NFKC", text))
    parts = [part.strip() for part in re.split(r"[,;、\n]", plain) if part.strip()]
    if not 1 <= len(parts) <= MOST_SHIFTS:
        raise ValidationError(_("Write one to four shifts, for example 9-12, 13-18."), code="shifts")
    shifts = tuple(_shift(part) for part in parts)
    for (_opens, closes), (later, _closes) in zip(shifts, shifts[1:], strict=False):
        if later < closes:
            raise ValidationError(_("A shift begins before the one before it ends. Put them in order."), code="order")
    return shifts


def write_shifts(shifts: Shifts) -> str:
    """The one way they are stored and shown."""
    return ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in shifts)


def validate_shifts(text: str) -> None:
    """For fields: the text can be read."""
    read_shifts(text)


def _shift(text: str) -> tuple[time, time]:
    found = SHIFT.fullmatch(text)
    try:
        if not found:
            raise ValueError(text)
        opens, closes = time(int(found[1]), int(found[2] or 0)), time(int(found[3]), int(found[4] or 0))
    except ValueError as error:
        words = _("“%(text)s” is no shift. Write from and to, for example 9-12 or 13:00-17:30.")
        raise ValidationError(words, code="shift", params={"text": text}) from error
    if opens >= closes:
        raise ValidationError(_("“%(text)s” ends before it begins."), code="backwards", params={"text": text})
    return opens, closes
