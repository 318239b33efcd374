"""Bringing an order's derived statuses, stage and clock in line with its lines, in the same transaction."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core import clock
from core.bus import publish
from core.calendar import add_working_hours
from core.people import HOUSE
from orders.events import OrderCompleted, OrderReopened
from orders.models import Order, OrderLine, StageSpan
from orders.models.standing import HOLDERS, OWNER, standing_of
from orders.models.words import Fulfilment, Stage, State

LIMIT_HOURS = {
    Stage.REWORK: 8,
    Stage.APPROVAL: 8,
    Stage.TO_CONFIRM: 4,
    Stage.SUPPLY: 16,
    Stage.TO_PICK: 8,
    Stage.PICKING: 4,
    Stage.TO_SHIP: 4,
    Stage.DELIVERY: 40,
    Stage.TO_INVOICE: 8,
}
"""Working hours an order may stay at a stage when nobody names another limit."""

WRITTEN = (
    "customer",
    "number",
    "state",
    "reason",
    "revision",
    "version",
    "net",
    "tax",
    "freight",
    "total",
    "invoiced_amount",
    "paid_amount",
    "due_on",
    "supply",
    "fulfilment",
    "billing",
    "payment",
    "returned",
    "promise",
    "stage",
    "holder",
    "holder_role",
    "stage_since",
    "stage_until",
    "first_promise",
    "promised_on",
    "placed_at",
    "confirmed_at",
    "shipped_at",
    "accepted_at",
    "completed_at",
    "cancelled_at",
    "ship_to_text",
    "owner",
    "department",
)
DERIVED = ("supply", "fulfilment", "billing", "payment", "returned", "promise")


@dataclass(frozen=True)
class Holder:
    """Who holds the order now: a person, or a role, with a limit."""

    user_id: int | None = None
    role: str = ""
    until: datetime.datetime | None = None


def settle(
    order: Order, lines: Sequence[OrderLine], *, holder: Holder | None = None, also: Sequence[str] = ()
) -> None:
    """Derive every status, move the stage clock, save the order, and complete or reopen it if that follows.

    The caller holds the order and saves changed lines itself; `also` names further fields to save.
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
    order.save(update_fields=[*WRITTEN, *also])
    if source != order.state:
        _tell(order, source)


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
    now = clock.now()
    order.stage, order.holder_id, order.holder_role = stage, holder.user_id, holder.role
    order.stage_since, order.stage_until = now, holder.until
    StageSpan.objects.create(
        order_id=order.pk,
        stage=stage,
        holder_id=holder.user_id,
        holder_role=holder.role,
        since=now,
        until=holder.until,
    )


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
