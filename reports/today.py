"""What I have to do today: the orders I hold and the questions put to me, by their deadline."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.models import Task
from core import clock
from inventory.models import ReorderRule
from inventory.policies import may_rule
from orders.models import Case, Order, Return
from orders.models.return_words import ReturnState
from orders.models.words import Stage
from shipping.models import DispatchJob
from shipping.policies import may_perform, may_receive
from shipping.tables.jobs import MINE, jobs_of

SHOWN = 60
AT_ONCE = 12
"""Rows of a group that lie open; the rest is one key away, so that the first things stay first."""

FALLEN = 6
"""Of what fell below its minimum, so many stand on the page; the list has all."""

DEEDS: dict[str, tuple[str | Promise, str]] = {
    Stage.ENTRY: (_("Finish draft"), "orders:edit"),
    Stage.REWORK: (_("Rework"), "orders:edit"),
    Stage.APPROVAL: (_("Decide"), "approvals:inbox"),
    Stage.TO_CONFIRM: (_("Confirm"), "orders:order"),
    Stage.SUPPLY: (_("Get goods"), "orders:order"),
    Stage.TO_PICK: (_("Pick"), "orders:order"),
    Stage.PICKING: (_("Go on picking"), "orders:order"),
    Stage.TO_SHIP: (_("Ship"), "orders:order"),
    Stage.DELIVERY: (_("Follow delivery"), "orders:order"),
    Stage.TO_DISPATCH: (_("Plan service"), "orders:order"),
    Stage.SERVICE: (_("Follow service"), "orders:order"),
    Stage.TO_INVOICE: (pgettext_lazy("deed", "Invoice"), "orders:order"),
    Stage.COLLECTION: (_("Collect"), "orders:order"),
}
"""The verb of each stage, and the page where it is done."""


@dataclass(frozen=True)
class Deed:
    """One row: verb, the order or the question it is about, and the way there."""

    verb: str | Promise
    url: str
    order: Order | None = None
    task: Task | None = None

    @property
    def until(self) -> datetime.datetime | None:
        return self.order.stage_until if self.order else self.task.due_at if self.task else None

    @property
    def is_rush(self) -> bool:
        """A rush order goes before all others of its deadline (S16)."""
        return self.order is not None and self.order.is_rush


@dataclass
class Group:
    """Deeds under one deadline."""

    key: str
    title: str | Promise
    deeds: list[Deed] = field(default_factory=list)

    @property
    def first(self) -> list[Deed]:
        return self.deeds[:AT_ONCE]

    @property
    def rest(self) -> list[Deed]:
        return self.deeds[AT_ONCE:]


def work_of(user: Any) -> list[Group]:
    """My rows in three groups, most urgent first: overdue, due today, later. One query, and one for who decides."""
    now = clock.now()
    groups = [Group("overdue", _("Overdue")), Group("today", _("Today")), Group("later", _("Later"))]
    deeds = [_deed(order) for order in held_by(user)[:SHOWN]] + [_decision(task) for task in asked_of(user)]
    for deed in sorted(deeds, key=lambda deed: (not deed.is_rush, deed.until is None, deed.until or now)):
        groups[_urgency(deed.until, now)].deeds.append(deed)
    return [group for group in groups if group.deeds]


def jobs_for(user: Any) -> list[DispatchJob]:
    """The dispatch jobs this person goes for, rush orders first, then by time; two queries, none for others."""
    return jobs_of(user, MINE) if may_perform(user) else []


def fallen_for(user: Any) -> list[ReorderRule]:
    """What fell below its minimum, the longest first, for who says how much is kept; one query, none for others."""
    if not may_rule(user):
        return []
    rules = ReorderRule.objects.visible_to(user).fallen().select_related("product__unit", "warehouse")
    return list(rules.defer("product__search")[: FALLEN + 1])
RETURN_DEEDS: dict[str, str | Promise] = {
    ReturnState.APPROVED: _("Scan goods in"),
    ReturnState.RECEIVED: _("Inspect"),
    ReturnState.INSPECTED: _("Settle the return"),
}


def returns_for(user: Any) -> list[Return]:
    """The returns this person receives, inspects or settles, the oldest first; one query, none for others."""
    states: list[str] = [ReturnState.RECEIVED, ReturnState.APPROVED] if may_receive(user) else []
    states += [ReturnState.INSPECTED] if user.has_perm("orders.resolve_return") else []
    if not states:
        return []
    rows = list(Return.objects.visible_to(user).filter(state__in=states).for_list().order_by("pk")[:AT_ONCE])
    for row in rows:
        row.deed = RETURN_DEEDS[row.state]  # type: ignore[attr-defined]
    return rows


def cases_for(user: Any) -> list[Case]:
    """The cases this person is to answer, the most urgent first; one query, none for others."""
    if not user.has_perm("orders.handle_case"):
        return []
    return list(Case.objects.due_for(user).for_list().order_by("until", "pk")[:AT_ONCE])


def held_by(user: Any) -> Any:
    """Orders whose stage clock names me, or a role I hold and no person."""
    mine = Q(holder=user.pk) | Q(holder=None, holder_role__in=user.role_names)
    orders = Order.objects.visible_to(user).filter(mine).exclude(stage=Stage.DONE)
    return orders.for_list().order_by(F("stage_until").asc(nulls_last=True), "pk")


def asked_of(user: Any) -> list[Task]:
    """What I am to decide besides orders: changes and quotations. An order that waits for me is held by me."""
    if not user.has_perm("approvals.decide_task"):
        return []
    others = Task.objects.awaiting(user).exclude(step__request__subject__startswith="order:")
    return list(others.for_list().by_deadline()[:SHOWN])


def _urgency(until: datetime.datetime | None, now: datetime.datetime) -> int:
    if until is None:
        return 2
    if until < now:
        return 0
    return 1 if until < now + datetime.timedelta(hours=24) else 2


def _deed(order: Order) -> Deed:
    verb, page = DEEDS[order.stage]
    url = reverse(page) if page == "approvals:inbox" else reverse(page, args=[order.ref])
    return Deed(verb, url, order=order)


def _decision(task: Task) -> Deed:
    return Deed(DEEDS[Stage.APPROVAL][0], task.get_absolute_url(), task=task)
