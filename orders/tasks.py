"""What time alone does to orders, quotations and contracts."""

from celery import shared_task

from orders.services.cases.passing import open_follow_ups, remind_cases
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


@shared_task(name="orders.remind_cases", ignore_result=True)
def remind_late_cases() -> None:
    """Every working hour: cases past their limit, each told once, and to the manager once."""
    remind_cases()


@shared_task(name="orders.open_follow_ups", ignore_result=True)
def call_after_delivery() -> None:
    """Every morning: a follow-up call for orders accepted some days ago, where the house makes such calls."""
    open_follow_ups()
