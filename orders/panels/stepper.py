"""The stepper of an order: where it has been, where it is, and what is still to come."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy

from core.roles import ROLE_NAMES
from core.span import span_words
from orders.models import Order, StageSpan
from orders.models.words import Kind, Stage, State

STEPS: tuple[tuple[str | Promise, tuple[Stage, ...]], ...] = (
    (pgettext_lazy("step", "Entry"), (Stage.ENTRY, Stage.REWORK)),
    (pgettext_lazy("step", "Approval"), (Stage.APPROVAL,)),
    (pgettext_lazy("step", "Confirmation"), (Stage.TO_CONFIRM,)),
    (pgettext_lazy("step", "Goods"), (Stage.SUPPLY,)),
    (pgettext_lazy("step", "Shipping"), (Stage.TO_PICK, Stage.PICKING, Stage.TO_SHIP)),
    (pgettext_lazy("step", "Delivery"), (Stage.DELIVERY,)),
    (pgettext_lazy("step", "Service"), (Stage.TO_DISPATCH, Stage.SERVICE)),
    (pgettext_lazy("step", "Invoice"), (Stage.TO_INVOICE,)),
    (pgettext_lazy("step", "Payment"), (Stage.COLLECTION,)),
)
GOODS_STEPS = range(3, 6)
"""Goods, shipping and delivery: a pure service order has none of them."""
SERVICE_STEP = 6
ATTENTION = (Stage.SUPPLY, Stage.REWORK)
STOPPED = (State.CANCELLED, State.REJECTED)


@dataclass(frozen=True)
class Step:
    """One step of the stepper, in the words the component draws."""

    label: str | Promise
    state: str
    meta: str = ""
    more: str = ""


@dataclass
class Spent:
    """How an order passed through one step so far."""

    times: int = 0
    seconds: float = 0
    who: str = ""
    ended: datetime.datetime | None = None


def holder_name(holder: Any, role: str) -> str:
    """The person who holds the order, or the role that does, in words."""
    return str(holder) if holder else str(ROLE_NAMES.get(role, ""))


def stepper(order: Order, spans: Sequence[StageSpan], now: datetime.datetime) -> list[Step]:
    """Each step done (who, when, how long), current (holder, since) or still to come."""
    spent = _spent(spans, now)
    here = next((n for n, (_label, stages) in enumerate(STEPS) if order.stage in stages), len(STEPS))
    if order.state in STOPPED:
        here = max((n for n, one in enumerate(spent) if one.times), default=0)
    return [_step(order, n, here, spent[n], now) for n in range(len(STEPS)) if _belongs(order, n, here, spent[n])]


def _belongs(order: Order, n: int, here: int, spent: Spent) -> bool:
    """Whether an order goes through a step: a service is sent for, goods are picked and shipped."""
    if n == here or spent.times:
        return True
    if order.kind == Kind.SERVICE:
        return n not in GOODS_STEPS
    return n != SERVICE_STEP


def _spent(spans: Sequence[StageSpan], now: datetime.datetime) -> list[Spent]:
    found = [Spent() for _step in STEPS]
    # Imported history comes without a stage clock.
    ends = [*(span.since for span in spans[1:]), None][: len(spans)]
    previous = -1
    for span, end in zip(spans, ends, strict=True):
        n = next((n for n, (_label, stages) in enumerate(STEPS) if span.stage in stages), None)
        if n is not None:
            one = found[n]
            one.times += n != previous
            one.seconds += ((end or now) - span.since).total_seconds()
            one.who = holder_name(span.holder, span.holder_role) or one.who
            one.ended = end
        previous = -1 if n is None else n
    return found


def _step(order: Order, n: int, here: int, spent: Spent, now: datetime.datetime) -> Step:
    label = STEPS[n][0]
    if n == here and order.state in STOPPED:
        return Step(label, "late", str(order.get_state_display()), _moment(order.cancelled_at))
    if n == here:
        state = "attention" if order.stage in ATTENTION else "current"
        late = order.stage_until is not None and order.stage_until < now
        who = holder_name(order.holder, order.holder_role)
        return Step(label, "late" if late else state, _round(spent, who), span_words(int(spent.seconds)))
    if n < here or order.stage == Stage.DONE and order.state == State.COMPLETED:
        if not spent.times:
            return Step(label, "done")
        return Step(
            label, "done", _round(spent, spent.who), f"{_moment(spent.ended)} · {span_words(int(spent.seconds))}"
        )
    return Step(label, "todo", _round(spent, "") if spent.times else "")


def _round(spent: Spent, who: str) -> str:
    if spent.times < 2:
        return who
    again = gettext("round %(number)d") % {"number": spent.times}
    return f"{who} · {again}" if who else again


def _moment(at: datetime.datetime | None) -> str:
    return date_format(timezone.localtime(at), "m-d H:i") if at else ""
