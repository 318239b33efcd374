"""Files of days: a table (CSV, xlsx) or an iCalendar, read whole, with every fault by row and how to mend it."""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.calendars.cells import Line, Unreadable, day_in, kind_in, name_in, yes_in
from core.calendars.columns import lines_of
from core.models.calendar import DayKind, can_be_made_up

LONGEST_SPAN = 31
YEARS = range(2000, 2101)


@dataclass(frozen=True)
class FileDay:
    """One day as a file or a form says it."""

    day: datetime.date
    kind: str
    name: str
    provisional: bool = False


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row, and what to do about it."""

    row: int
    column: str | Promise
    value: str
    reason: str | Promise
    fix: str | Promise

    def as_data(self) -> dict[str, str | int]:
        return {name: value if isinstance(value, int) else str(value) for name, value in vars(self).items()}


@dataclass
class Reading:
    """What a file says."""

    rows: int = 0
    days: dict[datetime.date, FileDay] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_days(path: Path) -> Reading:
    """Every day a file names; a file with faults is read to its end, so that all can be mended at once."""
    reading = Reading()
    for line in lines_of(path):
        reading.rows += 1
        try:
            _take(reading, line)
        except Unreadable as wrong:
            reading.faults.append(Fault(line.row, wrong.column, wrong.value, wrong.reason, wrong.fix))
    if not reading.rows:
        words = _("The file names no day."), _("Write one row per holiday below the headings.")
        reading.faults.append(Fault(1, "", "", *words))
    return reading


def _take(reading: Reading, line: Line) -> None:
    kind, name, provisional = kind_in(line), name_in(line), yes_in(line)
    for day in _span(line):
        if kind == DayKind.WORK and not can_be_made_up(day):
            raise Unreadable(_("Day"), day.isoformat(), _("A make-up day is a Saturday or a Sunday."),
                             _("Check the day and the kind; an ordinary weekday needs no row."))  # fmt: skip
        if day in reading.days:
            raise Unreadable(_("Day"), day.isoformat(), _("The file names this day twice."),
                             _("Delete one of the rows."))  # fmt: skip
        reading.days[day] = FileDay(day, kind, name, provisional)


def _span(line: Line) -> list[datetime.date]:
    first = day_in(line.first, _("First day"))
    last = day_in(line.last, _("Last day")) if line.last else first
    length = (last - first).days
    if length < 0:
        raise Unreadable(_("Last day"), line.last, _("The last day is before the first."), _("Exchange the two days."))
    if length >= LONGEST_SPAN:
        reason, fix = _("More than 31 days in one row."), _("Check the year and the month.")
        raise Unreadable(_("Last day"), line.last, reason, fix)
    if first.year not in YEARS or last.year not in YEARS:
        raise Unreadable(_("First day"), line.first, _("This year is too far away."), _("Check the year."))
    return [first + datetime.timedelta(days=n) for n in range(length + 1)]


def years_of(days: dict[datetime.date, FileDay]) -> list[int]:
    """The years a file speaks for."""
    return sorted(Counter(day.year for day in days))
