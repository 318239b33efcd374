"""What the workers do for the kit: messages, anchors, one-time keys."""

from celery import shared_task

from core import outbox
from core.anchor import anchor_today
from core.once import forget_keys


@shared_task(name="core.work_event", ignore_result=True)
def work_event(event_id: int) -> None:
    """Deliver the messages of one event, nudged when it was committed."""
    outbox.work_event(event_id)


@shared_task(name="core.sweep_outbox", ignore_result=True)
def sweep_outbox() -> None:
    """Find the messages whose nudge was lost and deliver them."""
    outbox.sweep()


@shared_task(name="core.anchor_history", ignore_result=True)
def anchor_history() -> None:
    """Hold the heads of all chains once a day, so that a cut tail shows."""
    anchor_today()


@shared_task(name="core.forget_once_keys", ignore_result=True)
def forget_once_keys() -> None:
    """Every night: one-time keys that nobody sends again."""
    forget_keys()
