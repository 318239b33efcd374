"""The day a line is promised for, and why."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.calendar import add_working_days
from inventory.services.reading import Coming

PICKING_DAYS = 1
"""Working days from goods set aside to goods at the door."""
RESTOCK_DAYS = 7
"""Working days it usually takes until missing goods are here."""
USUAL_DAYS = 3
"""Working days promised when the customer named no day."""


def promise_day(*, wanted_on: datetime.date | None, in_stock: bool, today: datetime.date) -> datetime.date:
    """The day the customer wants, unless the goods cannot be there by then.

    In stock: the wanted day, at the earliest the next working day. Short: a restocking time after the
    wanted day (or after today, when that day is over). No day named: three working days from today.
    """
    wanted = wanted_on or add_working_days(today, USUAL_DAYS)
    if in_stock:
        return max(wanted, add_working_days(today + datetime.timedelta(days=1), PICKING_DAYS - 1))
    return add_working_days(max(wanted, today), RESTOCK_DAYS)


@dataclass(frozen=True, kw_only=True)
class Explained:
    """When a line can leave, what is there by the wanted day, and which announced goods it waits for (B2)."""

    day: datetime.date
    by_wanted: Decimal
    waits_for: tuple[Coming, ...]
    announced: bool


def explain(
    needed: Decimal,
    free: Decimal,
    arrivals: Sequence[Coming],
    *,
    wanted_on: datetime.date | None,
    today: datetime.date,
) -> Explained:
    """The promise day of a short line from what is free and what is announced, the earliest first.

    Where the announced goods do not suffice, the rest takes a restocking time from today.
    """
    have, waits = free, []
    by_wanted = free + sum((one.quantity for one in arrivals if wanted_on and one.day <= wanted_on), Decimal(0))
    for one in arrivals:
        if have >= needed:
            break
        have += one.quantity
        waits.append(one)
    announced = have >= needed
    last = waits[-1].day if waits and announced else add_working_days(today, RESTOCK_DAYS)
    day = add_working_days(max(last, wanted_on or last), 0)
    return Explained(day=day, by_wanted=by_wanted, waits_for=tuple(waits), announced=announced)
