"""The messages that leave the database: each delivered at least once, retried, never silent."""

import datetime
import logging

from django.db import transaction

from core import clock
from core.bus import event_classes, table
from core.history import Posted
from core.models import Delivery

logger = logging.getLogger(__name__)

PENDING, DONE, DEAD = Delivery.State.PENDING, Delivery.State.DONE, Delivery.State.DEAD
MOST_ATTEMPTS = 12


def work_event(event_id: int) -> int:
    """Deliver what one event still owes; the number of deliveries done."""
    due = Delivery.objects.filter(event_id=event_id, state=PENDING).values_list("pk", flat=True)
    return sum(deliver(pk) for pk in list(due))


def sweep(*, limit: int = 500) -> int:
    """Deliver everything that is due, whatever became of its nudge; safe beside other sweepers."""
    due = Delivery.objects.due(clock.now()).order_by("next_try_at", "pk").values_list("pk", flat=True)
    return sum(deliver(pk) for pk in list(due[:limit]))


def deliver(delivery_id: int) -> bool:
    """Run one reaction and mark it done in the same transaction; a failure is kept with its reason."""
    try:
        return _deliver(delivery_id)
    except Exception as error:  # every failure of a message must be counted, whatever it was
        logger.exception("delivery %s failed", delivery_id)
        _postpone(delivery_id, error)
        return False


@transaction.atomic
def _deliver(delivery_id: int) -> bool:
    delivery = (
        Delivery.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(pk=delivery_id, state=PENDING)
        .select_related("event")
        .first()
    )
    if delivery is None:
        return False
    event = delivery.event
    fact = event_classes()[event.name].from_data(event.data)
    react = table()[type(fact)].after_commit[delivery.reaction]
    react(fact, Posted(event.pk, event.seq, event.actor_id, event.at))
    Delivery.objects.filter(pk=delivery_id).mark_done(clock.now())
    return True


def _postpone(delivery_id: int, error: Exception) -> None:
    delivery = Delivery.objects.get(pk=delivery_id)
    tries = delivery.attempts + 1
    wait = datetime.timedelta(seconds=min(3600, 5 * 2**tries))
    Delivery.objects.filter(pk=delivery_id).postpone(
        until=clock.now() + wait, error=repr(error)[:500], dead=tries >= MOST_ATTEMPTS
    )


def replay(delivery_id: int) -> None:
    """Give a dead message another life, after somebody mended its cause."""
    Delivery.objects.filter(pk=delivery_id, state=DEAD).revive(clock.now())
