"""The hash-chained history: writing one event, walking a chain, anchoring the day."""

import datetime
import json
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from core import clock
from core.event import DomainEvent
from core.nudge import nudge
from core.whence import whence


@dataclass(frozen=True)
class Posted:
    """Where an event stands in history, for those who answer it."""

    id: int
    seq: int
    actor_id: int | None
    at: datetime.datetime


WRITE = """
WITH told AS (
    INSERT INTO core_event (stream, seq, topic, name, text, actor_id, at, hash)
    SELECT %(stream)s, COALESCE(head.seq, 0) + 1, %(topic)s, %(name)s, %(text)s, %(actor)s, %(at)s,
           encode(sha256(convert_to(COALESCE(head.hash, '') || %(text)s, 'UTF8')), 'hex')
    FROM (SELECT 1) AS one LEFT JOIN LATERAL (
        SELECT seq, hash FROM core_event WHERE stream = %(stream)s ORDER BY seq DESC LIMIT 1
    ) AS head ON true
    RETURNING id, seq
), sent AS (
    INSERT INTO core_delivery (event_id, reaction, state, attempts, next_try_at, error)
    SELECT told.id, reaction, 'pending', 0, %(at)s, '' FROM told, unnest(%(reactions)s::text[]) AS reaction
)
SELECT id, seq FROM told
"""

BROKEN = """
SELECT id FROM (
    SELECT id, stream, seq, hash, text, topic, name, actor_id, at,
           lag(hash) OVER w AS previous, lag(seq) OVER w AS seq_before
    FROM core_event WHERE id > %(after)s OR stream IN (SELECT stream FROM core_event WHERE id > %(after)s)
    WINDOW w AS (PARTITION BY stream ORDER BY seq)
) AS walk
WHERE hash <> encode(sha256(convert_to(COALESCE(previous, '') || text, 'UTF8')), 'hex')
   OR seq <> COALESCE(seq_before, 0) + 1
   OR (text::jsonb ->> 'topic') <> topic OR (text::jsonb ->> 'name') <> name
   OR (text::jsonb ->> 'stream') <> stream
   OR (text::jsonb ->> 'actor') IS DISTINCT FROM actor_id::text
   OR (text::jsonb ->> 'at')::timestamptz <> at
ORDER BY id LIMIT 20
"""

HEADS = """
SELECT encode(sha256(convert_to(%(previous)s || COALESCE(string_agg(head, E'\\n' ORDER BY head), ''), 'UTF8')), 'hex'),
       count(*)
FROM (SELECT DISTINCT ON (stream) stream || ' ' || seq || ' ' || hash AS head FROM core_event
      WHERE id <= %(upto)s AND stream IN (SELECT stream FROM core_event WHERE id > %(after)s AND id <= %(upto)s)
      ORDER BY stream, seq DESC) AS heads
"""


def write(event: DomainEvent, *, actor: Any, reactions: tuple[str, ...]) -> Posted:
    """Write one event at the end of its stream, and one delivery per reaction to send later."""
    at, actor_id = clock.now(), actor.pk if actor is not None else None
    values = {
        "stream": event.stream,
        "topic": event.topic,
        "name": event.name,
        "actor": actor_id,
        "at": at,
    }
    told = {**values, "at": at.isoformat(), "data": event.data()}
    text = canonical(told | {"from": whence()} if whence() else told)
    with connection.cursor() as cursor:
        cursor.execute(WRITE, values | {"text": text, "reactions": list(reactions)})
        event_id, seq = cursor.fetchone()
    if reactions:
        transaction.on_commit(lambda: nudge("core.work_event", event_id), robust=True)
    return Posted(event_id, seq, actor_id, at)


def canonical(value: dict[str, Any]) -> str:
    """The one text of an event that the chain is hashed over."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def broken_events(*, after: int = 0) -> list[int]:
    """The first events whose hash, number or columns do not fit their chain (I30)."""
    with connection.cursor() as cursor:
        cursor.execute(BROKEN, {"after": after})
        return [row[0] for row in cursor.fetchall()]


def heads_digest(*, previous: str, after: int, upto: int) -> tuple[str, int]:
    """One fingerprint over the heads of all streams that moved between two events."""
    with connection.cursor() as cursor:
        cursor.execute(HEADS, {"previous": previous, "after": after, "upto": upto})
        return cursor.fetchone()
