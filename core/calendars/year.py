"""A year of the company's calendar as a page shows it: twelve months, the exceptional days as spans, and counts."""

import calendar as almanac
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import pgettext_lazy

from core.calendar import WorkingTime
from core.calendars.occasions import occasion_words
from core.models import CompanyDay, DayKind

ONE_DAY = datetime.timedelta(days=1)
PLAIN, REST = "", "rest"
WEEKDAYS = (
    pgettext_lazy("weekday", "Mo"),
    pgettext_lazy("weekday", "Tu"),
    pgettext_lazy("weekday", "We"),
    pgettext_lazy("weekday", "Th"),
    pgettext_lazy("weekday", "Fr"),
    pgettext_lazy("weekday", "Sa"),
    pgettext_lazy("weekday", "Su"),
)


@dataclass(frozen=True)
class Cell:
    """One day of a month's sheet."""

    day: datetime.date
    kind: str
    name: str
    is_today: bool


@dataclass(frozen=True)
class Month:
    """One sheet: weeks from Monday, with gaps before the first day and after the last."""

    first: datetime.date
    weeks: list[list[Cell | None]]


@dataclass(frozen=True)
class Span:
    """Days on end that are exceptional in the same way."""

    rows: list[CompanyDay]

    @property
    def first(self) -> datetime.date:
        return self.rows[0].day

    @property
    def last(self) -> datetime.date:
        return self.rows[-1].day

    @property
    def about(self) -> CompanyDay:
        return self.rows[0]

    @property
    def occasion(self) -> str:
        return occasion_words(self.about.name)


@dataclass(frozen=True)
class Year:
    """All of it."""

    number: int
    months: list[Month]
    spans: list[Span]
    working_days: int
    days_off: int
    make_up_days: int
    is_announced: bool

    @property
    def is_provisional(self) -> bool:
        return any(span.about.provisional for span in self.spans)


def year_of(number: int, rows: Iterable[CompanyDay], calendar: WorkingTime, *, today: datetime.date) -> Year:
    """Lay a year out."""
    rows = list(rows)
    by_day = {row.day: row for row in rows}
    days = [datetime.date(number, 1, 1) + n * ONE_DAY for n in range(365 + almanac.isleap(number))]
    return Year(
        number=number,
        months=[_month(number, month, by_day, today) for month in range(1, 13)],
        spans=spans_of(rows),
        working_days=sum(map(calendar.works, days)),
        days_off=sum(row.kind == DayKind.OFF for row in rows),
        make_up_days=sum(row.kind == DayKind.WORK for row in rows),
        is_announced=number in calendar.announced,
    )


def spans_of(rows: list[CompanyDay]) -> list[Span]:
    """Rows in the order of their days, joined where one follows the other and says the same."""
    spans = [[row] for row in rows[:1]]
    for before, row in pairwise(rows):
        if row.day == before.day + ONE_DAY and _same(before, row):
            spans[-1].append(row)
        else:
            spans.append([row])
    return [Span(found) for found in spans]


def _same(one: CompanyDay, other: CompanyDay) -> bool:
    return (one.kind, one.name, one.provisional) == (other.kind, other.name, other.provisional)


def _month(year: int, month: int, by_day: dict[datetime.date, CompanyDay], today: datetime.date) -> Month:
    weeks = almanac.Calendar().monthdatescalendar(year, month)
    cells = [[_cell(day, by_day.get(day), today) if day.month == month else None for day in week] for week in weeks]
    return Month(datetime.date(year, month, 1), cells)


def _cell(day: datetime.date, row: CompanyDay | None, today: datetime.date) -> Cell:
    if row is None:
        return Cell(day, REST if day.weekday() >= 5 else PLAIN, "", day == today)
    return Cell(day, row.kind, occasion_words(row.name), day == today)
