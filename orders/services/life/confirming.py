"""Confirming: the moment an order binds the house."""

from typing import Any

from django.conf import settings

from core import clock
from core.act import write_down
from core.bus import attempt, publish
from core.people import HOUSE
from core.refusal import Refused
from core.service import service
from customers.services import learn_parts
from orders.events import ConfirmationWaits, OrderConfirmed
from orders.models import Order, OrderLine
from orders.models.hold import Stopped
from orders.models.words import State
from orders.policies import may_confirm
from orders.services.contracts.calling import call_off
from orders.services.entry.checking import load_facts, refuse_stops, run_checks
from orders.services.life.holding import refuse_stopped
from orders.services.life.settling import settle
from orders.services.rows import guard, lines_of, take


@service
def confirm_order(order_id: int, *, actor: Any = HOUSE) -> Order:
    """Bind the order: credit is committed and stock set aside in the same step, or nothing happens.

    Checks run once more; what stops an order at entry stops it here, and so does a hold. A shortage does not
    refuse: it is recorded and the order waits for goods. Its contracts' quantities are called off.
    """
    order = take(order_id)
    may_confirm.demand(actor, order)
    guard(order, order.confirm)
    refuse_stopped(order, Stopped.CONFIRM)
    lines = lines_of(order)
    refuse_stops(run_checks(load_facts(order, lines, actor)))
    source = order.state
    order.confirm(clock.now())
    settle(order, lines)
    # Whoever sets goods aside asks the database whose turn it is, and this order is among them now.
    write_down()
    confirmed = OrderConfirmed(
        order_id=order.pk,
        source=source,
        target=order.state,
        number=order.ref,
        revision=order.revision,
        customer_id=order.customer_id,
        total=order.total,
        currency=order.currency,
    )
    publish(confirmed, actor=actor)
    call_off(order, lines)
    _learn(order, lines, actor)
    return order


def _learn(order: Order, lines: list[OrderLine], actor: Any) -> None:
    """What the customer called our products on this order is known from now on; last, for it holds their row."""
    said = {line.part: (line.product_id, line.unit_id) for line in lines if line.part}
    learn_parts(order.customer_id, said, source=order.ref, actor=actor)


@service
def confirm_by_house(order_id: int) -> Refused | None:
    """Confirm an approved order without a person, when the switch is on and all checks pass.

    Otherwise the order waits with its owner, and its timeline says why.
    """
    if not settings.GENDAN_AUTO_CONFIRM:
        return None
    refusal = attempt(lambda: confirm_order(order_id, actor=HOUSE))
    if refusal is not None:
        take(order_id)
        publish(ConfirmationWaits(order_id=order_id, why=str(refusal)), actor=HOUSE)
    return refusal


@service
def confirm_if_approved(order_id: int) -> Refused | None:
    """Try again to confirm an order that waits for it, because what stopped it may be gone (B5)."""
    if not settings.GENDAN_AUTO_CONFIRM or take(order_id).state != State.APPROVED:
        return None
    return attempt(lambda: confirm_order(order_id, actor=HOUSE))
