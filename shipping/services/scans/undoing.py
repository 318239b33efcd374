"""Taking a scan back."""

from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from core.locks import locked
from core.refusal import Refused
from core.service import service
from orders.services import record_picked
from orders.services.returns.rows import take_return
from shipping.models import Scan, ShipmentLine
from shipping.models.words import Result
from shipping.policies import may_pick, may_receive
from shipping.services.rows import ZERO, take
from shipping.services.scans.tracing import in_boxes, is_traced, picked_pieces


@service
def undo_scan(scan_id: int, *, actor: Any) -> Scan:
    """Put back what one scan counted, while the shipment is still being picked; undoing twice changes nothing."""
    may_pick.demand(actor)
    shipment, lines = take(Scan.objects.values_list("shipment_id", flat=True).get(pk=scan_id))
    row = locked(Scan.objects.filter(pk=scan_id)).get()
    if row.result == Result.UNDONE:
        return row
    line = next((line for line in lines if line.order_line_id == row.order_line_id), None)
    if not row.can_be_undone or not shipment.is_being_picked or line is None:
        raise Refused(_("This scan cannot be taken back any more."), code="wrong_state")
    if line.picked < row.quantity:
        raise Refused(_("Some of these pieces were already put back."), code="put_back")
    _refuse_boxed(row, line)
    _take_back(row, line)
    record_picked(shipment.order_id, quantities={line.order_line_id: -row.quantity})
    return row


def _refuse_boxed(row: Scan, line: ShipmentLine) -> None:
    """What lies in a box is taken out of it first."""
    key = (line.order_line_id, row.lot_id, row.serial_id)
    named = is_traced(line) and line.boxed
    in_hand = picked_pieces(line.shipment)[key[0]].get(key[1:], line.picked) if named else line.picked
    boxed = in_boxes([line.shipment_id]).get(key, ZERO) if named else line.boxed
    if min(in_hand - boxed, line.picked - line.boxed) < row.quantity:
        raise Refused(_("These pieces lie in a box; take them out of it first."), code="boxed")


@service
def undo_return_scan(scan_id: int, *, actor: Any) -> Scan:
    """Take back what one scan at the receiving desk counted, while goods are still expected; twice changes nothing."""
    may_receive.demand(actor)
    _order, returned, _lines = take_return(Scan.objects.values_list("returned_id", flat=True).get(pk=scan_id))
    row = locked(Scan.objects.filter(pk=scan_id)).get()
    if row.result == Result.UNDONE:
        return row
    if not row.can_be_undone or not returned.is_expected:
        raise Refused(_("This scan cannot be taken back any more."), code="wrong_state")
    same = {name: getattr(row, name) for name in ("returned_id", "order_line_id", "lot_id", "serial_id")}
    held = Scan.objects.counted().filter(**same).aggregate(pieces=Sum("quantity"))["pieces"]
    if held < row.quantity:
        raise Refused(_("Some of these pieces were already put back."), code="put_back")
    row.result = Result.UNDONE
    row.save(update_fields=["result"])
    return row


def _take_back(row: Scan, line: ShipmentLine) -> None:
    row.result = Result.UNDONE
    row.save(update_fields=["result"])
    line.picked -= row.quantity
    line.save(update_fields=["picked"])
