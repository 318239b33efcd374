"""The dispatch list: what is to be planned, who goes where and when, and one day at a time."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, IntegerField, Prefetch, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from core import clock
from core.counting import capped_counts, count_words
from orders.models import Order, OrderLine
from orders.models.words import Kind
from shipping.models import DispatchJob, DispatchLine
from shipping.policies import may_perform, may_plan
from shipping.tables.queue import urgent_first

MOST = 200
"""Jobs of one screen; open jobs beyond that are found by day."""


@dataclass(frozen=True)
class JobTab:
    """A tab of the dispatch list."""

    key: str
    label: str | Promise


MINE = JobTab("mine", pgettext_lazy("jobs", "My jobs"))
TO_PLAN = JobTab("plan", pgettext_lazy("jobs", "To plan"))
PLANNED = JobTab("planned", pgettext_lazy("jobs", "Planned"))
DAY = JobTab("day", pgettext_lazy("jobs", "By day"))
FINISHED = JobTab("done", pgettext_lazy("jobs", "Done"))


@dataclass
class Diary:
    """What one person does on a day, in the order of time."""

    person: Any
    jobs: list[DispatchJob] = field(default_factory=list)


def tabs_for(user: Any) -> list[JobTab]:
    """One's own jobs first for who does them, what is to be planned first for who plans."""
    own = [MINE] if may_perform(user) else []
    plan = [TO_PLAN] if may_plan(user) else []
    return [*own, *plan, PLANNED, DAY, FINISHED]


def drawn_tabs(user: Any, now: JobTab) -> list[dict[str, Any]]:
    """The tabs with their capped counts, all in one query."""
    seen = DispatchJob.objects.visible_to(user)
    lists: dict[str, QuerySet[Any]] = {PLANNED.key: seen.open(), FINISHED.key: seen.done()}
    tabs = tabs_for(user)
    if MINE in tabs:
        lists[MINE.key] = seen.open().of(user)
    if TO_PLAN in tabs:
        lists[TO_PLAN.key] = Order.objects.visible_to(user).needing_dispatch()
    counts = capped_counts(lists)
    page = reverse("shipping:jobs")
    return [
        {
            "label": tab.label,
            "url": f"{page}?tab={tab.key}",
            "count": count_words(counts[tab.key]) if tab.key in counts else None,
            "active": tab is now,
        }
        for tab in tabs
    ]


def jobs_of(user: Any, tab: JobTab) -> list[DispatchJob]:
    """Open jobs of a tab, rush orders first, then by time; two queries."""
    rows = DispatchJob.objects.visible_to(user).open()
    if tab is MINE:
        rows = rows.of(user)
    rush = Case(When(order__kind=Kind.RUSH, then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(with_services(rows).order_by(rush, "starts_at", "pk")[:MOST])


def with_services(rows: Any) -> Any:
    """With what a row shows, the services on each job among it."""
    lines = DispatchLine.objects.select_related("product__unit", "order_line").defer("product__search")
    return rows.for_list().prefetch_related(Prefetch("lines", lines))


def day_of(text: str) -> datetime.date:
    """The day an address names; nonsense is today."""
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    return found if found is not None and 2000 <= found.year < 2100 else clock.today()


def diaries_of(user: Any, day: datetime.date) -> list[Diary]:
    """Who goes where on a day, one diary a person; two queries."""
    begin = timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
    rows = DispatchJob.objects.visible_to(user).exclude(state="cancelled")
    if may_perform(user) and not may_plan(user):
        rows = rows.of(user)
    found: dict[int, Diary] = {}
    met = with_services(rows.between(begin, begin + datetime.timedelta(days=1)))
    for job in met.order_by("starts_at", "pk")[:MOST]:
        found.setdefault(job.assignee_id, Diary(job.assignee)).jobs.append(job)
    return sorted(found.values(), key=lambda diary: str(diary.person))


def to_plan(user: Any, after: str) -> tuple[list[dict[str, Any]], str]:
    """One page of orders nobody is sent for yet, the most urgent first, with the services that wait; two queries."""
    orders, following = urgent_first(Order.objects.visible_to(user).needing_dispatch(), after)
    waiting = _unplanned(orders)
    return [{"order": order, "lines": waiting.get(order.pk, [])} for order in orders], following


def _unplanned(orders: Sequence[Order]) -> dict[int, list[OrderLine]]:
    found: dict[int, list[OrderLine]] = {}
    rows = OrderLine.objects.filter(order__in=orders, is_service=True).select_related("product__unit")
    for line in rows.defer("product__search").order_by("position"):
        if line.unplanned:
            found.setdefault(line.order_id, []).append(line)
    return found
