"""Scans that waited on a device: many at once, each answered by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from core import clock
from core.access import Forbidden
from core.refusal import Refused
from core.service import service
from shipping.models import Scan
from shipping.models.words import Result
from shipping.services.scans.arrivals import Arrival

Count = Callable[[Sequence[Arrival]], Sequence[Scan]]
Document = Callable[[], dict[str, Any]]
"""What a scan that cannot be counted is kept with; looked for only when there is one."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of one scan: kept as `scan`, or not taken yet and to be sent again (`held` says why)."""

    scan: Scan | None = None
    held: str = ""


def scan_batch(arrivals: Sequence[Arrival], count: Count, *, actor: Any, document: Document) -> list[Answer]:
    """Count what a device scanned while it was out of reach, in the order it was scanned (F25, I33).

    All of one task stand or fall together. Where one of them cannot be counted, the others still are: that one is
    kept as refused, for a supervisor. What cannot be counted just now is not taken, and the device keeps it.
    """
    if not arrivals:
        return []
    try:
        return [Answer(scan=row) for row in count(arrivals)]
    except Forbidden as forbidden:
        return [Answer(held=str(forbidden)) for _arrival in arrivals]
    except Refused as refusal:
        if refusal.code == "busy":
            return [Answer(held=str(refusal)) for _arrival in arrivals]
        if len(arrivals) == 1:
            return [Answer(scan=keep_refused(arrivals[0], refusal, actor=actor, **document()))]
    half = len(arrivals) // 2
    parts = (arrivals[:half], arrivals[half:])
    return [answer for part in parts for answer in scan_batch(part, count, actor=actor, document=document)]


@service
def keep_refused(arrival: Arrival, refusal: Refused, *, actor: Any, **document: Any) -> Scan:
    """Keep a scan that cannot be counted, with the reason, for a supervisor; once, however often it comes."""
    told = {
        "device": arrival.device,
        # The number belongs to the scan that came with it first.
        "device_seq": None if refusal.code == "reused_key" else arrival.device_seq,
        "code": arrival.code.replace("\x00", "")[:80],
        "label": str(refusal)[:250],
        "result": Result.REFUSED,
        "actor": actor,
        "scanned_at": arrival.scanned_at,
        "at": clock.now(),
        "skew": arrival.skew,
        "told": arrival.told,
        "revision": arrival.revision,
    }
    return Scan.objects.get_or_create(uuid=arrival.uuid, defaults=told | document)[0]
