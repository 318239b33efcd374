"""What time it is, for everybody, so that a test can say otherwise."""

import datetime

from django.utils import timezone


def now() -> datetime.datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today() -> datetime.date:
    """The present day in the company's own zone; due dates are dates, never midnights."""
    return timezone.localdate(now(), timezone.get_default_timezone())
