"""From the shelf to the customer: a shipment picked, packed, checked, sent and delivered."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from shipping.events.base import ShipmentEvent


@dataclass(frozen=True, kw_only=True)
class ShipmentOpened(ShipmentEvent):
    """Somebody began to pick what is reserved."""

    name = "shipment.opened"
    sentence = _("Picking started: shipment %(number)s from %(warehouse)s")

    warehouse: str
    lines: int


@dataclass(frozen=True, kw_only=True)
class LineFoundShort(ShipmentEvent):
    """The picker found less on the shelf than was set aside; the rest stays open."""

    name = "shipment.line_short"
    sentence = _("Shipment %(number)s: %(missing)s of %(code)s not found: %(reason)s")

    order_line_id: int
    code: str
    missing: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PickingFinished(ShipmentEvent):
    """What is picked is ready to leave; what was not picked stays open for the next shipment."""

    name = "shipment.picked"
    sentence = _("Picked: shipment %(number)s, %(pieces)s pieces, %(left)s left open")

    pieces: str
    left: str


@dataclass(frozen=True, kw_only=True)
class PickingResumed(ShipmentEvent):
    """A picked shipment was opened again before it left."""

    name = "shipment.resumed"
    sentence = _("Picking resumed: shipment %(number)s")


@dataclass(frozen=True, kw_only=True)
class ShipmentPacked(ShipmentEvent):
    """Every picked piece lies in a weighed box."""

    name = "shipment.packed"
    sentence = _("Packed: shipment %(number)s, %(boxes)s boxes, %(weight)s kg")

    boxes: int
    weight: str


@dataclass(frozen=True, kw_only=True)
class ShipmentUnpacked(ShipmentEvent):
    """A packed shipment is packed further."""

    name = "shipment.unpacked"
    sentence = _("Opened again for packing: shipment %(number)s")


@dataclass(frozen=True, kw_only=True)
class ShipmentChecked(ShipmentEvent):
    """Somebody checked a shipment at the door: the address they read, and why it leaves early or late."""

    name = "shipment.checked"
    sentence = _("Checked at the door: shipment %(number)s to %(address)s")

    address: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ShipmentToCheckAgain(ShipmentEvent):
    """A check does not hold any more, because the order has changed."""

    name = "shipment.to_check_again"
    sentence = _("Shipment %(number)s is to be checked again: %(reason)s")

    reason: str


@dataclass(frozen=True, kw_only=True)
class ShipmentDispatched(ShipmentEvent):
    """Goods left the house with a carrier.

    `address` and `reason` are what its sender said at the door, where the same step was the check.
    """

    name = "shipment.dispatched"
    sentence = _("Shipped: %(number)s by %(carrier)s, waybill %(waybill)s")

    carrier: str
    waybill: str
    partial: bool
    address: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ShipmentDelivered(ShipmentEvent):
    """The customer has the goods in hand."""

    name = "shipment.delivered"
    sentence = _("Delivered: %(number)s, received by %(received_by)s")

    received_by: str
    proof: str = "hand"


@dataclass(frozen=True, kw_only=True)
class ShipmentCancelled(ShipmentEvent):
    """A shipment ended in the house; what was picked for it is back on the shelf."""

    name = "shipment.cancelled"
    sentence = _("Shipment %(number)s cancelled: %(reason)s")

    reason: str
