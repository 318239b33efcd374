"""What time alone does to orders."""

from celery import shared_task

from orders.services.passing import refresh_passed


@shared_task(name="orders.refresh_passed", ignore_result=True)
def refresh_passed_orders() -> None:
    """Every night: money that became overdue, promises that were passed."""
    refresh_passed()
