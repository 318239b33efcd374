"""Reading one cell: numbers, dates and codes, or the reason why it cannot be read."""

import datetime
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from django.utils import timezone

PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
SCIENTIFIC = re.compile(r"[+-]?\d+([.,]\d*)?[eE][+-]?\d+", re.ASCII)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
BLANKS = str.maketrans("", "", " \u00a0\u2009\u202f'")
MOST = Decimal(10) ** 11
LONGEST_CODE = 40
EARLIEST = datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC)


class Unreadable(Exception):
    """A cell that cannot be taken, with the reason; never shown to a person as it is."""

    def __init__(self, reason: str, column: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.column = column


@lru_cache(maxsize=65_536)
def number(text: str, decimal: str = ".", places: int = 6) -> Decimal:
    """A number as people write it: full-width digits and thousands are read, anything lossy is refused."""
    plain = unicodedata.normalize("NFKC", text).translate(BLANKS)
    if decimal == ",":
        plain = plain.translate(str.maketrans(",.", ".,"))
    if THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    if not PLAIN.fullmatch(plain):
        raise Unreadable(_why_not(plain))
    value = Decimal(plain)
    if abs(value) >= MOST:
        raise Unreadable("large")
    if value != round(value, places):
        raise Unreadable("decimals")
    return value


def _why_not(text: str) -> str:
    if text.startswith("="):
        return "formula"
    return "scientific" if SCIENTIFIC.fullmatch(text) else "not_a_number"


@lru_cache(maxsize=16_384)
def moment(text: str, formats: tuple[str, ...]) -> datetime.datetime:
    """A date, or a date and time, in the company's zone, since files name no zone."""
    for form in formats:
        try:
            read = datetime.datetime.strptime(text, form)  # noqa: DTZ007 the zone is given below
        except ValueError:
            continue
        break
    else:
        read = _iso(text)
    try:
        at = timezone.make_aware(read) if timezone.is_naive(read) else read
        if at < EARLIEST:
            raise Unreadable("date_range")
    except (OverflowError, ValueError) as error:
        raise Unreadable("date_range") from error
    return at


def _iso(text: str) -> datetime.datetime:
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError as error:
        day_number = PLAIN.fullmatch(text) and 0 < Decimal(text) < 100_000
        raise Unreadable("serial_date" if day_number else "not_a_date") from error


def code(text: str, longest: int = LONGEST_CODE) -> str:
    """A code exactly as it stands; what a spreadsheet has shortened is refused, its digits are lost."""
    if len(text) > longest:
        raise Unreadable("long_code")
    if SCIENTIFIC.fullmatch(text) and ("." in text or "+" in text):
        raise Unreadable("short_form")
    return text
