"""What shipping does when it hears something."""

from core.history import Posted
from orders.events import OrderCancelled, OrderChanged, OrderShortClosed
from shipping import services
from shipping.events import ShipmentDispatched


def let_go(event: OrderCancelled | OrderShortClosed, posted: Posted) -> None:
    """End the shipments of an order that are still in the house."""
    services.let_go(event.order_id, reason=event.reason)


def make_room(event: OrderChanged, posted: Posted) -> None:
    """Let go of what a changed order no longer needs."""
    services.make_room(event.order_id)


def tell_pickers(event: OrderChanged, posted: Posted) -> None:
    """Whoever picks the order hears that it changed."""
    services.tell_pickers(event.order_id, event_id=posted.id)


def send_departure_notice(event: ShipmentDispatched, posted: Posted) -> None:
    """Tell the customer that goods have left."""
    services.send_departure_notice(event.shipment_id, event_id=posted.id)
