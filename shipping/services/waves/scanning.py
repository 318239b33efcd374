"""Picking a wave by scan: the same judge over all its shipments, the first tote that needs the goods gets them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.service import service
from shipping.models import Scan, ShipmentLine, Wave
from shipping.policies import may_pick
from shipping.services.scans.arrivals import Arrival, refuse_nonsense
from shipping.services.scans.counting import count_all, desk_for
from shipping.services.waves.rows import take_wave


@dataclass(frozen=True, kw_only=True)
class WaveScan:
    """What became of a scan, and how the lines of its wave stand now; `repeated` when it had arrived before."""

    scan: Scan
    wave: Wave
    lines: Sequence[ShipmentLine]
    repeated: bool = False


@service
def scan_wave(wave_id: int, arrivals: Sequence[Arrival], *, actor: Any) -> list[WaveScan]:
    """Count scans made on the walk of a wave, in the order they were made; the same scan counts once (S70, F25).

    Each counts on the first tote that takes all of it. A wrong item, an extra piece, a wrong lot or an unknown code
    changes nothing and is kept as a scan that says so.
    """
    may_pick.demand(actor)
    for arrival in arrivals:
        refuse_nonsense(arrival)
    wave, lines = take_wave(wave_id)
    desk = desk_for(lines, wave.is_open, actor, wave=wave)
    met = count_all(desk, arrivals, actor)
    return [WaveScan(scan=row, wave=wave, lines=lines, repeated=repeated) for row, repeated in met]
