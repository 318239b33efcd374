"""The calendar a fresh database has, held by a process from its first limit on."""

from core.calendar import calendar_of, keep
from core.calendars.editing import row_of
from core.calendars.shipped import shipped_days, shipped_files
from core.shifts import USUAL


def hold_shipped_calendar() -> None:
    """So that no limit asks a database, or there need be none."""
    days = [row_of(day, path.name) for path in shipped_files() for day in shipped_days(path).days.values()]
    keep(calendar_of(None, USUAL, days))
