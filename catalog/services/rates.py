"""What a currency is worth in the house's own on a day."""

import datetime
from bisect import bisect_right
from collections.abc import Callable
from decimal import Decimal

from django.conf import settings

from catalog.models import ExchangeRate

ONE = Decimal(1)


def rate_of(currency: str, on: datetime.date) -> Decimal | None:
    """Units of the house's own currency for one of another, by the latest row up to that day; its own is 1.

    None where nobody has entered a rate yet. The house's own currency asks nothing of the database.
    """
    if currency == settings.GENDAN_CURRENCY:
        return ONE
    known = ExchangeRate.objects.filter(currency=currency, on__lte=on).order_by("-on")
    return known.values_list("rate", flat=True).first()


def rates_of(currency: str) -> Callable[[datetime.date], Decimal | None]:
    """The same for many days of one currency: all its rates are read once."""
    if currency == settings.GENDAN_CURRENCY:
        return lambda on: ONE
    rows = list(ExchangeRate.objects.filter(currency=currency).order_by("on").values_list("on", "rate"))
    days = [day for day, _rate in rows]

    def on_day(on: datetime.date) -> Decimal | None:
        place = bisect_right(days, on)
        return rows[place - 1][1] if place else None

    return on_day
