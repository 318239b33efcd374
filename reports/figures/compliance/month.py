"""The month a compliance list is about."""

import datetime
import re

from core import clock
from reports.figures.period import Period

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


def month_of(text: str) -> Period:
    """The month an address asks for (2026-11); anything else is the last one that is over."""
    if MONTH.fullmatch(text) and text.isascii():
        return _month(datetime.date(int(text[:4]), int(text[5:]), 1))
    return before(_month(clock.today().replace(day=1)))


def before(month: Period) -> Period:
    """The month before."""
    return _month((month.first - datetime.timedelta(days=1)).replace(day=1))


def after(month: Period) -> Period:
    """The month that follows."""
    return _month(month.last + datetime.timedelta(days=1))


def _month(first: datetime.date) -> Period:
    following = (first + datetime.timedelta(days=31)).replace(day=1)
    return Period(first, following - datetime.timedelta(days=1))
