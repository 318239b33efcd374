"""Where an order stands: every derived status and the one stage, from its lines alone.

The one function that derives them; nobody else writes these fields.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from core.roles import BUYER, FINANCE, TECHNICIAN, WAREHOUSE
from orders.models.line import OrderLine
from orders.models.order import Order
from orders.models.words import (
    Billing,
    Fulfilment,
    Payment,
    Promise,
    Returned,
    Stage,
    State,
    Supply,
)

ZERO = Decimal(0)

OWNER = "owner"
HOLDERS = {
    Stage.ENTRY: OWNER,
    Stage.REWORK: OWNER,
    Stage.APPROVAL: "",
    Stage.TO_CONFIRM: OWNER,
    Stage.SUPPLY: BUYER,
    Stage.TO_PICK: WAREHOUSE,
    Stage.PICKING: WAREHOUSE,
    Stage.TO_SHIP: WAREHOUSE,
    Stage.DELIVERY: WAREHOUSE,
    Stage.TO_DISPATCH: WAREHOUSE,
    Stage.SERVICE: TECHNICIAN,
    Stage.TO_INVOICE: FINANCE,
    Stage.COLLECTION: FINANCE,
    Stage.DONE: "",
}
"""Who holds an order at a stage, unless the app that works on it names somebody."""


@dataclass(frozen=True)
class Standing:
    """All that is derived, in one value."""

    supply: str
    fulfilment: str
    billing: str
    payment: str
    returned: str
    promise: str
    stage: str


@dataclass(frozen=True)
class Sums:
    """The lines of an order added up, in base units.

    What is open is what was sold and has not left: an exchange is the return's business and moves no status but
    the one of returns, so that a finished order stays finished.
    """

    wanted: Decimal
    reserved: Decimal
    picked: Decimal
    shipped: Decimal
    accepted: Decimal
    returned: Decimal
    returning: Decimal
    open: Decimal
    open_goods: Decimal
    unplanned: Decimal
    short: Decimal
    billable: Decimal
    billed: Decimal
    any_goods: bool


def standing_of(order: Order, lines: Sequence[OrderLine], today: datetime.date) -> Standing:
    """Derive every status of an order on a given day."""
    sums = _sums(lines)
    confirmed = order.state in (State.CONFIRMED, State.COMPLETED)
    payment = _payment(order, today)
    billing = _billing(lines, sums)
    return Standing(
        supply=_supply(sums) if confirmed or _has_goods_early(order, sums) else Supply.NONE,
        fulfilment=_fulfilment(sums),
        billing=billing,
        payment=payment,
        returned=_returned(sums),
        promise=_promise(order, sums, today) if confirmed else Promise.ON_TRACK,
        stage=_stage(order, sums, billing, payment),
    )


def is_complete(standing: Standing) -> bool:
    """Shipped, with the customer, billed, and paid."""
    return standing.stage == Stage.DONE


def _sums(lines: Sequence[OrderLine]) -> Sums:
    def total(name: str) -> Decimal:
        return sum((getattr(line, name) for line in lines), ZERO)

    return Sums(
        wanted=total("wanted"),
        reserved=total("reserved"),
        picked=total("picked"),
        shipped=total("shipped"),
        accepted=total("accepted"),
        returned=total("returned_credit") + total("replacing"),
        returning=total("returning"),
        open=total("unshipped"),
        open_goods=sum((line.unshipped for line in lines if not line.is_service), ZERO),
        unplanned=total("unplanned"),
        short=total("sale_short"),
        billable=total("billable"),
        billed=total("billed"),
        any_goods=not all(line.is_service for line in lines) or not lines,
    )


def _has_goods_early(order: Order, sums: Sums) -> bool:
    """Whether goods lie ready for an order that does not bind yet."""
    return order.state == State.APPROVED and bool(sums.reserved)


def _supply(sums: Sums) -> str:
    if not sums.any_goods:
        return Supply.NONE
    if not sums.short:
        return Supply.IN_STOCK
    return Supply.PARTLY_SHORT if sums.reserved or sums.shipped else Supply.BACKORDERED


def _fulfilment(sums: Sums) -> str:
    if sums.shipped and not sums.open:
        if sums.accepted >= sums.shipped:
            return Fulfilment.ACCEPTED
        return Fulfilment.PARTLY_ACCEPTED if sums.accepted else Fulfilment.SHIPPED
    if sums.picked:
        return Fulfilment.IN_PROGRESS
    if sums.shipped:
        return Fulfilment.PARTLY_SHIPPED
    return Fulfilment.RESERVED if sums.reserved else Fulfilment.NOT_STARTED


def _billing(lines: Sequence[OrderLine], sums: Sums) -> str:
    if any(line.billable < 0 for line in lines):
        return Billing.TO_CREDIT
    if sums.billable:
        return Billing.PARTLY_BILLED if sums.billed else Billing.TO_BILL
    if not sums.billed:
        return Billing.NOTHING
    return Billing.PARTLY_BILLED if sums.open else Billing.BILLED


def _payment(order: Order, today: datetime.date) -> str:
    if order.paid_amount > order.invoiced_amount:
        return Payment.OVERPAID
    if order.open_amount and order.due_on and order.due_on < today:
        return Payment.OVERDUE
    if not order.invoiced_amount:
        return Payment.NOT_DUE
    if not order.open_amount:
        return Payment.PAID
    return Payment.PARTLY_PAID if order.paid_amount else Payment.UNPAID


def _returned(sums: Sums) -> str:
    if not sums.returned:
        return Returned.REQUESTED if sums.returning else Returned.NONE
    return Returned.RETURNED if sums.returned >= sums.shipped else Returned.PARTLY


def _promise(order: Order, sums: Sums, today: datetime.date) -> str:
    promised = order.first_promise
    if promised is None:
        return Promise.ON_TRACK
    if sums.open or sums.accepted < sums.shipped:
        if promised < today:
            return Promise.LATE
        late = order.promised_on is not None and order.promised_on > promised
        return Promise.AT_RISK if late or sums.short else Promise.ON_TRACK
    arrived = order.accepted_at
    return Promise.LATE if arrived is not None and timezone.localdate(arrived) > promised else Promise.ON_TRACK


def _stage(order: Order, sums: Sums, billing: str, payment: str) -> str:
    if order.state == State.DRAFT:
        return Stage.REWORK if order.revision else Stage.ENTRY
    if order.state == State.PENDING_APPROVAL:
        return Stage.APPROVAL
    if order.state == State.APPROVED:
        return Stage.TO_CONFIRM
    if order.state not in (State.CONFIRMED, State.COMPLETED):
        return Stage.DONE
    return _goods_stage(sums) or _service_stage(sums) or _money_stage(order, sums, billing, payment)


def _goods_stage(sums: Sums) -> str:
    """The stage of goods that are still to leave or to arrive, if any."""
    if sums.open_goods:
        if not sums.reserved:
            return Stage.SUPPLY
        if sums.picked >= sums.reserved:
            return Stage.TO_SHIP
        return Stage.PICKING if sums.picked else Stage.TO_PICK
    return Stage.DELIVERY if sums.accepted < sums.shipped else ""


def _service_stage(sums: Sums) -> str:
    """The stage of services that are still to be done, once the goods are there: somebody is to be sent, or is."""
    if sums.open == sums.open_goods:
        return ""
    return Stage.TO_DISPATCH if sums.unplanned else Stage.SERVICE


def _money_stage(order: Order, sums: Sums, billing: str, payment: str) -> str:
    if billing == Billing.TO_CREDIT and order.state == State.COMPLETED:
        # Goods came back for credit: the return is open until its red-letter invoice, the order is not.
        return Stage.DONE
    if billing in (Billing.TO_BILL, Billing.PARTLY_BILLED, Billing.TO_CREDIT):
        return Stage.TO_INVOICE
    # Billed in full and nothing due: what is given away free of charge has nobody to collect from.
    if payment in (Payment.PAID, Payment.OVERPAID, Payment.NOT_DUE) or not sums.billed:
        return Stage.DONE
    return Stage.COLLECTION
