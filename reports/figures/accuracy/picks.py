"""How fast goods are picked: what each person counted, and the time from the first to the last scan (S70)."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from reports.figures.accuracy.lines import Seen
from reports.figures.period import Period
from reports.figures.seen import among

# The device's own time: what was scanned without a connection arrives all at once.
PICKS = """
WITH picks AS (
    SELECT sc.shipment_id, sc.actor_id, (COALESCE(sc.scanned_at, sc.at) AT TIME ZONE %(zone)s)::date AS day,
           sum(sc.quantity) AS pieces, count(DISTINCT sc.order_line_id) FILTER (WHERE sc.quantity > 0) AS lines,
           min(COALESCE(sc.scanned_at, sc.at)) AS first, max(COALESCE(sc.scanned_at, sc.at)) AS last
    FROM shipping_scan sc
    WHERE sc.result IN ('ok', 'back') AND sc.shipment_id IS NOT NULL AND sc.actor_id IS NOT NULL
      AND sc.at >= %(begin)s AND sc.at < %(end)s {visible}
    GROUP BY 1, 2, 3
    HAVING max(COALESCE(sc.scanned_at, sc.at)) - min(COALESCE(sc.scanned_at, sc.at)) >= interval '10 seconds'
)
"""
PACES = """
SELECT p.actor_id, u.name, count(*), sum(p.pieces), sum(p.lines), sum(extract(epoch FROM p.last - p.first))
FROM picks p JOIN core_user u ON u.id = p.actor_id GROUP BY 1, 2 ORDER BY u.name, 1
"""
ROWS = """
SELECT s.number, p.day, p.pieces, p.lines, extract(epoch FROM p.last - p.first)
FROM picks p JOIN shipping_shipment s ON s.id = p.shipment_id WHERE p.actor_id = %(person)s
ORDER BY p.day DESC, p.first DESC LIMIT %(most)s
"""


@dataclass(frozen=True)
class Timed:
    """Pieces and lines, and the seconds they took."""

    pieces: Decimal
    lines: int
    seconds: Decimal

    @property
    def hours(self) -> Decimal:
        return (self.seconds / 3600).quantize(Decimal("0.01"))

    @property
    def minutes(self) -> Decimal:
        return (self.seconds / 60).quantize(Decimal("0.1"))

    @property
    def pieces_an_hour(self) -> Decimal:
        return (self.pieces * 3600 / self.seconds).quantize(Decimal("0.1"))

    @property
    def lines_an_hour(self) -> Decimal:
        return (Decimal(self.lines) * 3600 / self.seconds).quantize(Decimal("0.1"))


@dataclass(frozen=True)
class Pace(Timed):
    """One person's picks of the period."""

    key: str
    label: str
    picks: int


@dataclass(frozen=True)
class Pick(Timed):
    """What one person picked of a shipment on one day."""

    number: str
    day: datetime.date


def pace(seen: Seen, period: Period) -> list[Pace]:
    """Each picker's speed, one query. A pick of a single scan, or of scans sent together, took no time that
    could be told, and is left out.
    """
    return [
        Pace(pieces, lines, Decimal(seconds), str(person), name, picks)
        for person, name, picks, pieces, lines, seconds in _ask(PACES, seen, period)
    ]


def picks_of(seen: Seen, period: Period, person: str, most: int) -> list[Pick]:
    """The picks behind a person's speed, the newest first."""
    known = int(person) if person.isascii() and person.isdigit() and len(person) < 10 else 0
    rows = _ask(ROWS, seen, period, person=known, most=most)
    return [Pick(pieces, lines, Decimal(seconds), number, day) for number, day, pieces, lines, seconds in rows]


def _ask(question: str, seen: Seen, period: Period, **more: Any) -> list[tuple[Any, ...]]:
    visible, values = "", {"begin": period.begin, "end": period.end, "zone": str(timezone.get_default_timezone())}
    if not seen.all:
        visible, named = among(seen.shipments, "sc.shipment_id", "v")
        values |= named
    with connection.cursor() as cursor:
        cursor.execute(PICKS.format(visible=visible) + question, values | more)
        return cursor.fetchall()
