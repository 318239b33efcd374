"""The way of goods that left, as their carrier tells it."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from shipping.events.base import ShipmentEvent


@dataclass(frozen=True, kw_only=True)
class ShipmentMoving(ShipmentEvent):
    """The carrier moved the goods for the first time."""

    name = "shipment.in_transit"
    sentence = _("In transit: %(number)s with %(carrier)s")

    carrier: str


@dataclass(frozen=True, kw_only=True)
class ShipmentInTrouble(ShipmentEvent):
    """Something went wrong on the way, or nothing was heard for too long; somebody has to see to it."""

    name = "shipment.in_trouble"
    sentence = _("Trouble on the way: shipment %(number)s %(text)s")

    trouble_id: int
    cause: str
    text: str


@dataclass(frozen=True, kw_only=True)
class TroubleSettled(ShipmentEvent):
    """The goods are on their way again; `note` says what was done, nothing when the carrier spoke again by itself."""

    name = "shipment.trouble_settled"
    sentence = _("On its way again: shipment %(number)s %(note)s")

    note: str


@dataclass(frozen=True, kw_only=True)
class ShipmentDelayed(ShipmentEvent):
    """The carrier expects to deliver after the promised day."""

    name = "shipment.delayed"
    sentence = _("Delayed: shipment %(number)s is expected on %(expected_on)s, promised was %(promised_on)s")

    expected_on: datetime.date
    promised_on: datetime.date


@dataclass(frozen=True, kw_only=True)
class CarrierSaysDelivered(ShipmentEvent):
    """The carrier says it has delivered, and its word alone does not count."""

    name = "shipment.carrier_delivered"
    sentence = _("The carrier says it has delivered shipment %(number)s to %(who)s; somebody is to confirm it")

    who: str
