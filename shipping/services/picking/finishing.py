"""The end of picking: something is short, all is picked, or picking goes on after all."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.locks import locked
from core.refusal import Refused
from core.service import service
from shipping.events import LineFoundShort, PickingFinished, PickingResumed
from shipping.models import Shipment, ShipmentLine
from shipping.policies import may_pick
from shipping.services.picking.opening import unassigned
from shipping.services.rows import ZERO, guard, identity, need, plain, take


@service
def mark_short(shipment_id: int, *, order_line_id: int, reason: str, actor: Any) -> Shipment:
    """Say that no more of a line is on the shelf, and why; the rest stays reserved for the next shipment."""
    may_pick.demand(actor)
    shipment, lines = take(shipment_id)
    guard(shipment, shipment.finish)
    line = next((line for line in lines if line.order_line_id == order_line_id), None)
    if line is None or not line.left:
        raise Refused(_("Nothing is missing on this line."), code="not_short")
    line.short_reason = need(reason, _("Please say why it is short."))[:250]
    line.save(update_fields=["short_reason"])
    locked(Shipment.objects.filter(pk=shipment.pk)).get()
    short = LineFoundShort(
        **identity(shipment),
        order_line_id=order_line_id,
        code=line.product.code,
        missing=plain(line.left),
        reason=line.short_reason,
    )
    publish(short, actor=actor)
    return shipment


@service
def finish_picking(shipment_id: int, *, actor: Any) -> Shipment:
    """Say that what is picked is ready to leave; what is not picked stays reserved and open (S71)."""
    may_pick.demand(actor)
    shipment, lines = take(shipment_id)
    guard(shipment, shipment.finish)
    pieces = sum((line.picked for line in lines), ZERO)
    if not pieces:
        raise Refused(_("Nothing is picked yet. Scan goods, or cancel the shipment."), code="nothing_picked")
    shipment.finish(clock.now())
    shipment.save(update_fields=["state", "picked_at"])
    left = sum((line.left for line in lines), ZERO)
    publish(PickingFinished(**identity(shipment), pieces=plain(pieces), left=plain(left)), actor=actor)
    return shipment


@service
def resume_picking(shipment_id: int, *, actor: Any) -> Shipment:
    """Go on picking a shipment that has not left, unless its rest is on another shipment already."""
    may_pick.demand(actor)
    shipment, lines = take(shipment_id)
    guard(shipment, shipment.resume)
    if not _rest_is_free(shipment, lines):
        raise Refused(_("The rest is on another shipment already; pick it there."), code="rest_taken")
    if shipment.verified_at is not None:
        shipment.checks.all().delete()
    shipment.resume()
    shipment.save(update_fields=["state", "picked_at", "packed_at", "verified_at"])
    publish(PickingResumed(**identity(shipment)), actor=actor)
    return shipment


def _rest_is_free(shipment: Shipment, lines: list[ShipmentLine]) -> bool:
    free = unassigned(shipment.order_id)
    return all(
        free.get((shipment.warehouse_id, line.order_line_id, line.product_id), ZERO) >= line.left for line in lines
    )
