"""What a device sends in one go, read with patience: nonsense in one scan must not lose the others."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime

from core import clock
from shipping.services.scans.arrivals import Arrival

MOST_AT_ONCE = 500
FURTHEST = 2**31 - 1
TONES = ("ok", "over", "wrong", "ask")


@dataclass(frozen=True)
class Sent:
    """One scan of a batch: which task it is for and who made it, besides the scan itself.

    `guess` is the tone its device answered with before it asked.
    """

    task: str
    person: int | None
    arrival: Arrival
    guess: str = ""


def read_batch(body: Any) -> tuple[list[Sent], list[str]]:
    """The scans of a batch in the order their device made them, and the keys of those that are no scans at all."""
    rows = body.get("scans") if isinstance(body, Mapping) else None
    if not isinstance(rows, Sequence) or isinstance(rows, str) or len(rows) > MOST_AT_ONCE:
        raise ValueError("no batch of scans")
    ahead = _seconds(_moment(body.get("sent_at")))
    found: list[Sent] = []
    lost: list[str] = []
    for row in rows:
        one = _read(row, ahead) if isinstance(row, Mapping) else None
        if one is not None:
            found.append(one)
        elif isinstance(row, Mapping):
            lost.append(str(row.get("uuid", "")))
    return sorted(found, key=lambda one: (one.arrival.device, one.arrival.device_seq or 0)), lost


def _read(row: Mapping[str, Any], ahead: int | None) -> Sent | None:
    try:
        key = UUID(str(row.get("uuid", "")))
    except ValueError:
        return None
    device, number, made = _text(row, "device", 64), _whole(row.get("sequence")), _moment(row.get("scanned_at"))
    told = _text(row, "told", 5)
    arrival = Arrival(
        code=str(row.get("code") or ""),
        uuid=key,
        device=device,
        device_seq=number if device else None,
        quantity=_quantity(row.get("quantity")),
        scanned_at=made,
        skew=_skew(ahead, made),
        told=told if told in TONES else "",
        revision=_whole(row.get("version"), most=FURTHEST),
    )
    return Sent(_text(row, "task", 40), _whole(row.get("user")), arrival, _text(row, "guess", 5))


def _skew(ahead: int | None, made: datetime.datetime | None) -> int | None:
    """How far the device's clock is off: by when it sent, or, where it was set back since, by when it scanned."""
    jumped = _seconds(made) if made is not None else None
    if ahead is not None and jumped is not None and jumped > max(ahead, 0):
        return jumped
    return ahead


def _seconds(moment: datetime.datetime | None) -> int | None:
    """How far a moment on the device lies ahead of ours."""
    if moment is None:
        return None
    ahead = round((moment - clock.now()).total_seconds())
    return max(-FURTHEST, min(FURTHEST, ahead))


def _moment(given: Any) -> datetime.datetime | None:
    # The clock of a device is evidence at most; nonsense in it must not lose a scan.
    try:
        moment = parse_datetime(str(given))
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _quantity(given: Any) -> Decimal:
    """The number typed before the scan; what is no number stays none, and the scan is refused for it."""
    try:
        return Decimal(str(given if given not in (None, "") else 1).replace(",", ""))
    except InvalidOperation:
        return Decimal("NaN")


def _text(row: Mapping[str, Any], name: str, most: int) -> str:
    return str(row.get(name) or "").replace("\x00", "")[:most]


def _whole(given: Any, most: int = 2**62) -> int | None:
    text = str(given)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= most else None
