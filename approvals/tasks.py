"""What happens because time passed."""

from celery import shared_task

from approvals.services import act_at_limits, keep_cover, publish_due, remind_overdue


@shared_task(name="approvals.remind_overdue", ignore_result=True)
def remind_of_overdue() -> None:
    """Remind approvers of what they are late with."""
    remind_overdue()


@shared_task(name="approvals.publish_due", ignore_result=True)
def publish_what_is_due() -> None:
    """Every minute: versions of policies whose day has come begin to ask."""
    publish_due()


@shared_task(name="approvals.act_at_limits", ignore_result=True)
def act_on_late() -> None:
    """Pass up, agree or return what nobody decided by its limit, as its sentence says."""
    act_at_limits()


@shared_task(name="approvals.keep_cover", ignore_result=True)
def keep_covered() -> None:
    """Move open tasks as leaves begin, and give them back after the last day."""
    keep_cover()
