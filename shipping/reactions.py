"""What shipping does when it hears something."""

from core.history import Posted
from orders.events import OrderAccepted, OrderCancelled, OrderChanged, OrderShortClosed, ReturnResolved
from shipping import services
from shipping.events import (
    CarrierSaysDelivered,
    JobCancelled,
    JobMoved,
    JobPlanned,
    LineFoundShort,
    ShipmentDelayed,
    ShipmentDispatched,
    ShipmentInTrouble,
)


def let_go(event: OrderCancelled | OrderShortClosed, posted: Posted) -> None:
    """End the shipments of an order that are still in the house."""
    services.let_go(event.order_id, reason=event.reason)


def make_room(event: OrderChanged, posted: Posted) -> None:
    """Let go of what a changed order no longer needs."""
    services.make_room(event.order_id)


def tell_pickers(event: OrderChanged, posted: Posted) -> None:
    """Whoever picks the order hears that it changed."""
    services.tell_pickers(event.order_id, event_id=posted.id)


def tell_buyers(event: LineFoundShort, posted: Posted) -> None:
    """Whoever buys hears what was not on the shelf."""
    services.tell_buyers(
        event.shipment_id,
        event.order_line_id,
        event_id=posted.id,
        missing=event.missing,
        reason=event.reason,
        actor_id=posted.actor_id,
    )


def send_departure_notice(event: ShipmentDispatched, posted: Posted) -> None:
    """Tell the customer that goods have left."""
    services.send_departure_notice(event.shipment_id, event_id=posted.id)


def follow(event: ShipmentDispatched, posted: Posted) -> None:
    """From now on its carrier is asked for news."""
    services.follow(event.shipment_id)


def tell_trouble(event: ShipmentInTrouble, posted: Posted) -> None:
    """The order's owner and whoever sent the goods off hear of trouble."""
    services.tell_trouble(event.shipment_id, event_id=posted.id, cause=event.cause, text=event.text)


def tell_carrier_delivered(event: CarrierSaysDelivered, posted: Posted) -> None:
    """Somebody of the house is to confirm the delivery."""
    services.tell_carrier_delivered(event.shipment_id, event_id=posted.id, who=event.who)


def send_delay_notice(event: ShipmentDelayed, posted: Posted) -> None:
    """Tell the customer that goods come later."""
    services.send_delay_notice(event.shipment_id, event_id=posted.id, expected_on=event.expected_on)


def put_away(event: ReturnResolved, posted: Posted) -> None:
    """Returned goods go where their settlement says."""
    services.put_away(event.return_id, actor_id=posted.actor_id)


def call_back(event: OrderCancelled | OrderShortClosed, posted: Posted) -> None:
    """Call back everybody who goes for an order that ends."""
    services.call_back(event.order_id, reason=event.reason)


def fit_jobs(event: OrderChanged, posted: Posted) -> None:
    """Call back whoever a changed order no longer needs."""
    services.fit_jobs(event.order_id)


def name_holder(event: OrderAccepted, posted: Posted) -> None:
    """Once the goods are there, whoever goes next for its services holds the order."""
    services.name_holder(event.order_id)


def tell_assignee(event: JobPlanned, posted: Posted) -> None:
    """Whoever is sent hears it."""
    services.tell_assignee(event.job_id, event_id=posted.id, assignee_id=event.assignee_id)


def tell_moved(event: JobMoved, posted: Posted) -> None:
    """Whoever is sent now, and whoever was sent before, hear it."""
    services.tell_assignee(
        event.job_id, event_id=posted.id, assignee_id=event.assignee_id, before_id=event.before_id
    )


def tell_called_back(event: JobCancelled, posted: Posted) -> None:
    """Whoever was sent hears that the job is off."""
    services.tell_called_back(event.job_id, event_id=posted.id, assignee_id=event.assignee_id)
