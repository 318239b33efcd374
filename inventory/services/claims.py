"""Who holds and who waits for a product, side by side (B17)."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from inventory.models import Reservation, Shortage
from inventory.models.shortage import turn
from inventory.services.weighing import Claim
from orders.models import Order, OrderLine
from orders.models.words import Origin, State

ZERO = Decimal(0)
MOST = 200
"""How many claims on one product stand on its board."""


@dataclass(frozen=True, kw_only=True)
class Claimant:
    """A claim with the line and order it comes from; `since` is when it began to wait."""

    claim: Claim
    line: OrderLine
    since: datetime.datetime | None

    @property
    def order(self) -> Order:
        return self.line.order

    @property
    def at_stake(self) -> Decimal:
        """What the missing goods are worth at the price of the order, tax included."""
        if not self.line.wanted:
            return ZERO
        return (self.line.gross * self.claim.missing / self.line.wanted).quantize(Decimal("0.01"))


def claims_on(product_id: int, *, most: int | None = None) -> list[Claimant]:
    """Every order line that holds or waits for a product, in the turn in which goods are given out; three queries."""
    held: dict[int, list[Decimal]] = defaultdict(list)
    rows = Reservation.objects.filter(item__product_id=product_id).order_by()
    for line, quantity in rows.values_list("order_line_id", "quantity"):
        held[line].append(quantity)
    since = dict(Shortage.objects.filter(product_id=product_id).values_list("order_line_id", "since"))
    lines = OrderLine.objects.filter(pk__in=held.keys() | since.keys())
    lines = lines.select_related("order__customer", "order__owner")
    lines = lines.defer("order__search", "order__customer__search").order_by(*turn(), "position")
    return [
        Claimant(claim=_claim(line, held.get(line.pk, ())), line=line, since=since.get(line.pk))
        for line in lines[:most]
    ]


def _claim(line: OrderLine, rows: Sequence[Decimal]) -> Claim:
    order = line.order
    # In which warehouse pieces were picked is not known here: each row keeps as many as were picked in all.
    loose = sum((max(ZERO, quantity - line.picked) for quantity in rows), ZERO)
    return Claim(
        line_id=line.pk,
        order_id=order.pk,
        ref=order.ref,
        needed=max(line.open_to_ship, line.reserved),
        reserved=line.reserved,
        picked=line.picked,
        least=line.reserved - loose,
        may_hold=_may_hold(line),
        binds=order.state == State.CONFIRMED and line.unshipped > 0,
        wanted_on=line.wanted_on or order.wanted_on,
        promised_on=line.promised_on,
        first_promise=line.first_promise,
    )


def _may_hold(line: OrderLine) -> bool:
    """An approved order that stands here began to hold or wait, and goes on (S60)."""
    order = line.order
    if order.origin != Origin.LIVE:
        return False
    return order.state in (State.APPROVED, State.CONFIRMED) or (
        order.state == State.COMPLETED and line.replacing > 0
    )
