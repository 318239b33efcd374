"""Lost orders (掉单): what was dropped in a period and what is stuck now, by cause (S46).

Every order has at most one cause: those that ended have that of whoever ended them, those that stand
still have that of the stage they stand at. Orders that shipped anything are not lost.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, DecimalField, Exists, F, Max, OuterRef, Q, Sum, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from finance.models import CreditProfile
from orders.models.words import LostCause, Stage, State
from reports.figures.figure import Figure, Measured
from reports.figures.period import Period

DRAFT_DAYS = 2
"""After so many days without being handed in a draft counts as stuck."""
DAY = datetime.timedelta(days=1)


def _cancelled(cause: str, period: Period) -> Q:
    return Q(
        origin="live",
        state=State.CANCELLED,
        lost_by=cause,
        cancelled_at__gte=period.begin,
        cancelled_at__lt=period.end,
        shipped_at=None,
    )


def _rejected(period: Period) -> Q:
    return Q(origin="live", state=State.REJECTED, stage_since__gte=period.begin, stage_since__lt=period.end)


def _late_at(*stages: Stage) -> Q:
    """Past the limit of its stage; without a limit nobody said that it is late."""
    return Q(origin="live", stage__in=stages, stage_until__lt=clock.now())


def _incomplete() -> Q:
    old = Q(origin="live", stage=Stage.ENTRY, stage_since__lt=clock.now() - DRAFT_DAYS * DAY)
    return old | _late_at(Stage.REWORK)


def _over_credit() -> Q:
    left = F("limit") - F("receivable") - F("uninvoiced") + F("unallocated")
    over = CreditProfile.objects.filter(customer=OuterRef("customer")).annotate(left=left)
    return Q(Exists(over.filter(left__lt=OuterRef("total"), currency=OuterRef("currency"))))


def _held() -> Q:
    return Q(stopped__contains="confirm")


def _to_confirm(more: Q) -> Q:
    return _late_at(Stage.TO_CONFIRM) & more


CANCELLED = tuple(
    Figure(
        f"lost_{cause}",
        label,
        _("Cancelled in the period before anything shipped, and this was named as the cause."),
        lambda period, cause=cause: _cancelled(cause, period),
    )
    for cause, label in LostCause.choices
)
UNNAMED = Figure(
    "lost_unnamed",
    _("Cancelled, no cause named"),
    _("Cancelled in the period before anything shipped; only the reason in words is known."),
    lambda period: _cancelled("", period),
)
REJECTED = Figure(
    "lost_rejected",
    _("Rejected by an approver"),
    _("Rejected in the period; a rejected order may be copied, but does not come back."),
    _rejected,
)
DROPPED = (*CANCELLED, UNNAMED, REJECTED)
STUCK = (
    Figure(
        "stuck_incomplete",
        _("Incomplete data"),
        _("Drafts not handed in after 2 days, and returned orders past their limit."),
        lambda period: _incomplete(),
    ),
    Figure(
        "stuck_review",
        _("Review timeout"),
        _("In approval past the limit of the step."),
        lambda period: _late_at(Stage.APPROVAL),
    ),
    Figure(
        "stuck_hold",
        _("On hold"),
        _("Approved, past the limit for confirming, and a hold stops the confirmation."),
        lambda period: _to_confirm(_held()),
    ),
    Figure(
        "stuck_credit",
        pgettext_lazy("stuck", "Credit"),
        _("Approved, past the limit for confirming, and the customer's credit does not cover it now."),
        lambda period: _to_confirm(~_held() & _over_credit()),
    ),
    Figure(
        "stuck_owner",
        _("Waiting for the owner"),
        _("Approved, past the limit for confirming, with neither a hold nor the credit in the way."),
        lambda period: _to_confirm(~_held() & ~_over_credit()),
    ),
    Figure(
        "stuck_shortage",
        _("Shortage"),
        _("Confirmed, and past the limit for getting the missing goods."),
        lambda period: _late_at(Stage.SUPPLY) & Q(shipped_at=None),
    ),
    Figure(
        "stuck_warehouse",
        _("Waiting for the warehouse"),
        _("Goods are set aside, and picking or sending off is past its limit."),
        lambda period: _late_at(Stage.TO_PICK, Stage.PICKING, Stage.TO_SHIP) & Q(shipped_at=None),
    ),
)
LOST = (*DROPPED, *STUCK)


@dataclass(frozen=True)
class Lost(Measured):
    """A cause with its orders, their amount, and how many days they took or stand."""

    days: Decimal | None
    most: int | None


def lost_orders(visible: Any, period: Period) -> tuple[list[Lost], list[Lost]]:
    """The dropped and the stuck orders by cause in one query, the largest amount first; empty causes are left out."""
    asked: dict[str, Any] = {}
    for figure in LOST:
        condition, age = figure.which(period), _age_of(figure)
        asked[f"{figure.key}_n"] = Count("pk", filter=condition)
        asked[f"{figure.key}_sum"] = Sum(figure.amount, filter=condition, output_field=DecimalField())
        asked[f"{figure.key}_avg"] = Avg(age, filter=condition)
        asked[f"{figure.key}_max"] = Max(age, filter=condition)
    found = visible.filter(_perhaps(period)).order_by().aggregate(**asked)
    return _rows(DROPPED, found), _rows(STUCK, found)


def _perhaps(period: Period) -> Q:
    """All that any cause could count, found by index; the rest of the history is not read."""
    ended = Q(cancelled_at__gte=period.begin, cancelled_at__lt=period.end) | Q(state=State.REJECTED)
    return ~Q(stage=Stage.DONE) | ended


def _age_of(figure: Figure) -> Any:
    """From the first word to the end for what was dropped; since the stage began for what is stuck."""
    if figure in STUCK:
        return Value(clock.now()) - F("stage_since")
    return F("stage_since" if figure is REJECTED else "cancelled_at") - F("created_at")


def _rows(figures: Sequence[Figure], found: dict[str, Any]) -> list[Lost]:
    rows = [_row(figure, found) for figure in figures if found[f"{figure.key}_n"]]
    return sorted(rows, key=lambda row: -row.amount)


def _row(figure: Figure, found: dict[str, Any]) -> Lost:
    average, longest = found[f"{figure.key}_avg"], found[f"{figure.key}_max"]
    return Lost(
        figure,
        found[f"{figure.key}_n"],
        found[f"{figure.key}_sum"] or Decimal(0),
        days=_days(average),
        most=longest // DAY if longest is not None else None,
    )


def _days(age: datetime.timedelta | None) -> Decimal | None:
    return None if age is None else (Decimal(age.total_seconds()) / 86400).quantize(Decimal("0.1"))


def totals(rows: Sequence[Lost]) -> tuple[int, Decimal]:
    """How many orders and how much money, over all causes."""
    return sum(row.count for row in rows), sum((row.amount for row in rows), Decimal(0))
