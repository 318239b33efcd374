"""What the workers do for reports."""

from celery import shared_task

from reports.monthly import tell_compliance_ready


@shared_task(name="reports.tell_compliance", ignore_result=True)
def tell_compliance() -> None:
    """Every morning: the compliance list of the month before is told of once, from its first working day on."""
    tell_compliance_ready()
