"""What the workers do about messages."""

from celery import shared_task

from notifications import services


@shared_task(name="notifications.send_waiting", ignore_result=True)
def send_waiting() -> None:
    """Send the mail that waits, nudged on commit and swept every minute."""
    services.send_waiting()
