"""B14: limits count working hours with public holidays and make-up days."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from core.calendar import (
    add_working_days,
    add_working_hours,
    is_provisional,
    is_working_day,
    working_hours_between,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def in_shanghai(settings):
    settings.TIME_ZONE = "Asia/Shanghai"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),  # make-up Saturday
        (date(2026, 10, 11), False),
        (date(2025, 1, 26), True),  # make-up Sunday
        (date(2025, 1, 28), False),
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
        (date(2026, 11, 21), False),  # an ordinary Saturday
        (date(2027, 2, 10), False),
        (date(2031, 10, 1), True),  # a year without a table has weekends only
    ],
)
def test_a_day_works_by_weekday_holiday_and_make_up(day, works):
    assert is_working_day(day) is works


def test_two_days_before_golden_week_end_after_it():
    assert add_working_hours(at("2026-09-30T15:00"), 16) == at("2026-10-09T15:00")


def test_a_make_up_saturday_counts():
    assert add_working_hours(at("2026-10-09T17:00"), 2) == at("2026-10-10T10:00")


def test_the_lunch_break_does_not_count():
    assert add_working_hours(at("2026-11-18T11:30"), 1) == at("2026-11-18T13:30")


def test_a_limit_that_ends_with_the_day_ends_on_that_day():
    assert add_working_hours(at("2026-11-18T09:00"), 8) == at("2026-11-18T18:00")


def test_a_task_born_at_night_starts_in_the_morning():
    assert add_working_hours(at("2026-11-18T22:40"), Decimal("0.5")) == at("2026-11-19T09:30")


def test_a_task_born_on_a_weekend_starts_on_monday():
    assert add_working_hours(at("2026-11-21T10:00"), 4) == at("2026-11-23T14:00")


def test_no_hours_from_a_night_is_the_next_opening():
    assert add_working_hours(at("2026-11-18T22:40"), 0) == at("2026-11-19T09:00")


def test_a_moment_in_another_zone_is_read_in_the_company_zone():
    start = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai

    due = add_working_hours(start, 3)

    assert due == at("2026-11-18T12:00")
    assert due.isoformat() == "2026-11-18T12:00:00+08:00"


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-18T09:00", "2026-11-18T18:00", "8"),
        ("2026-11-18T11:30", "2026-11-18T13:30", "1"),
        ("2026-11-18T17:00", "2026-11-19T10:00", "2"),
        ("2026-09-30T17:00", "2026-10-08T10:00", "2"),
        ("2026-10-09T17:00", "2026-10-12T10:00", "10"),  # the make-up Saturday in between
        ("2026-11-21T08:00", "2026-11-22T20:00", "0"),
        ("2026-11-19T10:00", "2026-11-18T10:00", "0"),
        ("2026-11-18T09:00", "2026-11-18T09:15", "0.25"),
    ],
)
def test_working_hours_between_two_moments(start, end, hours):
    assert working_hours_between(at(start), at(end)) == Decimal(hours)


def test_the_year_2026_has_the_announced_number_of_working_days():
    days = [date.fromordinal(n) for n in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal())]

    assert sum(map(is_working_day, days)) == 248


def test_working_days_are_added_over_the_spring_festival():
    assert add_working_days(date(2026, 2, 14), 1) == date(2026, 2, 24)
    assert add_working_days(date(2026, 2, 15), 0) == date(2026, 2, 24)


def test_only_the_years_not_announced_are_provisional_and_so_is_what_nobody_entered():
    years = [year for year in (2025, 2026, 2027, 2028, 2031) if is_provisional(date(year, 5, 1))]

    assert years == [2027, 2028, 2031]
