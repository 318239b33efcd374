"""The files of days that come with the house, and the calendar a fresh database starts with."""

from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.core.exceptions import ImproperlyConfigured

from core.calendars.reading import Reading, read_days

FOLDER = Path(__file__).parent


def shipped_files() -> list[Path]:
    """One file per year."""
    return sorted(FOLDER.glob("*.csv"))


def shipped_days(path: Path) -> Reading:
    """The days of one of our own files, which has no faults."""
    reading = read_days(path)
    if reading.faults:
        raise ImproperlyConfigured(f"{path.name}: {reading.faults[0]}")
    return reading


def find_file(name: str) -> Path:
    """A file somebody names: a path, or one of ours by its name."""
    ours = FOLDER / f"{name}.csv"
    return ours if "/" not in name and ours.is_file() and not Path(name).exists() else Path(name)


def start_calendar(sender: AppConfig, **kwargs: Any) -> None:
    """A database without a calendar gets one with the days that are known; an existing one is never touched."""
    from core.calendars.editing import row_of
    from core.models import CompanyCalendar, CompanyDay

    try:
        kwargs.get("apps", installed).get_model("core", "CompanyCalendar")
    except LookupError:
        # Migrated back to before the calendar.
        return
    using = kwargs.get("using", "default")
    if not CompanyCalendar.objects.using(using).get_or_create(pk=1)[1]:
        return
    rows = [row_of(day, path.name) for path in shipped_files() for day in shipped_days(path).days.values()]
    CompanyDay.objects.using(using).bulk_create(rows, ignore_conflicts=True)
