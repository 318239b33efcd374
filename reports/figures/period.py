"""The days a report looks at."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from core import clock

CHOICES = (30, 90, 365)


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included, in the company's zone."""

    first: datetime.date
    last: datetime.date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def begin(self) -> datetime.datetime:
        return _midnight(self.first)

    @property
    def end(self) -> datetime.datetime:
        return _midnight(self.last + datetime.timedelta(days=1))


def period_of(params: Any) -> Period:
    """The period an address asks for by its number of days; anything else is the last 90 days."""
    asked = params.get("days", "")
    days = int(asked) if asked in {str(choice) for choice in CHOICES} else 90
    today = clock.today()
    return Period(today - datetime.timedelta(days=days - 1), today)


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), tzinfo=timezone.get_default_timezone())
