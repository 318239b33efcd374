"""The queue of the warehouse: orders whose goods wait to be picked or sent off, the most urgent first."""

import datetime
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, DateField, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import clock
from core.counting import capped_counts, count_words
from core.search import match
from inventory.models import Reservation
from orders.models import Order
from orders.models.words import Kind, Stage
from orders.models.words import Promise as Promised
from shipping.models import Shipment, Wave
from shipping.models.words import State

SIZE = 50
MOST_WAVES = 12
FAR = datetime.date(9999, 12, 31)
AT_ONCE = datetime.date(1, 1, 1)
"""Where rush orders stand among the days."""
KEY = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class Tab:
    """A tab over both lists: orders at a stage, or shipments."""

    key: str
    label: str | Promise
    stages: tuple[Stage, ...] = ()


PICK = Tab("", _("To pick"), (Stage.TO_PICK, Stage.PICKING))
SHIP = Tab("ship", _("To ship"), (Stage.TO_SHIP,))
AGAIN = Tab("again", _("Replacements"))
"""Orders of any stage whose returned pieces are to be shipped again."""
OPEN = Tab("open", _("In the house"))
AWAY = Tab("away", _("On the way"))
TROUBLE = Tab("trouble", _("Trouble"))
ALL = Tab("all", _("All shipments"))
ORDER_TABS = (PICK, SHIP, AGAIN)
SHIPMENT_TABS = (OPEN, AWAY, TROUBLE, ALL)


@dataclass
class QueueRow:
    """One order in the queue, with its open shipments."""

    order: Order
    shipments: list[Shipment] = field(default_factory=list)

    @property
    def can_be_waved(self) -> bool:
        """Whether it may be picked together with others: nobody has begun yet."""
        return not self.shipments

    @property
    def is_endangered(self) -> bool:
        """Late, or likely to be."""
        return self.order.promise != Promised.ON_TRACK


def waiting(user: Any, tab: Tab) -> QuerySet[Order]:
    """The orders of a tab that a person sees."""
    if tab is AGAIN:
        return Order.objects.visible_to(user).replacing()
    return Order.objects.visible_to(user).at_stage(*tab.stages)


@dataclass(frozen=True)
class Which:
    """A part of the queue: goods set aside in one warehouse, promised until a day."""

    warehouse: str = ""
    due: str = ""

    DUE = (("today", _("Promised by today")), ("week", _("Promised within a week")))

    def narrow(self, rows: QuerySet[Order]) -> QuerySet[Order]:
        if self.warehouse:
            there = Reservation.objects.filter(order=OuterRef("pk"), item__warehouse__code=self.warehouse)
            rows = rows.filter(Exists(there))
        days = {"today": 0, "week": 7}.get(self.due)
        return rows if days is None else rows.filter(promised_on__lte=clock.today() + datetime.timedelta(days=days))


def queue_of(user: Any, tab: Tab, after: str, which: Which | None = None) -> tuple[list[QueueRow], str]:
    """One page of the queue, the most urgent first, and the key of the next page; two queries."""
    orders, following = urgent_first((which or Which()).narrow(waiting(user, tab)), after)
    return _with_shipments(orders), following


def open_waves(user: Any) -> list[Wave]:
    """The walks that are going on, with how many totes are being filled; one query."""
    totes = Count("shipments", filter=Q(shipments__state=State.PICKING))
    rows = Wave.objects.visible_to(user).open().select_related("picker").annotate(totes=totes)
    return list(rows.order_by("-pk")[:MOST_WAVES])


def urgent_first(waiting: Any, after: str) -> tuple[list[Order], str]:
    """One page of orders, rush orders first, then by promised day, and the key of the next page (S16)."""
    promised = Coalesce("promised_on", Value(FAR, DateField()))
    due = Case(When(kind=Kind.RUSH, then=Value(AT_ONCE, DateField())), default=promised)
    rows = waiting.for_list().annotate(due=due).order_by("due", "pk")
    if key := _key(after):
        day, pk = key
        rows = rows.filter(Q(due__gt=day) | Q(due=day, pk__gt=pk))
    orders: list[Any] = list(rows[: SIZE + 1])
    more, orders = len(orders) > SIZE, orders[:SIZE]
    last = orders[-1] if more else None
    return orders, f"{last.due}.{last.pk}" if last else ""


def shipments_of(user: Any, tab: Tab, asked: str, product: str) -> QuerySet[Shipment]:
    """The shipments of a tab that a person sees, searched by number, waybill or order, or by product code."""
    rows = Shipment.objects.visible_to(user)
    if tab is OPEN:
        rows = rows.open()
    elif tab is AWAY:
        rows = rows.on_the_way()
    elif tab is TROUBLE:
        rows = rows.in_trouble()
    if product:
        rows = rows.filter(lines__product__code=product)
    return _found(rows, user, asked.strip()) if asked.strip() else rows


def tabs_of(user: Any, now: Tab) -> list[dict[str, Any]]:
    """The tabs with their capped counts, all in one query."""
    seen = Shipment.objects.visible_to(user)
    lists: dict[str, QuerySet[Any]] = {tab.key: waiting(user, tab) for tab in ORDER_TABS}
    lists |= {OPEN.key: seen.open(), AWAY.key: seen.on_the_way(), TROUBLE.key: seen.in_trouble()}
    counts = capped_counts(lists)
    return [
        {
            "label": tab.label,
            "url": _address(tab),
            "count": count_words(counts[tab.key]) if tab.key in counts else None,
            "active": tab is now,
        }
        for tab in (*ORDER_TABS, *SHIPMENT_TABS)
    ]


def _address(tab: Tab) -> str:
    page = reverse("shipping:list" if tab in ORDER_TABS else "shipping:shipments")
    return f"{page}?tab={tab.key}" if tab.key else page


def _found(rows: QuerySet[Shipment], user: Any, asked: str) -> QuerySet[Shipment]:
    # A full number is the common case and hits an index; only else is it asked about the order.
    exact = rows.filter(Q(number=asked) | Q(waybill=asked))
    if exact.exists():
        return exact
    return rows.filter(order__in=match(Order.objects.visible_to(user), asked).order_by().values("pk"))


def _with_shipments(orders: Sequence[Order]) -> list[QueueRow]:
    held: dict[int, list[Shipment]] = defaultdict(list)
    for shipment in Shipment.objects.open().filter(order__in=orders).order_by("pk"):
        held[shipment.order_id].append(shipment)
    return [QueueRow(order, held[order.pk]) for order in orders]


def _key(text: str) -> tuple[datetime.date, int] | None:
    key = KEY.fullmatch(text)
    try:
        return (datetime.date.fromisoformat(key[1]), int(key[2])) if key else None
    except ValueError:
        return None
