"""Returned goods come in: each scan counts once, what does not belong is said at once, then all is looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from core import clock
from core.refusal import Refused
from core.service import service
from inventory.models import Place, Warehouse
from inventory.services import move_returned
from orders.models import Return, ReturnLine
from orders.services.returns.facts import Found, record_return_inspected, record_return_received
from orders.services.returns.photos import add_photo
from orders.services.returns.rows import take_return
from shipping.models import ReturnReceipt, Scan
from shipping.models.words import Result
from shipping.policies import may_receive
from shipping.services.returns.expecting import Coming, Met, Outside, outside_of, place_back
from shipping.services.returns.pieces import keep_pieces, passages, pieces_of_return, scanned_pieces, write_found
from shipping.services.rows import ZERO
from shipping.services.scans.arrivals import Arrival, earlier, first_of, read_as, refuse_nonsense
from shipping.services.scans.codes import Meaning, meanings_of, split_command


@dataclass
class Desk:
    """One return at the desk while scans are counted in memory."""

    returned: Return
    coming: list[Coming]
    outside: Outside | None = None
    fresh: list[Scan] = field(default_factory=list)

    def count(self, met: Met, pieces: Decimal) -> None:
        assert met.one is not None
        met.one.counted += pieces
        if self.outside is not None:
            self.outside.count(met, pieces)


def desk_for(returned: Return, lines: Sequence[ReturnLine]) -> Desk:
    """The return with what was counted of each line so far; one query, and three where lots or numbers are known."""
    counted = counts_of(returned.pk)
    coming = [Coming(line, counted.get(line.order_line_id, ZERO)) for line in lines]
    return Desk(returned, coming, outside_of(returned.pk, coming))


def counts_of(return_id: int) -> dict[int, Decimal]:
    """Order line → pieces counted."""
    rows = Scan.objects.counted().filter(returned_id=return_id).order_by().values_list("order_line")
    return {pk: quantity for pk, quantity in rows.annotate(sum=Sum("quantity")) if pk is not None}


@service
def scan_return(return_id: int, arrivals: Sequence[Arrival], *, actor: Any) -> list[Scan]:
    """Count goods that came back, in the order they were scanned; the same scan counts once (F25).

    A wrong item, a lot or piece that did not leave for this line, or a piece too many changes nothing and is kept
    as a scan that says so. Where the article alone leaves open which lot or piece it is, that is asked.
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
    order, returned, lines = take_return(return_id)
    warehouse = Warehouse.objects.active().filter(pk=warehouse_id).first()
    if warehouse is None:
        raise Refused(_("There is no such warehouse."), code="no_warehouse")
    counted = {pk: quantity for pk, quantity in counts_of(return_id).items() if quantity}
    record_return_received(return_id, quantities=counted, actor=actor)
    for line in lines:
        line.received = counted.get(line.order_line_id, ZERO)
    pieces = scanned_pieces(return_id, lines)
    going = passages(lines, pieces, lambda line: line.received, Place.Kind.CUSTOMER, Place.Kind.RETURNED)
    move_returned(order.pk, passages=going, source=f"return:{returned.number}", actor=actor)
    receipt = ReturnReceipt.objects.create(returned=returned, warehouse=warehouse, by=actor, at=clock.now())
    if pieces:
        keep_pieces(receipt, pieces)
    return receipt


@service
def inspect_return(
    return_id: int,
    *,
    found: Mapping[int, Found],
    pieces: Mapping[int, Found] | None = None,
    photo: UploadedFile | None = None,
    actor: Any,
) -> Return:
    """Say of each piece that came whether it is as good as new, to be repaired, or scrap; order line → found.

    Goods kept by lot or by number are told apart: `pieces` is returned piece → found, needed where they differ.
    A photo that cannot be kept refuses all of it.
    """
    may_receive.demand(actor)
    if taken_in := pieces_of_return(return_id):
        _order, _returned, lines = take_return(return_id)
        found = write_found(lines, taken_in, found, pieces or {})
    inspected = record_return_inspected(return_id, found=found, actor=actor)
    if photo is not None:
        add_photo(return_id, photo, actor=actor)
    return inspected


def _judge(desk: Desk, arrival: Arrival, known: Mapping[str, Meaning], actor: Any) -> Scan:
    """Decide what a scan met and count it in memory where it is right."""
    row, meaning = read_as(arrival, known, actor, returned=desk.returned)
    if meaning is None:
        return row
    met = _place(desk, meaning, row.quantity)
    row.result, row.lot_id, row.serial_id = met.result, met.lot_id, met.serial_id
    if met.one is not None:
        row.order_line_id = met.one.key
        desk.count(met, row.quantity)
    return row


def _place(desk: Desk, meaning: Meaning, pieces: Decimal) -> Met:
    """The line that takes the pieces, or why none does."""
    lines = [one for one in desk.coming if one.product.pk == meaning.product_id]
    if not desk.returned.is_expected:
        return Met(Result.LATE)
    if not lines:
        return Met(Result.WRONG)
    if desk.outside is not None and lines[0].is_traced:
        return place_back(lines, desk.outside, meaning, pieces)
    if pieces < ZERO:
        one = next((one for one in reversed(lines) if one.counted + pieces >= ZERO), None)
        return Met(Result.BACK, one) if one else Met(Result.EXTRA)
    one = next((one for one in lines if one.left >= pieces), None)
    return Met(Result.OK, one) if one else Met(Result.EXTRA)
