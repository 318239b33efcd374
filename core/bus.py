"""How a fact reaches those who answer it: written once, answered in written order.

`publish` writes the event (history and message in one row), runs the reactions that belong
to the same transaction, and leaves one delivery for each reaction that leaves the database.
"""

from collections import deque
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from core.act import begun, in_hand, write_down
from core.event import DomainEvent
from core.history import Posted, write
from core.refusal import Refused

Reaction = Callable[[Any, Posted], None]


@dataclass(frozen=True)
class Answers:
    """One row of the reactions table.

    `with_order` runs in the same transaction, may touch the database only and may raise only
    Refused, which refuses the whole move. `after_commit` is keyed by stable text, runs at
    least once, and is idempotent by the event's id.
    """

    with_order: tuple[Reaction, ...] = ()
    after_commit: Mapping[str, Reaction] = field(default_factory=dict)


Waiting = deque[tuple[DomainEvent, Posted]]
_waiting: ContextVar[Waiting | None] = ContextVar("events waiting for their reactions", default=None)


def table() -> Mapping[type[DomainEvent], Answers]:
    """The literal table in config that says which function answers which event."""
    return import_string(settings.REACTIONS)


@cache
def event_classes() -> dict[str, type[DomainEvent]]:
    """Every event the house knows, by its name."""
    return {cls.name: cls for cls in table()}


def publish(event: DomainEvent, *, actor: Any = None) -> Posted:
    """Write down what happened and let the table answer; call it holding the stream's row.

    `actor` is the person who did it; None is the house itself. Events published by a
    reaction wait until the reactions to the current one are done.
    """
    posted = write(event, actor=actor, reactions=tuple(table()[type(event)].after_commit))
    waiting = _waiting.get()
    if waiting is not None:
        waiting.append((event, posted))
        return posted
    _answer_all(deque([(event, posted)]))
    return posted


def attempt(step: Callable[[], Any]) -> Refused | None:
    """Take a step that may be refused without refusing the move around it.

    The step and everything that answers it stand or fall together; the refusal is returned.
    """
    token = _waiting.set(None)
    write_down()
    try:
        with transaction.atomic(), begun():
            step()
    except Refused as refusal:
        return refusal
    finally:
        _waiting.reset(token)
        # What is in hand was read before the step, whether it was taken or taken back.
        in_hand().clear()
    return None


def _answer_all(waiting: Waiting) -> None:
    token = _waiting.set(waiting)
    try:
        while waiting:
            event, posted = waiting.popleft()
            for react in table()[type(event)].with_order:
                react(event, posted)
    finally:
        _waiting.reset(token)
