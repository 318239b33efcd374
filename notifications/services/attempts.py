"""What becomes of one attempt to send: sent, tried again with growing pauses, or given up with the reason."""

import datetime
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from enum import Enum
from typing import TypeVar

from core import clock, links
from core.phones import masked
from core.posting import Declined, NoAnswer
from notifications.models import Carrier, Letter, Message
from notifications.services.carriers import FAILURES, SILENCE

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 10
MOST_SILENT = 3
RUN_SECONDS = 30
NUMBER = re.compile(r"\+?\d{7,}")
Sent = TypeVar("Sent", Message, Letter)


class Outcome(Enum):
    """How an attempt ended; BUSY means that another worker has it, or that it is done already."""

    SENT = "sent"
    FAILED = "failed"
    SILENT = "silent"
    BUSY = "busy"


def in_turn(due: Iterable[tuple[int, str]], send: Callable[[int], Outcome]) -> int:
    """Try each and count those sent; a way on which nobody answers is left alone until the next run (F27)."""
    silent: Counter[str] = Counter()
    sent, until = 0, time.monotonic() + RUN_SECONDS
    for pk, way in list(due):
        if silent[way] >= MOST_SILENT or time.monotonic() > until:
            continue
        outcome = send(pk)
        silent[way] = silent[way] + 1 if outcome is Outcome.SILENT else 0
        sent += outcome is Outcome.SENT
    return sent


def attempt(row: Sent | None, carry: Callable[[Sent], None]) -> Outcome:
    """Carry a row its sender holds, and write down on it what came of that."""
    if row is None:
        return Outcome.BUSY
    try:
        carry(row)
    except FAILURES as error:
        # One that cannot be written down (ValueError) must not hold up those behind it either.
        _postpone(row, error)
        return Outcome.SILENT if isinstance(error, SILENCE) else Outcome.FAILED
    _keep_sent(row)
    return Outcome.SENT


def _keep_sent(row: Message | Letter) -> None:
    row.sent_at, row.error = clock.now(), ""
    row.save(update_fields=["sent_at", "error", *_stamped(row)])


def _postpone(row: Message | Letter, error: Exception) -> None:
    row.attempts += 1
    row.error = _words(row, error)
    row.given_up = isinstance(error, Declined) or row.attempts >= MOST_ATTEMPTS
    pause = datetime.timedelta(minutes=2**row.attempts)
    if isinstance(error, NoAnswer):
        pause = max(pause, datetime.timedelta(seconds=error.wait))
    row.next_try_at = clock.now() + pause
    row.save(update_fields=["attempts", "error", "given_up", "next_try_at", *_stamped(row)])
    logger.warning("%s not sent: %s", row.reference, row.error)


def _stamped(row: Message | Letter) -> list[str]:
    if isinstance(row, Letter):
        return []
    row.tried_at = clock.now()
    return ["tried_at"]


def _words(row: Message | Letter, error: Exception) -> str:
    """What was said, fit for a page: a gateway may repeat the number, of which people see only the ends."""
    # A server may quote what it refuses, and with it the key that was enclosed.
    words = links.masked(str(error) if isinstance(error, NoAnswer | Declined) else repr(error))
    if isinstance(row, Letter) and row.channel == Carrier.SMS:
        words = NUMBER.sub(lambda found: masked(found[0]), words)
    return words.replace("\x00", "")[:500]
