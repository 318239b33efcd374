"""The order list: its tabs with their counts, its sum, and the chips of what narrows it."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.counting import capped, capped_counts, count_words
from core.models import SavedView
from core.paging import COUNT_CAP
from orders.filters import OrderFilter
from orders.models import Order
from orders.models.words import Kind, Stage, State, Supply

PAGE = "orders"


@dataclass(frozen=True)
class Tab:
    """One standing view of the list."""

    key: str
    label: str | Promise
    narrow: Callable[[QuerySet[Order], Any], QuerySet[Order]]


TABS = (
    Tab("", pgettext_lazy("orders", "All"), lambda rows, user: rows),
    Tab("mine", pgettext_lazy("orders", "Mine"), lambda rows, user: rows.filter(owner=user)),
    Tab("drafts", _("Drafts"), lambda rows, user: rows.filter(state=State.DRAFT)),
    Tab("approval", _("In approval"), lambda rows, user: rows.filter(state=State.PENDING_APPROVAL)),
    Tab("rush", pgettext_lazy("orders", "Rush"), lambda rows, user: rows.open().filter(kind=Kind.RUSH)),
    Tab("to_ship", _("To ship"), lambda rows, user: rows.at_stage(Stage.TO_PICK, Stage.PICKING, Stage.TO_SHIP)),
    Tab(
        "short",
        pgettext_lazy("orders", "Short"),
        lambda rows, user: rows.filter(state=State.CONFIRMED, supply__in=[Supply.PARTLY_SHORT, Supply.BACKORDERED]),
    ),
    Tab("overdue", _("Overdue"), lambda rows, user: rows.overdue()),
    Tab("done", _("Completed"), lambda rows, user: rows.filter(state=State.COMPLETED)),
)


def tab_called(key: str) -> Tab:
    """The tab of that name; nonsense gives the first."""
    return next((tab for tab in TABS if tab.key == key), TABS[0])


def rows_of(user: Any, params: QueryDict) -> tuple[QuerySet[Order], OrderFilter, Tab]:
    """What the list holds for this person, tab and filter; the export asks the same."""
    tab = tab_called(params.get("tab", ""))
    found = OrderFilter(params, queryset=tab.narrow(Order.objects.visible_to(user), user))
    return found.qs, found, tab


def counted_tabs(user: Any, rows: QuerySet[Order]) -> tuple[dict[str, str], str]:
    """How many each tab holds, and how many this filter finds, in words, in one query."""
    seen = Order.objects.visible_to(user)
    lists = {f"tab:{tab.key}": tab.narrow(seen, user) for tab in TABS}
    counts = capped_counts({**lists, "found": rows})
    words = {tab.key: count_words(counts[f"tab:{tab.key}"]) for tab in TABS}
    return words, count_words(counts["found"])


def sums_of(rows: QuerySet[Order]) -> dict[str, Decimal]:
    """What the orders of a filter add up to, by currency; nothing when there are more than the cap."""
    try:
        sql, params = capped(rows).values("currency", "total").query.sql_with_params()
    except EmptyResultSet:
        # Nothing can be found by such a search ("?"), so there is nothing to add up.
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT currency, sum(total), count(*) FROM ({sql}) AS found GROUP BY currency", params)
        found = cursor.fetchall()
    if sum(row[2] for row in found) > COUNT_CAP:
        return {}
    return {currency: total for currency, total, _count in found}


def saved_views(user: Any) -> list[SavedView]:
    """This person's own views and those everybody shares."""
    views = SavedView.objects.filter(page=PAGE)
    return list((views.filter(user=user) | views.filter(shared=True)).order_by("name")[:20])


def tabs_for(params: QueryDict, tab: Tab, counts: dict[str, str], views: list[SavedView]) -> list[dict[str, Any]]:
    """The tabs as the component draws them: the standing ones, then saved views."""
    now = _plain(params)
    own = {view.query for view in views}
    standing = [
        {
            "label": one.label,
            "url": f"?tab={one.key}" if one.key else "?",
            "count": counts[one.key],
            "active": one.key == tab.key and now not in own,
        }
        for one in TABS
    ]
    return standing + [
        {"label": view.name, "url": f"?{view.query}", "active": now == view.query, "pk": view.pk} for view in views
    ]


def _plain(params: QueryDict) -> str:
    kept = params.copy()
    for name in ("before", "after", "page"):
        kept.pop(name, None)
    return kept.urlencode()


def chips_for(params: QueryDict, found: OrderFilter) -> list[dict[str, str]]:
    """One chip per filter that holds, with the address that drops it."""
    chips = []
    for name, value in found.applied().items():
        rest = params.copy()
        for gone in (name, "before", "after"):
            rest.pop(gone, None)
        bound = found.form.fields[name]
        choices = dict(getattr(bound, "choices", ()))
        chips.append({"label": f"{bound.label}: {choices.get(value, value)}", "url": f"?{rest.urlencode()}"})
    return chips
