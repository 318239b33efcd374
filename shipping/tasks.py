"""What the workers do for shipping."""

from celery import shared_task

from shipping import services


@shared_task(name="shipping.warn_late", ignore_result=True)
def warn_late() -> None:
    """Tell owners and warehouse of promised goods that have not left."""
    services.warn_late()


@shared_task(name="shipping.ask_carriers", ignore_result=True)
def ask_carriers() -> None:
    """Send one task for each carrier that is to be asked for news."""
    services.ask_all()


@shared_task(name="shipping.ask_carrier", ignore_result=True)
def ask_carrier(carrier_id: int) -> None:
    """Ask one carrier for news of what is on its way."""
    services.ask_carrier(carrier_id)


@shared_task(name="shipping.watch_silence", ignore_result=True)
def watch_silence() -> None:
    """Shipments nothing was heard of for too long fall into trouble."""
    services.watch_silence()
