"""Scans of pickers, and those that were caught because they met the wrong thing (S70)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from reports.figures.accuracy.lines import Seen
from reports.figures.compliance import month_of
from reports.figures.period import Period
from shipping.models import Scan
from shipping.models.words import Result

CAUGHT = (Result.WRONG, Result.EXTRA, Result.LOT, Result.SERIAL, Result.UNKNOWN)
"""What would have left the house wrongly: other goods, too many, another lot or piece, a code nobody knows."""
BY = ("month", "warehouse", "picker")


@dataclass
class Mixed:
    """The scans of one month, warehouse or picker, and how many of them were caught, by kind."""

    key: str
    label: str
    scans: int = 0
    kinds: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def caught(self) -> int:
        return sum(self.kinds.values())

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [(kind.value, self.kinds[kind.value]) for kind in CAUGHT]

    @property
    def rate(self) -> Decimal | None:
        """Of a thousand scans."""
        return per_thousand(self.caught, self.scans)

    def add(self, result: str, n: int) -> None:
        self.scans += n
        if result in CAUGHT:
            self.kinds[result] += n


@dataclass(frozen=True)
class Caught:
    """All of a period together, and split each way."""

    all: Mixed
    splits: dict[str, list[Mixed]]


def per_thousand(part: int, whole: int) -> Decimal | None:
    """So many of a thousand, to one place; nothing where there is nothing to compare with."""
    return (Decimal(1000) * part / whole).quantize(Decimal("0.1")) if whole else None


def picked_scans(seen: Seen, period: Period) -> QuerySet[Scan]:
    """What pickers scanned in the period on shipments somebody may see; scans of returned goods are left out."""
    rows = Scan.objects.filter(at__gte=period.begin, at__lt=period.end, shipment__isnull=False)
    rows = rows if seen.all else rows.filter(shipment__in=seen.shipments.order_by().values("pk"))
    return rows.annotate(month=TruncMonth("at", tzinfo=timezone.get_default_timezone()))


COLUMNS = ("month", "shipment__warehouse__code", "shipment__warehouse__name", "actor", "actor__name", "result")


def mismatches(seen: Seen, period: Period) -> Caught:
    """Scans and what was caught, by month, warehouse and picker; one query for all."""
    rows = list(picked_scans(seen, period).order_by().values_list(*COLUMNS).annotate(n=Count("pk")))
    whole = Mixed("", "")
    for *_keys, result, n in rows:
        whole.add(result, n)
    return Caught(whole, {by: _split(by, rows) for by in BY})


def _split(by: str, rows: Iterable[tuple[Any, ...]]) -> list[Mixed]:
    found: dict[str, Mixed] = {}
    for month, code, warehouse, person, name, result, n in rows:
        names = {"month": (f"{month:%Y-%m}",) * 2, "warehouse": (code, warehouse), "picker": (str(person or 0), name)}
        key, label = names[by]
        found.setdefault(key, Mixed(key, label or "--")).add(result, n)
    return sorted(found.values(), key=lambda one: one.key if by == "month" else (one.label, one.key))


def scans_of(seen: Seen, period: Period, by: str, key: str, kind: str) -> QuerySet[Scan]:
    """The scans behind a figure: of a month, a warehouse, a picker or of all, of one kind, the caught ones or any."""
    rows = picked_scans(seen, period)
    if by == "month":
        month = month_of(key)
        known = f"{month.first:%Y-%m}" == key
        rows = rows.filter(at__gte=month.begin, at__lt=month.end) if known else rows.none()
    if by == "warehouse":
        rows = rows.filter(shipment__warehouse__code=key)
    if by == "picker":
        rows = rows.filter(actor=_number(key)) if _number(key) else rows.filter(actor=None)
    kinds = [kind] if kind in CAUGHT else list(CAUGHT) if kind == "caught" else None
    rows = rows.filter(result__in=kinds) if kinds else rows
    return rows.select_related("shipment", "actor", "order_line__order").defer("order_line__order__search")


def _number(key: str) -> int:
    return int(key) if key.isascii() and key.isdigit() and len(key) < 10 else 0
