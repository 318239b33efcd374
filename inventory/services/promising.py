"""The day a line is promised for."""

import datetime

from core.calendar import add_working_days

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
