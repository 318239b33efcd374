"""Returned goods come in: each scan counts once, what does not belong is said at once, then all is looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from core import clock
from core.refusal import Refused
from core.service import service
from inventory.models import Place, Warehouse
from inventory.services import Passage, move_returned
from orders.models import Return, ReturnLine
from orders.services.returns.facts import Found, record_return_inspected, record_return_received
from orders.services.returns.rows import take_return
from shipping.models import ReturnReceipt, Scan
from shipping.models.words import Result
from shipping.policies import may_receive
from shipping.services.arrivals import Arrival, earlier, first_of, pieces_of, refuse_nonsense
from shipping.services.codes import Meaning, meanings_of, split_command
from shipping.services.rows import ZERO


@dataclass
class Coming:
    """One line of a return at the receiving desk: what is expected and what was counted."""

    line: ReturnLine
    counted: Decimal = ZERO

    @property
    def product(self) -> Product:
        return self.line.order_line.product

    @property
    def left(self) -> Decimal:
        return self.line.quantity - self.counted


@dataclass
class Desk:
    """One return at the desk while scans are counted in memory."""

    returned: Return
    coming: list[Coming]
    fresh: list[Scan] = field(default_factory=list)


def desk_for(returned: Return, lines: Sequence[ReturnLine]) -> Desk:
    """The return with what was counted of each line so far; one query."""
    counted = counts_of(returned.pk)
    return Desk(returned, [Coming(line, counted.get(line.order_line_id, ZERO)) for line in lines])


def counts_of(return_id: int) -> dict[int, Decimal]:
    """Order line → pieces counted."""
    rows = Scan.objects.counted().filter(returned_id=return_id).order_by().values_list("order_line")
    return {pk: quantity for pk, quantity in rows.annotate(sum=Sum("quantity")) if pk is not None}


@service
def scan_return(return_id: int, arrivals: Sequence[Arrival], *, actor: Any) -> list[Scan]:
    """Count goods that came back, in the order they were scanned; the same scan counts once (F25).

    A wrong item or a piece too many changes nothing and is kept as a scan that says so.
    """
    may_receive.demand(actor)
    for arrival in arrivals:
        refuse_nonsense(arrival)
    _order, returned, lines = take_return(return_id)
    desk, before = desk_for(returned, lines), earlier(arrivals)
    known = meanings_of({split_command(arrival.code)[0] for arrival in arrivals}, desk.coming)
    results = []
    for arrival in arrivals:
        first = first_of(arrival, before, desk.fresh)
        row = first or _judge(desk, arrival, known, actor)
        if first is None:
            desk.fresh.append(row)
        results.append(row)
    Scan.objects.bulk_create(desk.fresh)
    return results


@service
def finish_receipt(return_id: int, *, warehouse_id: int, actor: Any) -> ReturnReceipt:
    """Say that all that came is counted: the goods are in the house and wait to be looked at.

    Fewer than agreed is possible; what did not come may be returned another time.
    """
    may_receive.demand(actor)
    order, returned, _lines = take_return(return_id)
    warehouse = Warehouse.objects.active().filter(pk=warehouse_id).first()
    if warehouse is None:
        raise Refused(_("There is no such warehouse."), code="no_warehouse")
    counted = {pk: quantity for pk, quantity in counts_of(return_id).items() if quantity}
    record_return_received(return_id, quantities=counted, actor=actor)
    passages = [
        Passage(order_line_id=pk, quantity=quantity, start=Place.Kind.CUSTOMER, end=Place.Kind.RETURNED)
        for pk, quantity in counted.items()
    ]
    move_returned(order.pk, passages=passages, source=f"return:{returned.number}", actor=actor)
    return ReturnReceipt.objects.create(returned=returned, warehouse=warehouse, by=actor, at=clock.now())


@service
def inspect_return(return_id: int, *, found: Mapping[int, Found], actor: Any) -> Return:
    """Say of each piece that came whether it is as good as new, to be repaired, or scrap; order line → found."""
    may_receive.demand(actor)
    return record_return_inspected(return_id, found=found, actor=actor)


def _judge(desk: Desk, arrival: Arrival, known: Mapping[str, Meaning], actor: Any) -> Scan:
    """Decide what a scan met and count it in memory where it is right."""
    code, put_back = split_command(arrival.code)
    row = Scan(
        uuid=arrival.uuid,
        device=arrival.device,
        device_seq=arrival.device_seq,
        returned=desk.returned,
        code=arrival.code,
        actor=actor,
        scanned_at=arrival.scanned_at,
        at=clock.now(),
    )
    meaning = known.get(code)
    if meaning is None:
        row.result = Result.UNKNOWN
        return row
    row.label = meaning.label
    row.quantity = pieces_of(arrival, meaning, put_back)
    row.result, one = _place(desk, meaning, row.quantity)
    if one is not None:
        row.order_line_id = one.line.order_line_id
        one.counted += row.quantity
    return row


def _place(desk: Desk, meaning: Meaning, pieces: Decimal) -> tuple[Result, Coming | None]:
    """The line that takes the pieces, or why none does."""
    lines = [one for one in desk.coming if one.product.pk == meaning.product_id]
    if not desk.returned.is_expected:
        return Result.LATE, None
    if not lines:
        return Result.WRONG, None
    if pieces < ZERO:
        one = next((one for one in reversed(lines) if one.counted + pieces >= ZERO), None)
        return (Result.BACK, one) if one else (Result.EXTRA, None)
    one = next((one for one in lines if one.left >= pieces), None)
    return (Result.OK, one) if one else (Result.EXTRA, None)
