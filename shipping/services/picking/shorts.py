"""What the picker did not find is told to those who buy."""

from django.utils.translation import gettext_lazy as _

from core.models import User
from core.roles import BUYER
from inventory.models import StockItem
from notifications.models import Kind
from notifications.services import tell
from shipping.models import ShipmentLine


def tell_buyers(
    shipment_id: int, order_line_id: int, *, event_id: int, missing: str, reason: str, actor_id: int | None
) -> None:
    """A short line is a task for every buyer: how much of what is missing where, for which order, and why (S65).

    It leads to the shelf itself, where what is coming and what others wait for stands beside the figure.
    """
    line = ShipmentLine.objects.select_related("product", "shipment__order", "shipment__warehouse").get(
        shipment=shipment_id, order_line=order_line_id
    )
    shelf = StockItem.objects.filter(product=line.product_id, warehouse=line.shipment.warehouse_id).first()
    buyers = User.objects.filter(groups__name=BUYER, is_active=True).values_list("pk", flat=True)
    tell(
        event_id,
        [pk for pk in buyers if pk != actor_id],
        subject=_("Short on the shelf: %(missing)s of %(code)s in %(place)s"),
        body=_("Shipment %(number)s for order %(ref)s: %(reason)s"),
        url=shelf.get_absolute_url() if shelf else line.shipment.get_absolute_url(),
        kind=Kind.TO_DO,
        values={
            "missing": missing,
            "code": line.product.code,
            "place": line.shipment.warehouse.name,
            "number": line.shipment.number,
            "ref": line.shipment.order.ref,
            "reason": reason,
        },
    )
