"""Every write to a shipment and to a dispatch job, one public function per verb."""

from shipping.services.alerts import warn_late
from shipping.services.arrivals import Arrival
from shipping.services.batches import scan_batch
from shipping.services.calling_back import call_back, cancel_job, fit_jobs
from shipping.services.cancelling import cancel_shipment, let_go
from shipping.services.changing import make_room, tell_pickers
from shipping.services.commands import scan_or_obey, scan_or_obey_wave
from shipping.services.finishing import finish_picking, mark_short, resume_picking
from shipping.services.job_news import tell_assignee, tell_called_back
from shipping.services.job_rows import name_holder
from shipping.services.leaving import confirm_delivery, dispatch
from shipping.services.letters import send_departure_notice
from shipping.services.opening import open_shipment
from shipping.services.planning import Plan, plan_job, replan_job
from shipping.services.putting_away import put_away, send_back, shelve_repaired
from shipping.services.receiving import finish_receipt, inspect_return, scan_return
from shipping.services.scanning import ScanResult, scan, scan_all
from shipping.services.shorts import tell_buyers
from shipping.services.solving import solve_scan
from shipping.services.undoing import undo_return_scan, undo_scan
from shipping.services.visiting import finish_job, start_job
from shipping.services.wave_ending import finish_wave, leave_wave, take_wave_apart
from shipping.services.wave_scanning import WaveScan, scan_wave
from shipping.services.waving import Opened, open_wave

__all__ = [
    "Arrival",
    "Opened",
    "Plan",
    "ScanResult",
    "WaveScan",
    "call_back",
    "cancel_job",
    "cancel_shipment",
    "confirm_delivery",
    "dispatch",
    "finish_job",
    "finish_picking",
    "finish_receipt",
    "finish_wave",
    "fit_jobs",
    "inspect_return",
    "leave_wave",
    "let_go",
    "make_room",
    "mark_short",
    "name_holder",
    "open_shipment",
    "open_wave",
    "plan_job",
    "put_away",
    "replan_job",
    "resume_picking",
    "scan",
    "scan_all",
    "scan_batch",
    "scan_or_obey",
    "scan_or_obey_wave",
    "scan_return",
    "scan_wave",
    "send_back",
    "send_departure_notice",
    "shelve_repaired",
    "solve_scan",
    "start_job",
    "take_wave_apart",
    "tell_assignee",
    "tell_buyers",
    "tell_called_back",
    "tell_pickers",
    "undo_return_scan",
    "undo_scan",
    "warn_late",
]
