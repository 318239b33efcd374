"""What blocks this order: every hold and obstacle with cause, amount, owner, age and what clears it (B5).

Nothing is written down for it: each row is read off the order as it stands, so it goes when its cause goes.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import can_proceed

from core.finding import Finding, Level
from core.panel import Panel
from core.remedy import Remedy
from core.roles import ROLE_NAMES
from core.sentence import Sentence
from orders.models import ChangeRequest, Order, OrderHold, OrderLine, OrderRevision
from orders.models.change import ChangeState
from orders.models.words import Payment, State, Supply
from orders.policies import may_confirm, may_enter, may_handle_change, may_hold, may_see
from orders.services.entry.checking import load_facts, run_checks

ASKED_AGAIN = ("credit_over",)
"""What needs an approval and stops the confirmation when nobody approved it."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """One thing in the way: what it is, who clears it, since when, and where."""

    mark: tuple[str, str]
    cause: str | Promise | Sentence
    owner: str | Promise = ""
    since: datetime.datetime | None = None
    amount: Decimal | None = None
    url: str = ""
    label: str | Promise = ""
    also: tuple[tuple[str, str | Promise], ...] = ()
    """Other ways out: address and words."""


def blocks_of(request: HttpRequest, order: Order) -> dict[str, Any] | None:
    """Everything in the way of an order that is not finished; nothing in the way, no panel."""
    if not order.is_open:
        return None
    found = [*_holds(request.user, order), *_changes(request.user, order), *_at_state(request.user, order)]
    return {"blocks": found} if found else None


def _holds(user: Any, order: Order) -> Iterable[Block]:
    if not order.stopped:
        return
    for hold in OrderHold.objects.standing().filter(order=order).select_related("by").order_by("at"):
        yield Block(
            mark=("hold", hold.kind),
            cause=Sentence(_("%(reason)s · stops: %(acts)s"), {"reason": hold.reason, "acts": hold.acts_in_words}),
            owner=str(hold.by),
            since=hold.at,
            url=reverse("orders:lift_hold", args=[order.ref, hold.pk]) if may_hold(user, order) else "",
            label=_("Lift the hold"),
        )


def _changes(user: Any, order: Order) -> Iterable[Block]:
    if not order.may_change:
        return
    rows = ChangeRequest.objects.unfinished().filter(order=order).select_related("asked_by").order_by("pk")
    for change in rows:
        change.order = order
        yield Block(
            mark=("change", change.state),
            cause=GOES_ON if order.binds and change.is_open else CHANGE_WORDS[ChangeState(change.state)],
            owner=str(change.asked_by or ""),
            since=change.submitted_at or change.begun_at,
            amount=change.difference,
            url=change.get_absolute_url(),
            label=_("Open the change") if may_handle_change(user, change) else _("Look at the change"),
        )


GOES_ON = _("A change is not in force yet; the order goes on as it is.")
CHANGE_WORDS: dict[str, str | Promise] = {
    ChangeState.DRAFT: _("A change is being written; nobody is asked yet."),
    ChangeState.SUBMITTED: _("A change waits for approval; the order is not confirmed meanwhile."),
    ChangeState.APPROVED: _("An approved change could not be put in force yet."),
    ChangeState.CONFLICTED: _("A change must be brought onto the new revision."),
}


def _at_state(user: Any, order: Order) -> Iterable[Block]:
    if order.state == State.PENDING_APPROVAL:
        yield _approval(order)
    elif order.state in (State.DRAFT, State.APPROVED):
        yield from _findings(user, order)
    elif order.state == State.CONFIRMED:
        yield from _confirmed(user, order)


def _approval(order: Order) -> Block:
    return Block(
        mark=("order", order.state),
        cause=_("Waits for approval."),
        owner=order.holder_words,
        since=order.stage_since,
        amount=order.total,
        url="#panel-approvals",
        label=_("See the approval"),
    )


def _findings(user: Any, order: Order) -> Iterable[Block]:
    rows = OrderLine.objects.filter(order_id=order.pk, removed_in=None).order_by("position")
    lines = list(rows.select_related("contract_line__contract__terms"))
    stopping = [one for one in run_checks(load_facts(order, lines, user)) if _stops(order, one)]
    if order.state == State.APPROVED and any(one.code in ASKED_AGAIN for one in stopping):
        agreed = _agreed(order)
        stopping = [one for one in stopping if one.code not in agreed]
    for finding in stopping:
        yield _of_finding(user, order, finding)
    if not stopping and order.state == State.APPROVED and not order.stopped:
        yield _to_confirm(user, order)


def _stops(order: Order, finding: Finding) -> bool:
    if order.state == State.DRAFT:
        return finding.level in (Level.STOP, Level.NEEDS_REASON)
    return finding.level is Level.STOP or finding.code in ASKED_AGAIN


def _agreed(order: Order) -> set[str]:
    """What the approvers had before them when they let the latest revision go."""
    latest = OrderRevision.objects.filter(order=order).order_by("-number", "-round").values_list("findings", flat=True)
    return {finding["code"] for finding in (latest.first() or [])}


def _of_finding(user: Any, order: Order, finding: Finding) -> Block:
    remedy = _remedies().get(finding.heading)
    if remedy is None:
        url = reverse("orders:edit", args=[order.ref]) if order.is_editable and may_enter(user, order) else ""
    else:
        url = remedy.link(user, order)
    return Block(
        mark=("finding", finding.level.value),
        cause=finding.message,
        owner=ROLE_NAMES[remedy.role] if remedy else str(order.owner or ""),
        since=order.stage_since,
        url=url,
        label=remedy.label if remedy else pgettext_lazy("order", "Put it right"),
        also=_second_way(user, order, remedy),
    )


def _second_way(user: Any, order: Order, remedy: Remedy | None) -> tuple[tuple[str, str | Promise], ...]:
    if remedy is None or remedy.also is None or order.state != State.APPROVED:
        return ()
    url = remedy.also.link(user, order)
    return ((url, remedy.also.label),) if url else ()


TO_CONFIRM: dict[str, str | Promise] = {
    Supply.IN_STOCK: _("Nothing is in the way and its goods are set aside; it waits to be confirmed."),
    Supply.PARTLY_SHORT: _("Nothing is in the way and some of its goods are set aside; it waits to be confirmed."),
}
"""What is said of an approved order for which stock is set aside already."""


def _to_confirm(user: Any, order: Order) -> Block:
    possible = can_proceed(order.confirm) and may_confirm(user, order)
    return Block(
        mark=("order", order.state),
        cause=TO_CONFIRM.get(order.supply, _("Nothing is in the way; it waits to be confirmed.")),
        owner=str(order.owner or ""),
        since=order.stage_since,
        url=reverse("orders:confirm", args=[order.ref]) if possible else "",
        label=_("Confirm order"),
    )


def _confirmed(user: Any, order: Order) -> Iterable[Block]:
    if order.supply in (Supply.PARTLY_SHORT, Supply.BACKORDERED):
        for line in OrderLine.objects.filter(order_id=order.pk).select_related("product").order_by("position"):
            if line.short:
                yield _shortage(user, order, line)
    if order.payment == Payment.OVERDUE:
        remedy = _remedies().get("payment")
        yield Block(
            mark=("payment", order.payment),
            cause=Sentence(_("Due on %(day)s and not paid."), {"day": order.due_on}),
            owner=ROLE_NAMES[remedy.role] if remedy else "",
            amount=order.open_amount,
            url=remedy.link(user, order) if remedy else "",
            label=remedy.label if remedy else "",
        )


def _shortage(user: Any, order: Order, line: OrderLine) -> Block:
    remedy = _remedies().get("stock")
    values = {"code": line.product.code, "n": f"{line.short.normalize():f}", "day": line.promised_on or "--"}
    return Block(
        mark=("supply", order.supply),
        cause=Sentence(_("%(code)s: %(n)s missing, promised for %(day)s."), values),
        owner=ROLE_NAMES[remedy.role] if remedy else "",
        since=order.stage_since if order.stage == "supply" else order.confirmed_at,
        url=remedy.link(user, order) if remedy else "",
        label=remedy.label if remedy else "",
    )


def _remedies() -> Mapping[str, Remedy]:
    return import_string(settings.REMEDIES)


BLOCKS = Panel("blocks", _("What blocks this order?"), "orders/_blocks.html", may_see, blocks_of, place="top")
