"""Facts that other apps report: what was reserved, picked, shipped, accepted, invoiced, paid.

Each adds to the lines' quantities in base units and settles the order in the same transaction.
`quantities` maps line ids to the change; a negative change takes back.
"""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core import clock
from core.bus import publish
from core.people import HOUSE
from core.service import service
from core.setwise import write_columns
from orders.events import OrderAccepted, OrderShipped, PromiseMade, ReplacementShipped
from orders.models import Order
from orders.models.words import Stage
from orders.services.life.picked import count_picked
from orders.services.life.settling import Holder, hand_to, settle
from orders.services.returns.facts import again_of, note_replaced
from orders.services.rows import lines_in_hand, lines_of, take

Quantities = Mapping[int, Decimal]

ZERO = Decimal(0)
ON_SHELVES = frozenset(("reserved", "picked"))
"""What a service line never has."""


@service
def record_reserved(order_id: int, *, quantities: Quantities) -> Order:
    """Stock was set aside for lines (or set free again, when negative)."""
    return _record(take(order_id), quantities, reserved=1)


@service
def record_picked(order_id: int, *, quantities: Quantities) -> Order:
    """Pieces were taken from the shelf for lines (or put back, when negative).

    It comes with every scan: one piece more of an order that is being picked and stays so moves none of its statuses.
    """
    order = take(order_id)
    if order.stage == Stage.PICKING and not lines_in_hand(order):
        picked, reserved = count_picked(order_id, quantities)
        if ZERO < picked < reserved:
            return order
        quantities = {}
    return _record(order, quantities, picked=1)


@service
def record_shipped(order_id: int, *, quantities: Quantities, source: str, actor: Any = HOUSE) -> Order:
    """Picked goods left the house: shipped rises, reserved and picked fall by the same; a service done rises alone.

    `source` names the shipment or the dispatch job; whoever bills hears OrderShipped in the same transaction.
    Pieces that stand in for returned ones count as shipped again: nobody hears of them who bills (S77).
    """
    order = take(order_id)
    again = again_of(lines_of(order), quantities)
    sold = {pk: quantity - again.get(pk, Decimal(0)) for pk, quantity in quantities.items()} if again else quantities
    if not again or any(sold.values()):
        order.shipped_at = clock.now()
        _record(order, sold, shipped=1, reserved=-1, picked=-1)
        sold = {pk: quantity for pk, quantity in sold.items() if quantity}
        publish(OrderShipped(**_moved(order, sold, source)), actor=actor)
    if again:
        _record(order, again, reshipped=1, reserved=-1, picked=-1)
        publish(ReplacementShipped(**_moved(order, again, source)), actor=actor)
        note_replaced(order, again)
    return order


@service
def record_accepted(order_id: int, *, quantities: Quantities, source: str, actor: Any = HOUSE) -> Order:
    """The customer has goods in hand or agreed that work is done; accepted is the order when all that left arrived."""
    order = take(order_id)
    order.accepted_at = clock.now()
    _record(order, quantities, accepted=1)
    publish(OrderAccepted(**_moved(order, quantities, source)), actor=actor)
    return order


@service
def record_planned(order_id: int, *, quantities: Quantities) -> Order:
    """How much of each service line stands on open dispatch jobs now in all; lines not named stand on none."""
    order = take(order_id)
    lines = lines_of(order)
    now = {line: quantities.get(line.pk, Decimal(0)) for line in lines if line.is_service}
    changed = [line for line, planned in now.items() if planned != line.planned]
    for line in changed:
        line.planned = now[line]
    write_columns(changed, ["planned"])
    settle(order, lines)
    return order


def _moved(order: Order, quantities: Quantities, source: str) -> dict[str, Any]:
    moved = {str(pk): str(quantity) for pk, quantity in quantities.items()}
    return {"order_id": order.pk, "customer_id": order.customer_id, "source": source, "quantities": moved}


@service
def record_invoiced(order_id: int, *, quantities: Quantities, amount: Decimal, credit: bool = False) -> Order:
    """An invoice was issued over lines for an amount incl. tax; or a credit note took it back.

    For a credit note the quantities and the amount are what it credits, above zero.
    """
    order = take(order_id)
    order.invoiced_amount += -amount if credit else amount
    return _record(order, quantities, **{"credited" if credit else "invoiced": 1})


@service
def record_paid(order_id: int, *, paid: Decimal, due_on: datetime.date | None) -> Order:
    """How much of the order's invoices is paid now in all, and when the next open part is due."""
    order = take(order_id)
    order.paid_amount, order.due_on = paid, due_on
    return _record(order, {})


@service
def record_promised(order_id: int, *, dates: Mapping[int, datetime.date]) -> Order:
    """The day each line is promised for; the first promise of a line and of the order is never changed."""
    order = take(order_id)
    lines = lines_of(order)
    told = [line for line in lines if dates.get(line.pk, line.promised_on) != line.promised_on]
    for line in told:
        line.promised_on = dates[line.pk]
        line.first_promise = line.first_promise or line.promised_on
    write_columns(told, ["promised_on", "first_promise"])
    before = order.promised_on
    promised = (line.promised_on for line in lines if line.promised_on and line.removed_in is None)
    order.promised_on = max(promised, default=None)
    order.first_promise = order.first_promise or order.promised_on
    settle(order, lines)
    if order.promised_on != before:
        publish(
            PromiseMade(order_id=order.pk, promised_on=order.promised_on, first_promise=order.first_promise),
            actor=HOUSE,
        )
    return order


@service
def record_holder(
    order_id: int,
    *,
    stage: str,
    user_id: int | None = None,
    role: str = "",
    until: datetime.datetime | None = None,
) -> Order:
    """Who works on the order at a stage, and until when; ignored when the order has moved on."""
    order = take(order_id)
    if order.stage == stage:
        hand_to(order, Holder(user_id=user_id, role=role, until=until))
    return order


@service
def refresh_standing(order_id: int) -> Order:
    """Derive everything again because time passed: a due day or a promised day is over."""
    return _record(take(order_id), {})


def _record(order: Order, quantities: Quantities, **signs: int) -> Order:
    lines = lines_of(order)
    changed = [line for line in lines if quantities.get(line.pk)]
    for line in changed:
        for name, sign in signs.items():
            if line.is_service and name in ON_SHELVES:
                continue
            setattr(line, name, getattr(line, name) + sign * quantities[line.pk])
    if changed:
        write_columns(changed, signs)
    settle(order, lines)
    return order
