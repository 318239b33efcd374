"""The shipment, its lines, boxes and checks, and every scan; the receipt of a return; the dispatch job."""

from shipping.models.box import Box, BoxContent
from shipping.models.door import DoorCheck, DoorRule, Gate
from shipping.models.job import DispatchJob, DispatchLine
from shipping.models.line import ShipmentLine
from shipping.models.receipt import ReturnPiece, ReturnReceipt
from shipping.models.scan import Scan
from shipping.models.shipment import Shipment

__all__ = [
    "Box",
    "BoxContent",
    "DispatchJob",
    "DispatchLine",
    "DoorCheck",
    "DoorRule",
    "Gate",
    "ReturnPiece",
    "ReturnReceipt",
    "Scan",
    "Shipment",
    "ShipmentLine",
]
