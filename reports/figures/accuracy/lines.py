"""Lines that left the house: in time for their first promise or not, short or whole, and those claimed later (S71)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from orders.models import Order, ReturnLine
from orders.models.return_words import Reason
from reports.figures.after_sales import REFUSED, percent
from reports.figures.period import Period
from shipping.models import Shipment, ShipmentLine
from shipping.models.words import GONE

CLAIMS = (Reason.WRONG, Reason.TOO_MANY, Reason.DAMAGED)
"""What a customer sends back because of how it was picked, packed or carried."""


@dataclass(frozen=True)
class Seen:
    """The orders and shipments the figures are made of; `all` where that is every one."""

    orders: Any
    shipments: Any
    all: bool = False


def seen_by(user: Any) -> Seen:
    """What a person may see; None is the house, which sees everything."""
    if user is None:
        return Seen(Order.objects.all(), Shipment.objects.all(), all=True)
    whole = user.has_perm("orders.see_all_order")
    return Seen(Order.objects.visible_to(user), Shipment.objects.visible_to(user), all=whole)


@dataclass(frozen=True)
class Left:
    """The lines of shipments that left a warehouse in the period."""

    key: str
    label: str
    asked: int
    gone: int
    promised: int
    on_time: int
    short: int

    @property
    def on_time_rate(self) -> Decimal | None:
        return percent(self.on_time, self.promised)

    @property
    def short_rate(self) -> Decimal | None:
        return percent(self.short, self.asked)


WENT, SHORT = Q(picked__gt=0), Q(picked__lt=F("quantity"))
PROMISED = WENT & Q(order_line__first_promise__isnull=False)
ON_TIME = PROMISED & Q(day__lte=F("order_line__first_promise"))
LATE = PROMISED & Q(day__gt=F("order_line__first_promise"))
KINDS = {"asked": Q(), "gone": WENT, "promised": PROMISED, "on-time": ON_TIME, "late": LATE, "short": SHORT}
"""The lines behind each figure."""


def _left(seen: Seen, period: Period) -> QuerySet[ShipmentLine]:
    rows = ShipmentLine.objects.filter(
        shipment__state__in=GONE, shipment__shipped_at__gte=period.begin, shipment__shipped_at__lt=period.end
    )
    rows = rows if seen.all else rows.filter(shipment__in=seen.shipments.order_by().values("pk"))
    return rows.annotate(day=TruncDate("shipment__shipped_at", tzinfo=timezone.get_default_timezone()))


def lines_left(seen: Seen, period: Period) -> list[Left]:
    """By warehouse, one query; the first row is all of them together."""
    counts = {name: Count("pk", filter=KINDS[name]) for name in ("gone", "promised", "short")}
    counts |= {"asked": Count("pk"), "on_time": Count("pk", filter=ON_TIME)}
    rows = _left(seen, period).order_by().values("shipment__warehouse__code", "shipment__warehouse__name")
    found = list(rows.annotate(**counts).order_by("shipment__warehouse__code"))
    names = ("asked", "gone", "promised", "on_time", "short")
    whole = Left("", "", **{name: sum(row[name] for row in found) for name in names})
    return [whole] + [
        Left(row["shipment__warehouse__code"], row["shipment__warehouse__name"], **{name: row[name] for name in names})
        for row in found
    ]


def left_lines(seen: Seen, period: Period, kind: str, warehouse: str) -> QuerySet[ShipmentLine]:
    """The lines behind a figure, of one warehouse or of all."""
    rows = _left(seen, period).filter(KINDS[kind])
    rows = rows.filter(shipment__warehouse__code=warehouse) if warehouse else rows
    return rows.select_related("shipment__order", "order_line", "product__unit").defer(
        "shipment__order__search", "product__search"
    )


def claims(seen: Seen, period: Period) -> QuerySet[ReturnLine]:
    """Return lines asked for in the period because goods came wrong, too many or damaged; no refused ones."""
    rows = ReturnLine.objects.filter(
        of__requested_at__gte=period.begin, of__requested_at__lt=period.end, reason__in=CLAIMS
    ).exclude(of__state__in=REFUSED)
    return rows if seen.all else rows.filter(of__order__in=seen.orders.order_by().values("pk"))


def claimed(seen: Seen, period: Period) -> dict[str, int]:
    """How many lines by reason, one query; what nobody claimed is 0."""
    found = dict(claims(seen, period).order_by().values_list("reason").annotate(n=Count("pk")))
    return {reason.value: found.get(reason.value, 0) for reason in CLAIMS}
