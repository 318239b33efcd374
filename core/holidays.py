"""Public holidays and make-up working days (调休) of mainland China: a literal table of days."""

import datetime

# What the State Council has not yet published for these years is filled in from the law alone: the statutory
# days, and a working day off in place of each that falls on a weekend; bridge days and make-up days are unknown.
PROVISIONAL_YEARS = frozenset({2027})

# (first day off, last day off, name): weekends inside a span are part of it.
DAYS_OFF = [
    ("2025-01-01", "2025-01-01", "New Year"),
    ("2025-01-28", "2025-02-04", "Spring Festival"),
    ("2025-04-04", "2025-04-06", "Tomb-Sweeping Day"),
    ("2025-05-01", "2025-05-05", "Labour Day"),
    ("2025-05-31", "2025-06-02", "Dragon Boat Festival"),
    ("2025-10-01", "2025-10-08", "National Day and Mid-Autumn Festival"),
    ("2026-01-01", "2026-01-03", "New Year"),
    ("2026-02-15", "2026-02-23", "Spring Festival"),
    ("2026-04-04", "2026-04-06", "Tomb-Sweeping Day"),
    ("2026-05-01", "2026-05-05", "Labour Day"),
    ("2026-06-19", "2026-06-21", "Dragon Boat Festival"),
    ("2026-09-25", "2026-09-27", "Mid-Autumn Festival"),
    ("2026-10-01", "2026-10-07", "National Day"),
    ("2027-01-01", "2027-01-01", "New Year"),
    ("2027-02-05", "2027-02-10", "Spring Festival"),
    ("2027-04-05", "2027-04-05", "Tomb-Sweeping Day"),
    ("2027-05-01", "2027-05-04", "Labour Day"),
    ("2027-06-09", "2027-06-09", "Dragon Boat Festival"),
    ("2027-09-15", "2027-09-15", "Mid-Autumn Festival"),
    ("2027-10-01", "2027-10-05", "National Day"),
]

# Saturdays and Sundays on which everybody works, in exchange for a bridge day of the holiday beside them.
MAKE_UP_DAYS = [
    "2025-01-26",
    "2025-02-08",
    "2025-04-27",
    "2025-09-28",
    "2025-10-11",
    "2026-01-04",
    "2026-02-14",
    "2026-02-28",
    "2026-05-09",
    "2026-09-20",
    "2026-10-10",
]


def _days(first: str, last: str) -> list[datetime.date]:
    start, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    return [start + datetime.timedelta(days=n) for n in range((end - start).days + 1)]


HOLIDAYS: dict[datetime.date, str] = {day: name for first, last, name in DAYS_OFF for day in _days(first, last)}
WORKING_WEEKEND_DAYS: frozenset[datetime.date] = frozenset(map(datetime.date.fromisoformat, MAKE_UP_DAYS))
