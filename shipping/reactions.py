"""What shipping does when it hears something."""

from core.history import Posted
from orders.events import OrderCancelled, OrderShortClosed
from shipping import services
from shipping.events import ShipmentDispatched


def let_go(event: OrderCancelled | OrderShortClosed, posted: Posted) -> None:
    """End the shipments of an order that are still in the house."""
    services.let_go(event.order_id, reason=event.reason)


def send_departure_notice(event: ShipmentDispatched, posted: Posted) -> None:
    """Tell the customer that goods have left."""
    services.send_departure_notice(event.shipment_id, event_id=posted.id)
