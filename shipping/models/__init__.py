"""The shipment, its lines, and every scan; the receipt of a return; the dispatch job and its lines."""

from shipping.models.job import DispatchJob, DispatchLine
from shipping.models.line import ShipmentLine
from shipping.models.receipt import ReturnPiece, ReturnReceipt
from shipping.models.scan import Scan
from shipping.models.shipment import Shipment

__all__ = ["DispatchJob", "DispatchLine", "ReturnPiece", "ReturnReceipt", "Scan", "Shipment", "ShipmentLine"]
