"""What happens because time passed."""

from celery import shared_task

from approvals.services import remind_overdue


@shared_task(name="approvals.remind_overdue", ignore_result=True)
def remind_of_overdue() -> None:
    """Remind approvers of what they are late with."""
    remind_overdue()
