"""The lists of money: their tabs with capped counts, their sums, and the chips of what narrows them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import (
    CharField,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Concat
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.counting import capped_counts, count_words
from core.paging import COUNT_CAP
from finance.models import Invoice
from finance.models.words import Kind
from orders.models import Order, OrderLine
from orders.models.words import Billing, State

Narrow = Callable[[QuerySet[Any]], QuerySet[Any]]


@dataclass(frozen=True)
class Tab:
    """One standing view of a list."""

    key: str
    label: str | Promise
    narrow: Narrow


INVOICES = (
    Tab("", pgettext_lazy("invoices", "All"), lambda rows: rows),
    Tab("to_issue", _("To issue"), lambda rows: rows.drafts()),
    Tab("issued", pgettext_lazy("invoices", "Issued"), lambda rows: rows.issued()),
    Tab("open", pgettext_lazy("invoices", "Open"), lambda rows: rows.open()),
    Tab("overdue", _("Overdue"), lambda rows: rows.overdue()),
)
PAYMENTS = (
    Tab("", pgettext_lazy("receipts", "All"), lambda rows: rows),
    Tab("unmatched", pgettext_lazy("receipts", "Not matched"), lambda rows: rows.unmatched()),
)
CREDITS = (
    Tab("", pgettext_lazy("customers", "All"), lambda rows: rows),
    Tab("over", _("Over the limit"), lambda rows: rows.over()),
)


def tab_of(tabs: Sequence[Tab], params: QueryDict) -> Tab:
    """The tab the address names; nonsense gives the first."""
    key = params.get("tab", "")
    return next((tab for tab in tabs if tab.key == key), tabs[0])


def drawn(
    tabs: Sequence[Tab], now: Tab, everything: QuerySet[Any], found: QuerySet[Any]
) -> tuple[list[dict[str, Any]], str]:
    """The tabs as the component draws them, and how many this view finds, counted in one query."""
    lists = {f"tab:{tab.key}": tab.narrow(everything) for tab in tabs}
    counts = capped_counts({**lists, "found": found})
    shown = [
        {
            "label": tab.label,
            "url": f"?tab={tab.key}" if tab.key else "?",
            "count": count_words(counts[f"tab:{tab.key}"]),
            "active": tab.key == now.key,
        }
        for tab in tabs
    ]
    return shown, count_words(counts["found"])


def sums_of(rows: QuerySet[Any], column: str) -> dict[str, Decimal]:
    """What a column adds up to, by currency; nothing when there are more rows than the cap."""
    sql, params = rows.order_by().values("currency", column)[: COUNT_CAP + 1].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT currency, sum("{column}"), count(*) FROM ({sql}) AS found GROUP BY currency', params)
        found = cursor.fetchall()
    if sum(row[2] for row in found) > COUNT_CAP:
        return {}
    return {currency: total for currency, total, _count in found}


def chips_of(params: QueryDict, applied: dict[str, Any], form: Any) -> list[dict[str, str]]:
    """One chip per filter that holds, with the address that drops it."""
    chips = []
    for name, value in applied.items():
        rest = params.copy()
        for gone in (name, "before", "after"):
            rest.pop(gone, None)
        words = dict(getattr(form.fields[name], "choices", ())).get(value, value)
        chips.append({"label": f"{form.fields[name].label}: {words}", "url": f"?{rest.urlencode()}"})
    return chips


def orders_to_bill(user: Any) -> QuerySet[Order]:
    """Orders of which something shipped and is on no issued invoice, each with its value and its draft."""
    lines = OrderLine.objects.filter(order=OuterRef("pk"))
    left = F("shipped") - F("returned_credit") - F("invoiced") + F("credited")
    worth = ExpressionWrapper(
        (F("net") + F("tax")) * left / (F("ordered") - F("cancelled")), output_field=DecimalField()
    )
    value = lines.filter(ordered__gt=F("cancelled")).values("order").annotate(sum=Sum(worth)).values("sum")
    drafts = Invoice.objects.drafts().filter(order=OuterRef("pk"), kind=Kind.INVOICE).order_by("pk")
    waiting = (
        Order.objects.visible_to(user)
        .live()
        .filter(state=State.CONFIRMED, billing__in=[Billing.TO_BILL, Billing.PARTLY_BILLED])
    )
    return waiting.filter(Exists(lines.annotate(left=left).filter(left__gt=0))).annotate(
        to_bill=Subquery(value),
        draft_id=Subquery(drafts.values("pk")[:1]),
        draft_ref=Concat(Value("D-"), Subquery(drafts.values("pk")[:1]), output_field=CharField()),
        draft_total=Subquery(drafts.values("total")[:1]),
    )
