"""Every write to a shipment and to a dispatch job, one public function per verb."""

from shipping.services.carriers.asking import ask_all, ask_carrier
from shipping.services.carriers.following import follow
from shipping.services.carriers.proving import Proof
from shipping.services.carriers.troubles import (
    report_trouble,
    settle_trouble,
    tell_carrier_delivered,
    tell_trouble,
    watch_silence,
)
from shipping.services.jobs.calling_back import call_back, cancel_job, fit_jobs
from shipping.services.jobs.news import tell_assignee, tell_called_back
from shipping.services.jobs.planning import Plan, plan_job, replan_job
from shipping.services.jobs.rows import name_holder
from shipping.services.jobs.visiting import finish_job, start_job
from shipping.services.leaving.dispatching import confirm_delivery, dispatch
from shipping.services.leaving.door import DoorWord
from shipping.services.leaving.letters import send_delay_notice, send_departure_notice
from shipping.services.leaving.verifying import verify_shipment
from shipping.services.packing.boxes import (
    close_box,
    fill_box,
    pack_shipment,
    reopen_box,
    take_out,
    unpack_shipment,
)
from shipping.services.packing.desk import pack_scans
from shipping.services.picking.alerts import warn_late
from shipping.services.picking.cancelling import cancel_shipment, let_go
from shipping.services.picking.changing import make_room, tell_pickers
from shipping.services.picking.finishing import finish_picking, mark_short, resume_picking
from shipping.services.picking.opening import open_shipment
from shipping.services.picking.shorts import tell_buyers
from shipping.services.returns.putting_away import put_away, send_back, shelve_repaired
from shipping.services.returns.receiving import finish_receipt, inspect_return, scan_return
from shipping.services.scans.arrivals import Arrival
from shipping.services.scans.batches import scan_batch
from shipping.services.scans.commands import scan_or_obey, scan_or_obey_wave
from shipping.services.scans.counting import ScanResult, scan, scan_all
from shipping.services.scans.solving import solve_scan
from shipping.services.scans.undoing import undo_return_scan, undo_scan
from shipping.services.waves.ending import finish_wave, leave_wave, take_wave_apart
from shipping.services.waves.opening import Opened, open_wave
from shipping.services.waves.scanning import WaveScan, scan_wave

__all__ = [
    "Arrival",
    "DoorWord",
    "Opened",
    "Plan",
    "Proof",
    "ScanResult",
    "ask_all",
    "ask_carrier",
    "WaveScan",
    "call_back",
    "cancel_job",
    "cancel_shipment",
    "close_box",
    "confirm_delivery",
    "dispatch",
    "fill_box",
    "finish_job",
    "finish_picking",
    "finish_receipt",
    "finish_wave",
    "fit_jobs",
    "follow",
    "inspect_return",
    "leave_wave",
    "let_go",
    "make_room",
    "mark_short",
    "name_holder",
    "open_shipment",
    "pack_scans",
    "pack_shipment",
    "open_wave",
    "plan_job",
    "put_away",
    "reopen_box",
    "replan_job",
    "report_trouble",
    "resume_picking",
    "scan",
    "scan_all",
    "scan_batch",
    "scan_or_obey",
    "scan_or_obey_wave",
    "scan_return",
    "scan_wave",
    "send_back",
    "send_delay_notice",
    "send_departure_notice",
    "settle_trouble",
    "shelve_repaired",
    "solve_scan",
    "start_job",
    "take_out",
    "take_wave_apart",
    "tell_assignee",
    "tell_buyers",
    "tell_called_back",
    "tell_carrier_delivered",
    "tell_pickers",
    "tell_trouble",
    "undo_return_scan",
    "undo_scan",
    "unpack_shipment",
    "verify_shipment",
    "warn_late",
    "watch_silence",
]
