"""What stock does because time passed."""

from celery import shared_task

from inventory.services import retire_expired, watch_minimum, work_out_pace
from inventory.services.serving import serve_all


@shared_task(name="inventory.serve_waiting")
def serve_whoever_waits() -> int | None:
    """Start serving the waiting list where free goods lie idle; the rest follows by itself."""
    return serve_all()


@shared_task(name="inventory.retire_expired")
def retire_what_expired() -> int:
    """Take lots past their last good day out of what may be promised."""
    return retire_expired()


@shared_task(name="inventory.watch_minimum")
def watch_the_minimum() -> int:
    """Tell of what fell below its minimum since the last look."""
    return watch_minimum()


@shared_task(name="inventory.work_out_pace")
def work_out_the_pace() -> int:
    """How fast goods left in the last months."""
    return work_out_pace()
