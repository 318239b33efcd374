"""Order quality: how many orders had to be corrected after they were handed in, of what and whose doing (B8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count

from orders.models import Correction, Order
from orders.models.change import Cause
from orders.models.correction import Mistake
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


@dataclass(frozen=True)
class ByPerson:
    """Of one person's orders handed in, how many were free of entry errors."""

    person: str
    orders: int
    wrong: int

    @property
    def accuracy(self) -> Decimal:
        return (Decimal(100) * (self.orders - self.wrong) / self.orders).quantize(Decimal("0.1"))


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


def by_person(user: Any, period: Period) -> Sequence[ByPerson]:
    """Entry accuracy: a person's orders handed in in the period, and those of them with an entry error since."""
    placed = Order.objects.visible_to(user).live().filter(placed_at__gte=period.begin, placed_at__lt=period.end)
    wrong = Correction.objects.filter(cause=Cause.ENTRY, order__in=placed.order_by().values("pk"))
    errors = dict(wrong.order_by().values_list("entered_by").annotate(n=Count("order", distinct=True)))
    people = placed.order_by().values_list("owner", "owner__name").annotate(n=Count("pk")).order_by("owner__name")
    return [ByPerson(name or "--", n, errors.get(pk, 0)) for pk, name, n in people]
