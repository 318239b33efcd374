"""Working time by the company's calendar: limits count hours in which somebody is at the desk.

A limit is worked out once, when it is set. Changing the calendar afterwards changes the next limit;
a limit that is running keeps its moment, since people have read it and planned by it.
"""

import time as stopwatch
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from core.models.calendar import THE_ONE, CompanyCalendar, CompanyDay, DayKind
from core.shifts import USUAL, Shifts, read_shifts

ONE_DAY = timedelta(days=1)
SATURDAY = 5
LEAST_DAYS_OFF = 11


@dataclass(frozen=True)
class WorkingTime:
    """The calendar as one process holds it: never changed, replaced as a whole by the next edition."""

    edition: Any
    shifts: Shifts
    off: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()
    announced: frozenset[int] = frozenset()

    def works(self, day: date) -> bool:
        return day in self.made_up or (day.weekday() < SATURDAY and day not in self.off)

    @property
    def day_length(self) -> timedelta:
        return sum((_since_midnight(closes) - _since_midnight(opens) for opens, closes in self.shifts), timedelta())


@dataclass(frozen=True)
class Kept:
    """What this process holds, and when it last asked whether there is a newer edition."""

    calendar: WorkingTime
    asked: float


_kept: Kept | None = None


def in_force() -> WorkingTime:
    """The calendar in force. The days are read once per edition and process; whether the edition is still
    the last one is asked at most every GENDAN_CALENDAR_SECONDS, with one statement for one row."""
    kept = _kept
    if kept is not None and stopwatch.monotonic() - kept.asked < settings.GENDAN_CALENDAR_SECONDS:
        return kept.calendar
    # The edition first: a day read after it may be newer, and then the next question finds a newer edition.
    row = CompanyCalendar.objects.filter(pk=THE_ONE).values_list("edition", "hours").first()
    edition, hours = row or (None, USUAL)
    if kept is None or edition != kept.calendar.edition:
        return keep(calendar_of(edition, hours, CompanyDay.objects.all()))
    return keep(kept.calendar)


def keep(calendar: WorkingTime) -> WorkingTime:
    """Hold a calendar as the one in force, from now on."""
    global _kept
    _kept = Kept(calendar, stopwatch.monotonic())
    return calendar


def forget() -> None:
    """Let the next question read the calendar again: this process has just edited it."""
    global _kept
    _kept = None


def calendar_of(edition: Any, hours: str, days: Any) -> WorkingTime:
    """The calendar made of its hours and its exceptional days."""
    days = list(days)
    return WorkingTime(
        edition=edition,
        shifts=read_shifts(hours),
        off=frozenset(row.day for row in days if row.kind == DayKind.OFF),
        made_up=frozenset(row.day for row in days if row.kind == DayKind.WORK),
        announced=_announced(days),
    )


def _announced(days: list[Any]) -> frozenset[int]:
    # A year with an outing somebody entered and no holidays is not known either.
    off = Counter(row.day.year for row in days if row.kind == DayKind.OFF)
    open_years = {row.day.year for row in days if row.provisional}
    return frozenset(year for year, count in off.items() if count >= LEAST_DAYS_OFF and year not in open_years)


def is_working_day(day: date) -> bool:
    """A weekday that is no day off, or a weekend day made up for a holiday (调休)."""
    return in_force().works(day)


def is_provisional(day: date) -> bool:
    """Whether the year's holidays are not announced, or not entered, so that the answer may still change."""
    return day.year not in in_force().announced


def add_working_days(day: date, days: int) -> date:
    """The working day that many working days later; 0 gives the day itself or the next working one."""
    works = in_force().works
    while not works(day):
        day += ONE_DAY
    for _ in range(days):
        day += ONE_DAY
        while not works(day):
            day += ONE_DAY
    return day


def add_working_hours(start: datetime, hours: int | Decimal) -> datetime:
    """The moment by which that many working hours have passed since the start, in the company's zone."""
    left = timedelta(seconds=float(hours * 3600))
    for opens, closes in _shifts_from(start):
        begins = max(opens, start)
        if begins >= closes:
            continue
        if closes - begins >= left:
            return begins.astimezone(opens.tzinfo) + left
        left -= closes - begins
    raise AssertionError("the calendar has no end")


def working_hours_between(a: datetime, b: datetime) -> Decimal:
    """Working hours from one moment to a later one; nothing when the second is not later."""
    return Decimal(int(working_time_between(a, b).total_seconds())) / 3600


def working_time_between(a: datetime, b: datetime) -> timedelta:
    """The same as a span; the whole days in between are only counted."""
    if b <= a:
        return timedelta()
    calendar, zone = in_force(), timezone.get_default_timezone()
    first, last = a.astimezone(zone).date(), b.astimezone(zone).date()
    if first == last:
        return _within(calendar, first, a, b)
    whole = sum(calendar.works(first + n * ONE_DAY) for n in range(1, (last - first).days))
    return _within(calendar, first, a, b) + whole * calendar.day_length + _within(calendar, last, a, b)


def _within(calendar: WorkingTime, day: date, a: datetime, b: datetime) -> timedelta:
    shifts = _shifts_of(calendar, day)
    return sum((max(min(closes, b) - max(opens, a), timedelta()) for opens, closes in shifts), timedelta())


def _shifts_from(moment: datetime) -> Iterator[tuple[datetime, datetime]]:
    calendar = in_force()
    day = moment.astimezone(timezone.get_default_timezone()).date()
    while True:
        yield from _shifts_of(calendar, day)
        day += ONE_DAY


def _shifts_of(calendar: WorkingTime, day: date) -> Iterator[tuple[datetime, datetime]]:
    if calendar.works(day):
        zone = timezone.get_default_timezone()
        for opens, closes in calendar.shifts:
            yield datetime.combine(day, opens, zone), datetime.combine(day, closes, zone)


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute)
