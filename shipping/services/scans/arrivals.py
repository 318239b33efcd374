"""A scan as it arrives: what a device sent, whether it came before, and what cannot be a scan at all."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from core import clock
from core.prepared import prepared_models
from core.refusal import Refused
from core.search import AmongThose
from shipping.models import Scan
from shipping.models.words import Result
from shipping.services.rows import ZERO, plain
from shipping.services.scans.codes import Meaning, split_command

MOST = Decimal(1_000_000)


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A scan as the device sent it; `quantity` is the number typed before it, in the unit of the code.

    `skew` says by how many seconds its clock is ahead of ours, `told` what it showed while we were out of reach,
    `revision` which revision of the order it had.
    """

    code: str
    uuid: UUID
    device: str = ""
    device_seq: int | None = None
    quantity: Decimal = Decimal(1)
    scanned_at: datetime.datetime | None = None
    skew: int | None = None
    told: str = ""
    revision: int | None = None


def pieces_of(arrival: Arrival, meaning: Meaning, put_back: Decimal | None) -> Decimal:
    """The base units a scan counts, below zero for pieces put back; refused when they cannot be counted so."""
    pieces = -put_back if put_back is not None else arrival.quantity * meaning.factor
    if not pieces or pieces % meaning.step:
        raise Refused(
            _("%(product)s is counted in steps of %(step)s.")
            % {"product": meaning.label, "step": plain(meaning.step)},
            code="bad_quantity",
        )
    return pieces


def earlier(arrivals: Iterable[Arrival]) -> list[Scan]:
    """Scans that arrived before: by uuid, or by the number their device gave them."""
    arrivals = list(arrivals)
    numbered = [arrival for arrival in arrivals if arrival.device_seq is not None]
    keys = [arrival.uuid for arrival in arrivals]
    return _seen(keys, sorted({one.device for one in numbered}), [one.device_seq for one in numbered])


@prepared_models(list, list, list)
def _seen(keys: list[UUID], devices: list[str], numbers: list[int]) -> QuerySet[Scan]:
    """Of two devices also what the one numbered as the other did: `first_of` looks at each."""
    device = Q(AmongThose(F("device"), Value(devices))) & Q(AmongThose(F("device_seq"), Value(numbers)))
    return Scan.objects.filter(Q(AmongThose(F("uuid"), Value(keys))) | device)


def first_of(arrival: Arrival, *seen: Iterable[Scan]) -> Scan | None:
    """The first arrival of this scan; a key that came with another code is refused, not swallowed."""
    for row in (row for rows in seen for row in rows):
        numbered = arrival.device_seq is not None and row.device_seq == arrival.device_seq
        if row.uuid == arrival.uuid or (numbered and row.device == arrival.device):
            if row.code != arrival.code:
                raise Refused(_("This scan was already sent with another code. Please scan again."), code="reused_key")
            return row
    return None


def refuse_nonsense(arrival: Arrival) -> None:
    """Refuse what no device would send."""
    if not arrival.code.strip() or len(arrival.code) > 80 or "\x00" in arrival.code:
        raise Refused(_("This code cannot be read. Please scan again."), code="bad_code")
    if not arrival.quantity.is_finite() or not ZERO < arrival.quantity <= MOST:
        raise Refused(_("The quantity must be a number above zero."), code="bad_quantity")


def read_as(
    arrival: Arrival, known: Mapping[str, Meaning], actor: Any, **document: Any
) -> tuple[Scan, Meaning | None]:
    """The scan as a row of its document, and what its code stands for; an unknown code is kept as that."""
    code, put_back = split_command(arrival.code)
    meaning = known.get(code)
    row = Scan(
        uuid=arrival.uuid,
        device=arrival.device,
        device_seq=arrival.device_seq,
        code=arrival.code,
        actor=actor,
        times=arrival.quantity,
        scanned_at=arrival.scanned_at,
        at=clock.now(),
        skew=arrival.skew,
        told=arrival.told,
        revision=arrival.revision,
        **document,
    )
    if meaning is None:
        row.result = Result.UNKNOWN
    else:
        row.label, row.quantity = meaning.label, pieces_of(arrival, meaning, put_back)
    return row, meaning
