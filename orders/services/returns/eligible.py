"""What of an order may come back, said before anybody types: how many, delivered when, at which price."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from core import clock
from core.models import Event
from orders.models import Order, OrderLine
from orders.models.words import Origin

ZERO = Decimal(0)
LEFT, ARRIVED = "order.shipped", "order.accepted"


@dataclass(frozen=True)
class Eligible:
    """One line: how many pieces may come back, since when the customer has them, and until when that is usual."""

    line: OrderLine
    most: Decimal
    delivered_on: datetime.date | None
    last_day: datetime.date | None

    @property
    def late(self) -> bool:
        """Whether the return window is over; that is a question for whoever decides, not a refusal."""
        return self.last_day is not None and self.last_day < clock.today()

    @property
    def price(self) -> Decimal:
        """What one base unit cost, with tax."""
        return (self.line.gross / self.line.wanted).quantize(Decimal("0.01")) if self.line.wanted else ZERO


def may_come_back(order: Order) -> bool:
    """Whether anything of an order can be returned at all; imported history has no parcels to go by."""
    return order.binds and order.origin == Origin.LIVE


def eligible_lines(order: Order, lines: Iterable[OrderLine]) -> list[Eligible]:
    """The lines whose goods the customer has, in their order; one query, for the days they arrived."""
    if not may_come_back(order):
        return []
    goods = [line for line in lines if line.returnable > 0 and not line.is_service]
    days = _arrivals(order) if goods else {}
    return [_eligible(line, days.get(line.pk)) for line in goods]


def _eligible(line: OrderLine, arrived: datetime.date | None) -> Eligible:
    window = datetime.timedelta(days=settings.GENDAN_RETURN_DAYS)
    return Eligible(line, line.returnable, arrived, arrived + window if arrived else None)


def _arrivals(order: Order) -> dict[int, datetime.date]:
    """Line → the last day goods of it arrived, or left where nobody confirmed that they arrived."""
    rows = Event.objects.filter(stream=order.stream, name__in=(LEFT, ARRIVED)).order_by("seq")
    days: dict[str, dict[int, datetime.date]] = {LEFT: {}, ARRIVED: {}}
    for row in rows:
        for pk in row.data["quantities"]:
            days[row.name][int(pk)] = timezone.localdate(row.at)
    return days[LEFT] | days[ARRIVED]
