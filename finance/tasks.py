"""What the workers do for finance."""

from celery import shared_task

from finance import services


@shared_task(name="finance.expire_overrides", ignore_result=True)
def expire_overrides() -> None:
    """Every night: leave to pass the credit limit that nobody used in time."""
    services.expire_overrides()


@shared_task(name="finance.warn_overdue", ignore_result=True)
def warn_overdue() -> None:
    """Chase overdue invoices, each step once."""
    services.warn_overdue()
