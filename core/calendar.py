"""Working time with the Chinese calendar: limits count hours in which somebody is at the desk."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from core.holidays import HOLIDAYS, PROVISIONAL_YEARS, WORKING_WEEKEND_DAYS

SHIFTS = ((time(9), time(12)), (time(13), time(18)))
HOURS_PER_DAY = 8
ONE_DAY = timedelta(days=1)
SATURDAY = 5


def is_working_day(day: date) -> bool:
    """A weekday that is no public holiday, or a weekend day made up for a holiday (调休)."""
    if day in WORKING_WEEKEND_DAYS:
        return True
    return day.weekday() < SATURDAY and day not in HOLIDAYS


def is_provisional(day: date) -> bool:
    """Whether the year's holidays are not announced yet, so that the answer may still change."""
    return day.year in PROVISIONAL_YEARS


def add_working_days(day: date, days: int) -> date:
    """The working day that many working days later; 0 gives the day itself or the next working one."""
    while not is_working_day(day):
        day += ONE_DAY
    for _ in range(days):
        day += ONE_DAY
        while not is_working_day(day):
            day += ONE_DAY
    return day


def _shifts_from(moment: datetime) -> Iterator[tuple[datetime, datetime]]:
    zone = timezone.get_default_timezone()
    day = moment.astimezone(zone).date()
    while True:
        if is_working_day(day):
            for opens, closes in SHIFTS:
                yield datetime.combine(day, opens, zone), datetime.combine(day, closes, zone)
        day += ONE_DAY


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
    spent = timedelta()
    for opens, closes in _shifts_from(a):
        if opens >= b:
            break
        spent += max(min(closes, b) - max(opens, a), timedelta())
    return Decimal(int(spent.total_seconds())) / 3600
