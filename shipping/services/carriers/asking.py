"""Asking carriers for news: each by itself, in batches, and about no parcel twice at once (S72).

Rows are claimed before the call and held by nobody during it: a worker that dies leaves them to be asked later.
"""

import datetime
import time
from collections.abc import Sequence

from core import clock
from core.links import masked
from core.locks import unheld
from core.nudge import nudge
from core.posting import Declined, NoAnswer
from core.refusal import Refused
from core.service import service
from shipping.models import Carrier, Following, TrackingEvent
from shipping.models.words import ON_THE_WAY
from shipping.services.carriers.following import leave_arrived, pause
from shipping.services.carriers.hearing import hear
from shipping.services.carriers.shutting import GONE, shut_door
from shipping.services.carriers.track_v1 import ASKED_BY, Said

BATCH = 20
LEASE = datetime.timedelta(minutes=5)
"""Longer than a call may take: until then nobody else asks about the same parcels."""
REST = datetime.timedelta(minutes=5)
"""How long a carrier that gave no answer is left alone, unless it asked for longer."""
RUN_SECONDS = 60


def ask_all() -> int:
    """Send one task for each carrier there is something to ask; a slow one keeps no other waiting (F27)."""
    leave_arrived()
    now = clock.now()
    waiting = Following.objects.filter(next_ask_at__lte=now, carrier__active=True, carrier__polled=True)
    busy = waiting.exclude(carrier__rests_until__gt=now).values("carrier")
    carriers = [one for one in Carrier.objects.filter(pk__in=busy) if one.is_asked]
    for carrier in carriers:
        nudge("shipping.ask_carrier", carrier.pk)
    return len(carriers)


def ask_carrier(carrier_id: int) -> int:
    """Ask one carrier about what is due, until all is asked, time is over, or it gives no answer; says about how many.

    A carrier that gives no answer is left alone for a while, or as long as it asks for (429, Retry-After).
    """
    carrier = Carrier.objects.get(pk=carrier_id)
    asked, until = 0, time.monotonic() + RUN_SECONDS
    while carrier.is_asked and not _rests(carrier) and time.monotonic() < until:
        rows = claim(carrier)
        if not rows or not _ask(carrier, rows):
            break
        asked += len(rows)
    return asked


@service
def claim(carrier: Carrier) -> list[Following]:
    """What is due with a carrier and in nobody's hands, ours until the lease is over."""
    now = clock.now()
    due = Following.objects.due(carrier, now).filter(shipment__state__in=ON_THE_WAY).select_related("shipment")
    rows = list(unheld(due.order_by("next_ask_at", "pk"))[:BATCH])
    for row in rows:
        row.next_ask_at, row.asked_at = now + LEASE, now
    Following.objects.bulk_update(rows, ["next_ask_at", "asked_at"])
    return rows


def _ask(carrier: Carrier, rows: Sequence[Following]) -> bool:
    waybills = list(dict.fromkeys(row.shipment.waybill for row in rows))
    try:
        said = ASKED_BY[carrier.interface](carrier, waybills)
    except (NoAnswer, Declined, OSError) as error:
        _note_failure(carrier, rows, error)
        if str(error).startswith(GONE):
            shut_door(carrier.pk)
        return False
    _take_in(rows, said)
    return True


def _take_in(rows: Sequence[Following], said: dict[str, Said]) -> None:
    known = set(TrackingEvent.objects.filter(shipment__in=[row.pk for row in rows]).values_list("shipment_id", "key"))
    quiet = []
    for row in rows:
        words = said.get(row.shipment.waybill, Said())
        is_new = any((row.pk, told.key) not in known for told in words.events)
        if not (is_new or _moves_day(row, words)) or not _heard(row.pk, words):
            quiet.append(row)
    _note_quiet(quiet)


def _moves_day(row: Following, words: Said) -> bool:
    return words.expected_on is not None and words.expected_on != row.expected_on


def _heard(shipment_id: int, words: Said) -> bool:
    """Whether it brought news; when somebody else holds the order it is asked again later."""
    try:
        return hear(shipment_id, words)
    except Refused:
        return False


def _note_quiet(rows: Sequence[Following]) -> None:
    for row in rows:
        row.unchanged, row.failures, row.error = row.unchanged + 1, 0, ""
        row.next_ask_at = clock.now() + pause(row.unchanged)
    Following.objects.bulk_update(rows, ["unchanged", "failures", "error", "next_ask_at"])


def _note_failure(carrier: Carrier, rows: Sequence[Following], error: Exception) -> None:
    now, wait = clock.now(), datetime.timedelta(seconds=error.wait if isinstance(error, NoAnswer) else 0)
    for row in rows:
        row.unchanged, row.failures = row.unchanged + 1, row.failures + 1
        row.error = masked(str(error)).replace("\x00", "")[:250]
        row.next_ask_at = now + max(pause(row.unchanged), wait)
    Following.objects.bulk_update(rows, ["unchanged", "failures", "error", "next_ask_at"])
    carrier.rests_until = now + max(REST, wait)
    carrier.save(update_fields=["rests_until"])


def _rests(carrier: Carrier) -> bool:
    return carrier.rests_until is not None and carrier.rests_until > clock.now()
