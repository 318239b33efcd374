"""Goods that come after the promised day: the customer hears it before asking, once."""

import datetime

from core import clock
from core.bus import publish
from core.people import HOUSE
from shipping.events import ShipmentDelayed
from shipping.models import Following, Shipment
from shipping.models.words import ON_THE_WAY
from shipping.services.rows import identity


def note_day(shipment: Shipment, following: Following, day: datetime.date | None) -> None:
    """The carrier's expected day; the customer is told once when it is after what the house promised."""
    if day is None or day == following.expected_on or shipment.state not in ON_THE_WAY:
        return
    if not clock.today() <= day <= clock.today() + datetime.timedelta(days=365):
        return
    following.expected_on = day
    tell_of_delay(shipment, following)


def tell_of_delay(shipment: Shipment, following: Following) -> None:
    """Say once that goods come after the promised day."""
    promised, day = shipment.order.promised_on, following.expected_on
    if following.delay_told or promised is None or day is None or day <= promised:
        return
    following.delay_told = True
    publish(ShipmentDelayed(**identity(shipment), expected_on=day, promised_on=promised), actor=HOUSE)
