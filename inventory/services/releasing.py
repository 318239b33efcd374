"""Letting go of what was set aside for an order that no longer needs it."""

from decimal import Decimal

from core.bus import publish
from core.people import HOUSE
from core.service import service
from inventory.events import GoodsReleased
from inventory.models import Reservation, Shortage
from inventory.services.posting import adjust, hold
from orders.services import take


@service
def release_goods(order_id: int) -> None:
    """Set free all that is set aside for an order, and take it off the waiting list (S55).

    The order has already put its own figures to zero, so nothing is reported back to it.
    Waiting orders are served from it afterwards.
    """
    take(order_id)
    waited = Shortage.objects.filter(order_id=order_id)
    products = set(waited.values_list("product_id", flat=True))
    if products:
        waited.delete()
    held = _let_go(order_id)
    products |= {reservation.item.product_id for reservation in held}
    if products:
        per_line: dict[str, Decimal] = {}
        for reservation in held:
            line = str(reservation.order_line_id)
            per_line[line] = per_line.get(line, Decimal(0)) + reservation.quantity
        quantities = {line: str(quantity) for line, quantity in per_line.items()}
        freed = GoodsReleased(order_id=order_id, product_ids=tuple(sorted(products)), quantities=quantities)
        publish(freed, actor=HOUSE)


def _let_go(order_id: int) -> list[Reservation]:
    reservations = Reservation.objects.for_order(order_id).select_related("item")
    held = list(reservations)
    if not held:
        return []
    hold({reservation.item.product_id for reservation in held})
    freed: dict[int, Decimal] = {}
    for reservation in held:
        freed[reservation.item_id] = freed.get(reservation.item_id, Decimal(0)) - reservation.quantity
    Reservation.objects.for_order(order_id).delete()
    adjust(reserved=freed)
    return held
