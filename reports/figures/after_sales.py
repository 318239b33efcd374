"""After-sales figures: complaints by cause, what came back by product and reason, and claims per shipped line (S80).

Each by its written definition, over what a person may see; each leads to the documents it counts.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, Q, Sum

from catalog.models import Product
from orders.models import Case, Order, OrderLine, ReturnLine
from orders.models.case import CaseCause, CaseKind
from orders.models.return_words import Reason, ReturnState
from reports.figures.period import Period

MOST = 20
REFUSED = (ReturnState.REFUSED, ReturnState.WITHDRAWN)
ZERO = Decimal(0)


@dataclass(frozen=True)
class ByCause:
    """Complaints of one cause, and how many of a hundred delivered orders that is."""

    cause: str
    label: Any
    count: int
    rate: Decimal | None


@dataclass(frozen=True)
class ByProduct:
    """What came back of one product: pieces, of how many shipped, and the money they cost."""

    code: str
    title: str
    returns: int
    pieces: Decimal
    shipped: Decimal
    worth: Decimal

    @property
    def rate(self) -> Decimal | None:
        return percent(self.pieces, self.shipped)


@dataclass(frozen=True)
class ByReason:
    """What came back for one reason."""

    reason: str
    label: Any
    lines: int
    pieces: Decimal
    worth: Decimal


@dataclass(frozen=True)
class AfterSales:
    """The figures of a period."""

    orders: int
    complaints: int
    lines: int
    claimed: int
    rating: Decimal | None
    rated: int
    causes: list[ByCause]
    products: list[ByProduct]
    reasons: list[ByReason]

    @property
    def complaint_rate(self) -> Decimal | None:
        """Complaints opened in the period, of a hundred live orders delivered in it."""
        return percent(self.complaints, self.orders)

    @property
    def claim_rate(self) -> Decimal | None:
        """Order lines with a return asked for in the period, of a hundred lines last shipped in it."""
        return percent(self.claimed, self.lines)


def percent(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """So many of a hundred, to one place; nothing where there is nothing to compare with."""
    return (Decimal(100) * part / whole).quantize(Decimal("0.1")) if whole else None


def after_sales(user: Any, period: Period) -> AfterSales:
    """All of it, in eight queries."""
    seen = Order.objects.visible_to(user).live()
    orders = seen.filter(accepted_at__gte=period.begin, accepted_at__lt=period.end).order_by().count()
    shipped = OrderLine.objects.filter(order__in=_shipped(seen, period), shipped__gt=0)
    back = returned_lines(user, period)
    causes = _causes(user, period, orders)
    rated = Case.objects.visible_to(user).filter(closed_at__gte=period.begin, closed_at__lt=period.end)
    rating = rated.aggregate(average=Avg("rating"), n=Count("rating"))
    return AfterSales(
        orders=orders,
        complaints=sum(row.count for row in causes),
        lines=shipped.count(),
        claimed=back.values("order_line").distinct().count(),
        rating=Decimal(rating["average"]).quantize(Decimal("0.1")) if rating["n"] else None,
        rated=rating["n"],
        causes=causes,
        products=_products(back, shipped),
        reasons=_reasons(back),
    )


def complaints(user: Any, period: Period) -> Any:
    """The complaints opened in the period."""
    opened = Q(opened_at__gte=period.begin, opened_at__lt=period.end)
    return Case.objects.visible_to(user).filter(opened, kind=CaseKind.COMPLAINT)


def returned_lines(user: Any, period: Period) -> Any:
    """The lines of returns asked for in the period; refused and withdrawn ones are no returns."""
    asked = Q(of__requested_at__gte=period.begin, of__requested_at__lt=period.end)
    seen = Order.objects.visible_to(user).order_by().values("pk")
    return ReturnLine.objects.filter(asked, of__order__in=seen).exclude(of__state__in=REFUSED)


def _shipped(seen: Any, period: Period) -> Any:
    return seen.filter(shipped_at__gte=period.begin, shipped_at__lt=period.end).order_by().values("pk")


def _causes(user: Any, period: Period, orders: int) -> list[ByCause]:
    found = complaints(user, period).order_by().values_list("cause").annotate(n=Count("pk")).order_by("-n", "cause")
    return [ByCause(cause, CaseCause(cause).label, n, percent(n, orders)) for cause, n in found]


def _products(back: Any, shipped: Any) -> list[ByProduct]:
    product = "order_line__product"
    rows = list(
        back.order_by()
        .values_list(product, f"{product}__code", f"{product}__name", f"{product}__name_en")
        .annotate(n=Count("of", distinct=True), pieces=Sum("quantity"), money=Sum("worth"))
        .order_by("-pieces", f"{product}__code")[:MOST]
    )
    wanted = shipped.filter(product__in=[key for key, *_rest in rows]).order_by().values_list("product")
    gone = dict(wanted.annotate(sum=Sum("shipped"))) if rows else {}
    return [
        ByProduct(code, Product(name=zh, name_en=en).title, n, pieces, gone.get(key, ZERO), money)
        for key, code, zh, en, n, pieces, money in rows
    ]


def _reasons(back: Any) -> list[ByReason]:
    rows = back.order_by().values_list("reason")
    found = rows.annotate(n=Count("pk"), pieces=Sum("quantity"), money=Sum("worth")).order_by("-n", "reason")
    return [ByReason(reason, Reason(reason).label, n, pieces, money) for reason, n, pieces, money in found]
