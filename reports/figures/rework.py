"""How often orders came back from approval, and whether rules see what is corrected later (S36, S40, B8)."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.models import Request, Step
from approvals.models.words import RequestState
from orders.models import Correction
from reports.figures.period import Period
from reports.figures.quality import placed_in


@dataclass(frozen=True)
class Loop:
    """One group of the orders handed in in a period."""

    key: str
    label: str | Promise
    holds: Callable[[dict[str, Any]], bool]
    narrow: dict[str, Any]


def _returned(times: int) -> Loop:
    labels = {1: _("Returned at least once"), 2: _("Returned at least twice"), 3: _("Returned three times or more")}
    return Loop(f"returned-{times}", labels[times], lambda row: row["back"] >= times, {"back__gte": times})


def _seen(key: str, label: str | Promise, **narrow: bool) -> Loop:
    return Loop(key, label, lambda row: all(row[name] == value for name, value in narrow.items()), narrow)


ALL = Loop("all", _("Handed in"), lambda row: True, {})
RETURNED = tuple(_returned(times) for times in (1, 2, 3))
FLAGGED = _seen("flagged", _("A rule asked somebody"), flagged=True)
UNFLAGGED = _seen("unflagged", _("No rule asked anybody"), flagged=False)
CORRECTED = _seen("corrected", _("Corrected after approval"), corrected=True)
FLAGGED_CORRECTED = _seen(
    "flagged-corrected", _("A rule asked, and it was corrected later"), flagged=True, corrected=True
)
UNFLAGGED_CORRECTED = _seen(
    "unflagged-corrected", _("No rule asked, and it was corrected later"), flagged=False, corrected=True
)
LOOPS = (ALL, *RETURNED, FLAGGED, UNFLAGGED, CORRECTED, FLAGGED_CORRECTED, UNFLAGGED_CORRECTED)


def judged_in(user: Any, period: Period) -> Any:
    """The orders handed in in a period, each with how often it came back, whether a rule asked, whether it was wrong.

    What was put right between two rounds was found by its approvers, so it is not counted as corrected later.
    """
    about = Request.objects.filter(order=OuterRef("pk"), kind="order").order_by()
    times = about.filter(state=RequestState.RETURNED).values("order").annotate(n=Count("pk")).values("n")
    asked = Step.objects.filter(request__order=OuterRef("pk"), request__kind="order")
    later = Correction.objects.filter(order=OuterRef("pk")).exclude(source__startswith="round:")
    return placed_in(user, period).annotate(
        back=Coalesce(Subquery(times, output_field=IntegerField()), 0), flagged=Exists(asked), corrected=Exists(later)
    )


def loops(user: Any, period: Period) -> dict[str, int]:
    """How many orders are in each group, in one query."""
    rows = list(judged_in(user, period).order_by().values("back", "flagged", "corrected").annotate(n=Count("pk")))
    return {loop.key: sum(row["n"] for row in rows if loop.holds(row)) for loop in LOOPS}


def share(part: int, whole: int) -> Decimal | None:
    """Percent of a whole; nothing where there is none."""
    return (Decimal(100) * part / whole).quantize(Decimal("0.1")) if whole else None


def orders_in(user: Any, period: Period, loop: Loop) -> Any:
    """The orders of a group."""
    return judged_in(user, period).filter(**loop.narrow)
