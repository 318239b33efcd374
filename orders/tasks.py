"""What time alone does to orders, quotations and contracts."""

from celery import shared_task

from orders.services.contracts.warning import warn_running_out
from orders.services.life.passing import refresh_passed
from orders.services.quotes.answers import expire_passed


@shared_task(name="orders.refresh_passed", ignore_result=True)
def refresh_passed_orders() -> None:
    """Every night: money that became overdue, promises that were passed."""
    refresh_passed()


@shared_task(name="orders.expire_quotations", ignore_result=True)
def expire_quotations() -> None:
    """Every night: offers whose last day is over."""
    expire_passed()


@shared_task(name="orders.warn_running_out", ignore_result=True)
def warn_contracts() -> None:
    """Every morning: contracts that run out soon, or are used up, each told once."""
    warn_running_out()
