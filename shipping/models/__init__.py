"""The shipment, its lines, and every scan."""

from shipping.models.line import ShipmentLine
from shipping.models.scan import Scan
from shipping.models.shipment import Shipment

__all__ = ["Scan", "Shipment", "ShipmentLine"]
