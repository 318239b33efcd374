"""A person checks a shipment at the door; a change of its order makes them look again."""

from typing import Any

from core.bus import publish
from core.people import HOUSE
from core.service import service
from orders.models import Order
from shipping.events import ShipmentChecked, ShipmentToCheckAgain
from shipping.models import Shipment
from shipping.models.words import State
from shipping.policies import may_verify
from shipping.services.leaving.door import DoorWord, kept, pass_door
from shipping.services.rows import identity, lines_of, take


@service
def verify_shipment(shipment_id: int, *, word: DoorWord, actor: Any) -> Shipment:
    """Check a shipment at the door: items, quantities, address and date, each kept with who and when (S69).

    Refused while one of the four is red. Nothing leaves the house unchecked.
    """
    may_verify.demand(actor)
    shipment, lines = take(shipment_id)
    pass_door(shipment, lines, word, actor)
    shipment.save(update_fields=["state", "verified_at"])
    publish(ShipmentChecked(**identity(shipment), address=word.address or "", reason=word.reason.strip()), actor=actor)
    return shipment


def look_again(order: Order) -> None:
    """Take back the checks of an order's shipments that do not hold any more, now that the order has changed."""
    rows = Shipment.objects.filter(order=order, state=State.VERIFIED).order_by("pk")
    for shipment in rows:
        shipment.order = order
        fallen = next((look for look in kept(shipment, lines_of(shipment.pk)) if not look.is_green), None)
        if fallen is not None:
            _take_back(shipment, str(fallen.red))


def _take_back(shipment: Shipment, why: str) -> None:
    shipment.checks.all().delete()
    if shipment.packed_at is not None:
        shipment.doubt_packed()
    else:
        shipment.doubt()
    shipment.save(update_fields=["state", "verified_at"])
    publish(ShipmentToCheckAgain(**identity(shipment), reason=why), actor=HOUSE)


