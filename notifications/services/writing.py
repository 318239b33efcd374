"""Writing to people outside the house, through whichever channel carries it."""

from django.db import transaction

from core import clock
from core.nudge import nudge
from core.service import service
from notifications.models import Carrier, Letter


@service
def write_letter(
    cause: str,
    *,
    topic: str,
    kind: str,
    name: str,
    address: str,
    subject: str,
    text: str,
    channel: str = Carrier.MAIL,
) -> bool:
    """Write a letter once for its cause and channel; False when it was written before.

    It goes out by itself. Without an address it is kept as not sent, so that people see that nobody was told.
    """
    now = clock.now()
    letter = Letter(
        cause=cause,
        topic=topic,
        channel=channel,
        kind=kind,
        name=name[:120],
        address=address[:254],
        subject=" ".join(subject.split())[:250],
        text=text,
        at=now,
        next_try_at=now if address else None,
        given_up=not address,
    )
    if Letter.objects.filter(cause=cause, channel=channel).exists():
        return False
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
    transaction.on_commit(lambda: nudge("notifications.send_waiting"), robust=True)
    return True
