"""What the workers do for shipping."""

from celery import shared_task

from shipping import services


@shared_task(name="shipping.warn_late", ignore_result=True)
def warn_late() -> None:
    """Tell owners and warehouse of promised goods that have not left."""
    services.warn_late()
