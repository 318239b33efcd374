"""A shipment ends in the house: everything picked for it goes back."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.people import HOUSE
from core.service import service
from orders.services import record_picked
from shipping.events import ShipmentCancelled
from shipping.models import BoxContent, Scan, Shipment, ShipmentLine
from shipping.models.words import Result
from shipping.policies import may_cancel
from shipping.services.rows import ZERO, guard, identity, need, picked_of, take


@service
def cancel_shipment(shipment_id: int, *, reason: str, actor: Any) -> Shipment:
    """Put back what was picked and end the shipment, before anything of it leaves; the goods stay reserved."""
    may_cancel.demand(actor)
    shipment, lines = take(shipment_id)
    guard(shipment, shipment.cancel)
    reason = need(reason, _("Please give a reason."))
    back = {line: -quantity for line, quantity in picked_of(lines).items()}
    if back:
        record_picked(shipment.order_id, quantities=back)
    _end(shipment, lines, reason, actor)
    return shipment


@service
def let_go(order_id: int, *, reason: str) -> None:
    """End every shipment of an order that is still in the house; the order has already freed its lines."""
    for pk in Shipment.objects.open().filter(order_id=order_id).order_by("pk").values_list("pk", flat=True):
        shipment, lines = take(pk)
        _end(shipment, lines, reason, HOUSE)


def _end(shipment: Shipment, lines: list[ShipmentLine], reason: str, actor: Any) -> None:
    if shipment.verified_at is not None:
        shipment.checks.all().delete()
    for line in lines:
        line.picked = ZERO
    ShipmentLine.objects.filter(shipment=shipment, picked__gt=0).update(picked=ZERO)
    if any(line.boxed for line in lines):
        BoxContent.objects.filter(box__shipment=shipment).delete()
    Scan.objects.filter(shipment=shipment).counted().update(result=Result.UNDONE)
    shipment.cancel(clock.now(), reason[:250])
    shipment.save(update_fields=["state", "cancelled_at", "reason", "packed_at", "verified_at"])
    publish(ShipmentCancelled(**identity(shipment), reason=shipment.reason), actor=actor)
