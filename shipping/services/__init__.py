"""Every write to a shipment, one public function per verb."""

from shipping.services.alerts import warn_late
from shipping.services.cancelling import cancel_shipment, let_go
from shipping.services.changing import make_room, tell_pickers
from shipping.services.finishing import finish_picking, mark_short, resume_picking
from shipping.services.leaving import confirm_delivery, dispatch
from shipping.services.letters import send_departure_notice
from shipping.services.opening import open_shipment
from shipping.services.scanning import Arrival, ScanResult, scan, scan_all
from shipping.services.undoing import undo_scan

__all__ = [
    "Arrival",
    "ScanResult",
    "cancel_shipment",
    "confirm_delivery",
    "dispatch",
    "finish_picking",
    "let_go",
    "make_room",
    "mark_short",
    "open_shipment",
    "resume_picking",
    "scan",
    "scan_all",
    "send_departure_notice",
    "tell_pickers",
    "undo_scan",
    "warn_late",
]
