"""The shipment, its lines, every scan, and the wave; the receipt of a return; the dispatch job and its lines."""

from shipping.models.job import DispatchJob, DispatchLine
from shipping.models.line import ShipmentLine
from shipping.models.receipt import ReturnPiece, ReturnReceipt
from shipping.models.scan import Scan
from shipping.models.shipment import Shipment
from shipping.models.strict import StrictRule
from shipping.models.wave import Wave

__all__ = [
    "DispatchJob",
    "DispatchLine",
    "ReturnPiece",
    "ReturnReceipt",
    "Scan",
    "Shipment",
    "ShipmentLine",
    "StrictRule",
    "Wave",
]
