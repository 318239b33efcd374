"""Order quality: what had to be corrected after orders were handed in, whose doing it was and what it cost (B8)."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Sum
from django.db.models.functions import Abs

from orders.models import Correction, Order
from orders.models.change import Cause
from orders.models.correction import Mistake
from orders.models.words import Channel
from reports.figures.period import Period


@dataclass(frozen=True)
class ByKind:
    """One class of correction, counted by cause."""

    kind: str
    label: Any
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass
class Split:
    """Of the orders handed in by one person, channel or template, those with an entry error, and what they cost.

    `money` adds up the differences of the totals, up or down, in the house's own currency;
    `hours` is how long after handing in a correction came, on average.
    """

    key: str
    label: Any
    orders: int = 0
    wrong: int = 0
    made: int = 0
    money: Decimal = Decimal(0)
    waited: Decimal = Decimal(0)

    @property
    def accuracy(self) -> Decimal:
        return (Decimal(100) * (self.orders - self.wrong) / self.orders).quantize(Decimal("0.1"))

    @property
    def error_rate(self) -> Decimal:
        return Decimal(100) - self.accuracy

    @property
    def hours(self) -> Decimal | None:
        return (self.waited / self.made).quantize(Decimal("0.1")) if self.made else None


@dataclass(frozen=True)
class Cost:
    """What all corrections of one cause cost: how many there were, the money they moved, the hours they came after."""

    label: Any
    made: int
    money: Decimal
    hours: Decimal | None


def corrections(user: Any, period: Period) -> Any:
    """The corrections of a period on orders this person sees, newest first."""
    seen = Order.objects.visible_to(user).order_by().values("pk")
    rows = Correction.objects.filter(at__gte=period.begin, at__lt=period.end, order__in=seen)
    return rows.select_related("order", "entered_by").defer("order__search").order_by("-pk")


def by_kind(rows: Any) -> list[ByKind]:
    """How often each part of an order was corrected, by cause; what never happened is left out."""
    counted = rows.order_by().values_list("kind", "cause").annotate(n=Count("pk"))
    found = {(kind, cause): n for kind, cause, n in counted}
    table = [ByKind(k, label, tuple(found.get((k, c), 0) for c in Cause.values)) for k, label in Mistake.choices]
    return [row for row in table if row.total]


def by_cause(rows: Any) -> list[Cost]:
    """The cost of corrections by cause; one that put several values right is counted once."""
    counted = _first(rows).order_by().values_list("cause").annotate(**COSTS)
    found = {cause: numbers for cause, *numbers in counted}
    return [Cost(label, *_cost(*found[cause])) for cause, label in Cause.choices if cause in found]


def _first(rows: Any) -> Any:
    return rows.filter(money__isnull=False)


COSTS = {"made": Count("pk"), "moved": Sum(Abs("money")), "waited": Sum(F("at") - F("handed_in_at"))}


def _cost(made: int, money: Decimal, waited: datetime.timedelta | None) -> tuple[int, Decimal, Decimal | None]:
    return made, money, (_hours(waited) / made).quantize(Decimal("0.1")) if waited is not None else None


def _hours(time: datetime.timedelta | None) -> Decimal:
    return Decimal(time.total_seconds()) / 3600 if time is not None else Decimal(0)


def placed_in(user: Any, period: Period) -> Any:
    """The orders a person sees that were handed in in the period."""
    return Order.objects.visible_to(user).live().filter(placed_at__gte=period.begin, placed_at__lt=period.end)


def with_error(orders: Any) -> Any:
    """Those of them with an entry error of ours."""
    return orders.filter(_erred())


def _erred() -> Exists:
    return Exists(Correction.objects.filter(order=OuterRef("pk"), cause=Cause.ENTRY))


BY = {
    "person": ("owner_id", lambda row: row["owner__name"]),
    "channel": ("channel", lambda row: CHANNELS.get(row["channel"])),
    "template": ("template_id", lambda row: row["template__name"]),
}
"""How the orders of a period can be split: the column of an order, and what its value is called."""
CHANNELS = {key: label for key, label in Channel.choices if key}
NONE = "none"
TOGETHER = ("owner_id", "channel", "template_id")


def accuracy(user: Any, period: Period) -> dict[str, list[Split]]:
    """Entry accuracy by person, channel and template: two queries for all three (S9, B8)."""
    placed = placed_in(user, period).order_by()
    named = placed.values(*TOGETHER, "owner__name", "template__name")
    counted = list(named.annotate(n=Count("pk"), wrong=Count("pk", filter=_erred())))
    errors = Correction.objects.filter(cause=Cause.ENTRY, order__in=placed.values("pk"))
    columns = [f"order__{name}" for name in TOGETHER]
    costs = list(_first(errors).order_by().values_list(*columns).annotate(**COSTS))
    return {by: _split(by, counted, costs) for by in BY}


def _split(by: str, counted: Iterable[dict[str, Any]], costs: Iterable[tuple[Any, ...]]) -> list[Split]:
    column, name = BY[by]
    splits: dict[Any, Split] = {}
    for row in counted:
        split = splits.setdefault(row[column], Split(str(row[column] or NONE), name(row) or "--"))
        split.orders += row["n"]
        split.wrong += row["wrong"]
    for *keys, made, money, waited in costs:
        split = splits[dict(zip(TOGETHER, keys, strict=True))[column]]
        split.made, split.money, split.waited = split.made + made, split.money + money, split.waited + _hours(waited)
    return sorted(splits.values(), key=lambda split: (split.key == NONE, -split.orders, str(split.label)))


def orders_of(user: Any, period: Period, by: str, key: str, *, wrong: bool) -> Any:
    """The orders behind a figure of a split; none for a key that stands for nothing."""
    orders = placed_in(user, period)
    orders = with_error(orders) if wrong else orders
    column = BY[by][0]
    if by == "channel":
        return orders.filter(channel="" if key == NONE else key)
    if key == NONE:
        return orders.filter(**{f"{column}__isnull": True})
    return orders.filter(**{column: int(key)}) if key.isascii() and key.isdigit() and len(key) < 10 else orders.none()
