"""The shipment, its lines, boxes, checks, scans, wave, way and proof; the receipt of a return; the dispatch job."""

from shipping.models.box import Box, BoxContent
from shipping.models.carrier import Carrier
from shipping.models.door import DoorCheck, DoorRule, Gate
from shipping.models.job import DispatchJob, DispatchLine
from shipping.models.line import ShipmentLine
from shipping.models.proof import DeliveryProof
from shipping.models.receipt import ReturnPiece, ReturnReceipt
from shipping.models.scan import Scan
from shipping.models.shipment import Shipment
from shipping.models.strict import StrictRule
from shipping.models.tracking import Following, TrackingEvent, Trouble
from shipping.models.wave import Wave

__all__ = [
    "Box",
    "BoxContent",
    "Carrier",
    "DeliveryProof",
    "DispatchJob",
    "DispatchLine",
    "DoorCheck",
    "DoorRule",
    "Following",
    "Gate",
    "ReturnPiece",
    "ReturnReceipt",
    "Scan",
    "Shipment",
    "ShipmentLine",
    "StrictRule",
    "Wave",
    "TrackingEvent",
    "Trouble",
]
