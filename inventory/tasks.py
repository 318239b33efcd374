"""What stock does because time passed."""

from celery import shared_task

from inventory.services.serving import serve_all


@shared_task(name="inventory.serve_waiting")
def serve_whoever_waits() -> int | None:
    """Start serving the waiting list where free goods lie idle; the rest follows by itself."""
    return serve_all()
