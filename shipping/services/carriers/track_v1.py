"""Asking a carrier, or the bridge before it, in the house's own dialect (docs/carriers.md), and reading its answer.

Whatever it says is judged here: what is not understood is left out, and never believed in part.
"""

import datetime
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from core.posting import NoAnswer, post_json
from shipping.models import Carrier
from shipping.models.carrier import Interface
from shipping.models.track_words import Code

MOST_BYTES = 1 << 20
MOST_EVENTS = 200


@dataclass(frozen=True)
class Told:
    """One thing a carrier says about a parcel."""

    at: datetime.datetime
    code: Code
    place: str
    text: str
    signed_by: str
    key: str


@dataclass(frozen=True)
class Said:
    """All a carrier says about a parcel now."""

    events: tuple[Told, ...] = ()
    expected_on: datetime.date | None = None


Track = Callable[[Carrier, Sequence[str]], dict[str, Said]]


def track_v1(carrier: Carrier, waybills: Sequence[str]) -> dict[str, Said]:
    """What is said about each of these waybills; raises NoAnswer or Declined (F27)."""
    content = {"version": 1, "waybills": list(waybills)}
    loopback = settings.GENDAN_HTTP_LOOPBACK
    answer = post_json(carrier.url, content, token=carrier.key, loopback=loopback, most=MOST_BYTES)
    return read(answer, waybills)


def by_hand(carrier: Carrier, waybills: Sequence[str]) -> dict[str, Said]:
    """A carrier nobody can ask says nothing; people write down what they hear."""
    return {}


ASKED_BY: dict[str, Track] = {Interface.TRACK_1: track_v1, Interface.HAND: by_hand}
"""How a carrier of each interface is asked."""


def read(answer: bytes, waybills: Sequence[str]) -> dict[str, Said]:
    """An answer by waybill; of a parcel nobody asked about nothing is taken in."""
    try:
        content = json.loads(answer)
        rows = content["shipments"]
        if not isinstance(rows, list):
            raise TypeError("shipments is no list")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NoAnswer(f"not an answer we understand: {type(error).__name__}") from error
    asked = set(waybills)
    found = [row for row in rows if isinstance(row, dict) and isinstance(row.get("waybill"), str)]
    return {row["waybill"]: _said(row) for row in found if row["waybill"] in asked}


def _said(row: dict[str, Any]) -> Said:
    events = row.get("events")
    told = [_told(one) for one in events[:MOST_EVENTS]] if isinstance(events, list) else []
    return Said(tuple(one for one in told if one is not None), _day(row.get("expected_on")))


def _told(row: Any) -> Told | None:
    moment = _moment(row.get("at")) if isinstance(row, dict) else None
    if moment is None:
        return None
    code, place, text = _code(row.get("code")), clean(row.get("place"), 120), clean(row.get("text"), 300)
    own = clean(row.get("id"), 100)
    named = f"id:{own}" if own else f"{moment.isoformat()}|{row.get('code')}|{place}|{text}"
    key = hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()
    return Told(moment, code, place, text, clean(row.get("signed_by"), 80), key)


def _code(said: Any) -> Code:
    return Code(said) if isinstance(said, str) and said in Code.values else Code.INFO


def _moment(said: Any) -> datetime.datetime | None:
    try:
        moment = datetime.datetime.fromisoformat(said) if isinstance(said, str) else None
        return moment.astimezone(datetime.UTC) if moment is not None and moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def _day(said: Any) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None


def clean(said: Any, longest: int) -> str:
    """Words of a stranger as one line of plain signs."""
    if not isinstance(said, str):
        return ""
    line = " ".join(said[: 4 * longest].split())
    return "".join(sign for sign in line if sign.isprintable())[:longest]
