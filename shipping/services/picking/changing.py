"""An order changed while its goods are in the house: what nobody picked yet is let go again."""

from collections import defaultdict
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.service import service
from inventory.services import release_excess
from notifications.models import Kind
from notifications.services import tell
from shipping.models import Shipment, ShipmentLine
from shipping.models.words import OPEN
from shipping.services.leaving.verifying import look_again
from shipping.services.rows import take_order


@service
def make_room(order_id: int) -> None:
    """Let go of what a changed order no longer needs, except what lies on the desk already (S52).

    Open shipments keep their lines; each line can still take what is set aside for it, no more. What was checked at
    the door is looked at again where a check does not hold any more (S69).
    """
    order = take_order(order_id)
    picked: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    rows = ShipmentLine.objects.filter(shipment__order_id=order_id, shipment__state__in=OPEN, picked__gt=0)
    for line, warehouse, pieces in rows.values_list("order_line_id", "shipment__warehouse_id", "picked"):
        picked[line, warehouse] += pieces
    release_excess(order_id, picked=picked)
    look_again(order)


def tell_pickers(order_id: int, *, event_id: int) -> None:
    """Whoever is picking the order hears that it changed, once per change (S51)."""
    for shipment in Shipment.objects.open().filter(order_id=order_id).select_related("order"):
        tell(
            event_id,
            [shipment.picker_id],
            subject=_("Order %(ref)s changed while you pick it: look at shipment %(number)s"),
            url=shipment.get_absolute_url(),
            kind=Kind.TO_DO,
            values={"ref": shipment.order.ref, "number": shipment.number},
        )
