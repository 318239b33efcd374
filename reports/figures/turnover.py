"""Slow stock and turnover days, by product and warehouse (S67)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum

from core import clock
from inventory.models import StockItem, StockPace
from inventory.services.pacing import PACE_DAYS

IDLE_CHOICES = (30, 60, 90, 180)
IDLE_DAYS = 90
MOST = 80
FIGURE = DecimalField(max_digits=24, decimal_places=4)


@dataclass(frozen=True)
class Slow:
    """One product in one warehouse that lies still, or turns."""

    pace: Any
    item_id: int
    on_hand: Decimal
    worth: Decimal

    @property
    def idle(self) -> int | None:
        """Days since goods left for a customer; None where none did as far back as the house looks."""
        return None if self.pace.last_issue is None else (clock.today() - self.pace.last_issue).days

    @property
    def turnover(self) -> Decimal | None:
        """How many days the average stock of the last 90 days lasts at the pace goods left in them."""
        if not self.pace.used:
            return None
        average = (self.on_hand + max(Decimal(0), self.on_hand - self.pace.gained)) / 2
        return (average * PACE_DAYS / self.pace.used).quantize(Decimal("0.1"))


def paces(user: Any) -> QuerySet[StockPace]:
    """What lies somewhere, with its worth at cost."""
    items = StockItem.objects.visible_to(user).filter(
        product_id=OuterRef("product_id"), warehouse_id=OuterRef("warehouse_id"), on_hand__gt=0
    )
    rows = StockPace.objects.annotate(
        item=Subquery(items.order_by().values("pk")), on_hand=Subquery(items.order_by().values("on_hand"))
    )
    return rows.filter(item__isnull=False).annotate(worth=F("on_hand") * F("product__cost"))


def slow(rows: QuerySet[StockPace], days: int) -> QuerySet[StockPace]:
    """Of which nothing left for a customer in so many days."""
    since = clock.today() - datetime.timedelta(days=days)
    return rows.filter(Q(last_issue=None) | Q(last_issue__lt=since))


def slow_stock(user: Any, days: int, *, by_worth: bool) -> list[Slow]:
    """The slowest, the most worth first for who may see what goods cost; one query."""
    order = ("-worth", "pk") if by_worth else (F("last_issue").asc(nulls_first=True), "pk")
    return _rows(slow(paces(user), days).order_by(*order))


def turning(user: Any) -> list[Slow]:
    """What turns, the slowest first; one query."""
    rows = paces(user).filter(used__gt=0).annotate(lasts=F("on_hand") / F("used"))
    return _rows(rows.order_by("-lasts", "pk"))


def worth_of(user: Any, days: int) -> tuple[Decimal, Decimal]:
    """What all stock is worth at cost, and what of it is slow; one query."""
    since = clock.today() - datetime.timedelta(days=days)
    still = Q(last_issue=None) | Q(last_issue__lt=since)
    sums = paces(user).aggregate(
        all=Sum("worth", output_field=FIGURE), slow=Sum("worth", filter=still, output_field=FIGURE)
    )
    return sums["all"] or Decimal(0), sums["slow"] or Decimal(0)


def _rows(found: QuerySet[StockPace]) -> list[Slow]:
    rows: Sequence[Any] = found.select_related("product__unit", "warehouse").defer("product__search")[:MOST]
    return [Slow(row, row.item, row.on_hand, row.worth) for row in rows]
