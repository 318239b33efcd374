"""Bringing an order's derived statuses, stage and clock in line with its lines, in the same transaction."""

import datetime
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core import clock
from core.act import at_end
from core.bus import publish
from core.calendar import add_working_hours
from core.people import HOUSE
from core.setwise import beside_update
from orders.events import OrderCompleted, OrderReopened
from orders.models import Order, OrderLine, StageSpan
from orders.models.standing import HOLDERS, OWNER, standing_of
from orders.models.words import Fulfilment, Stage, State
from orders.services.rows import values_of

LIMIT_HOURS = {
    Stage.REWORK: 8,
    Stage.APPROVAL: 8,
    Stage.TO_CONFIRM: 4,
    Stage.SUPPLY: 16,
    Stage.TO_PICK: 8,
    Stage.PICKING: 4,
    Stage.TO_SHIP: 4,
    Stage.DELIVERY: 40,
    Stage.TO_DISPATCH: 8,
    Stage.SERVICE: 40,
    Stage.TO_INVOICE: 8,
}
"""Working hours an order may stay at a stage when nobody names another limit."""

CLOCK = frozenset(("stage", "holder_id", "holder_role", "stage_since"))
DERIVED = ("supply", "fulfilment", "billing", "payment", "returned", "promise")


@dataclass(frozen=True)
class Holder:
    """Who holds the order now: a person, or a role, with a limit."""

    user_id: int | None = None
    role: str = ""
    until: datetime.datetime | None = None


def settle(order: Order, lines: Sequence[OrderLine], *, holder: Holder | None = None) -> None:
    """Derive every status, move the stage clock, and complete or reopen the order if that follows.

    The caller holds the order and saves changed lines itself. The order is written once, before the act ends.
    """
    standing = standing_of(order, lines, clock.today())
    for name in DERIVED:
        setattr(order, name, getattr(standing, name))
    if standing.fulfilment != Fulfilment.ACCEPTED:
        # A first parcel that arrived is not the order that arrived.
        order.accepted_at = None
    _turn_clock(order, standing.stage, holder)
    source = order.state
    if order.state == State.CONFIRMED and standing.stage == Stage.DONE:
        order.complete(clock.now())
    elif order.state == State.COMPLETED and standing.stage != Stage.DONE:
        order.reopen()
    at_end((Order, order.pk), lambda: write_order(order))
    if source != order.state:
        _tell(order, source)


def hand_to(order: Order, holder: Holder) -> None:
    """Somebody else holds the order at the stage it is at; nothing else about it moves."""
    _turn_clock(order, order.stage, holder)
    # The same person may be given another time.
    order.stage_until = holder.until or order.stage_until
    at_end((Order, order.pk), lambda: write_order(order))


def write_order(order: Order) -> None:
    """Write what changed of the order since it was read, and where the stage clock stands now."""
    before, now = getattr(order, "as_written", {}), values_of(order)
    changed = [name for name, value in now.items() if name not in before or before[name] != value]
    if not changed:
        return
    since = None if CLOCK.isdisjoint(changed) else order.stage_since
    if order.pk is None:
        order.save()
        if since:
            _span(order, since).save()
    else:
        with beside_update(_span(order, since)) if since else nullcontext():
            order.save(update_fields=changed)
    order.as_written = now


def _span(order: Order, since: datetime.datetime) -> StageSpan:
    return StageSpan(
        order_id=order.pk,
        stage=order.stage,
        holder_id=order.holder_id,
        holder_role=order.holder_role,
        since=since,
        until=order.stage_until,
    )


def _tell(order: Order, source: str) -> None:
    moved = {"order_id": order.pk, "source": source, "target": order.state}
    if order.state == State.COMPLETED:
        publish(OrderCompleted(**moved), actor=HOUSE)
    else:
        publish(OrderReopened(**moved, reason=_("Something about it is open again")), actor=HOUSE)


def _turn_clock(order: Order, stage: str, named: Holder | None) -> None:
    holder = named or _usual_holder(order, stage)
    unchanged = (stage, holder.user_id, holder.role) == (order.stage, order.holder_id, order.holder_role)
    if order.stage_since is not None and (unchanged or (stage == order.stage and named is None)):
        return
    order.stage, order.holder_id, order.holder_role = stage, holder.user_id, holder.role
    order.stage_since, order.stage_until = clock.now(), holder.until


def _usual_holder(order: Order, stage: str) -> Holder:
    role = HOLDERS[Stage(stage)]
    hours = LIMIT_HOURS.get(Stage(stage))
    until = add_working_hours(clock.now(), hours) if hours else None
    if role == OWNER:
        return Holder(user_id=order.owner_id, until=until)
    return Holder(role=role, until=until)


def total_up(order: Order, lines: Sequence[OrderLine]) -> None:
    """Add up the lines into the order's own totals."""
    order.net = sum((line.net for line in lines), Decimal(0))
    order.tax = sum((line.tax for line in lines), Decimal(0))
    order.total = order.net + order.tax + order.freight
