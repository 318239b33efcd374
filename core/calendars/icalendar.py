"""Just enough of iCalendar (RFC 5545) for a list of holidays: events with whole days."""

import datetime
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from core.refusal import Refused

MOST_BYTES = 4 << 20
ESCAPES = {"\\n": " ", "\\N": " ", "\\,": ",", "\\;": ";", "\\\\": "\\"}


def is_icalendar(path: Path) -> bool:
    """Whether a file begins as an iCalendar does, whatever it is called."""
    try:
        with path.open("rb") as file:
            return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().upper().startswith(b"BEGIN:VCALENDAR")
    except OSError:
        return False


def events_of(path: Path) -> Iterator[tuple[int, str, str, str]]:
    """Each event with the line it begins on: first day, last day, summary."""
    inside: dict[str, str] | None = None
    begun = 0
    for number, line in _unfolded(path):
        name, _colon, value = line.partition(":")
        field = name.split(";")[0].upper()
        if (field, value.strip().upper()) == ("BEGIN", "VEVENT"):
            inside, begun = {}, number
        elif (field, value.strip().upper()) == ("END", "VEVENT") and inside is not None:
            yield begun, inside.get("DTSTART", ""), _last_day(inside), _unescaped(inside.get("SUMMARY", ""))
            inside = None
        elif inside is not None:
            inside.setdefault(field, value.strip())


def _unfolded(path: Path) -> Iterator[tuple[int, str]]:
    held, at = "", 0
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if line[:1] in (" ", "\t"):
            held += line[1:]
            continue
        if held:
            yield at, held
        held, at = line, number
    if held:
        yield at, held


def _text(path: Path) -> str:
    data = path.read_bytes()
    if len(data) > MOST_BYTES:
        raise Refused(_("%(name)s is too large for a calendar.") % {"name": path.name}, code="too_large")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(_("%(name)s is neither UTF-8 nor GB18030.") % {"name": path.name}, code="encoding")


def _last_day(event: dict[str, str]) -> str:
    # The end of an event of whole days is the day after it.
    end = event.get("DTEND", "")
    try:
        day = datetime.datetime.strptime(end, "%Y%m%d").replace(tzinfo=datetime.UTC).date()
    except ValueError:
        return end
    last = (day - datetime.timedelta(days=1)).strftime("%Y%m%d")
    return max(last, event.get("DTSTART", "")) if end == event.get("DTSTART") else last


def _unescaped(text: str) -> str:
    for escaped, sign in ESCAPES.items():
        text = text.replace(escaped, sign)
    return text.strip()
