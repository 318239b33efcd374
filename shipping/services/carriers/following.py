"""Which shipments are followed, and when their carriers are asked next."""

import datetime

from core import clock
from core.calendar import add_working_hours
from core.service import service
from shipping.models import Carrier, Following, Shipment
from shipping.models.carrier import Interface
from shipping.models.words import ON_THE_WAY

PAUSES = (15, 30, 60, 120, 240, 360)
"""Minutes until the next question, by how many answers in a row brought nothing new."""


@service
def follow(shipment_id: int) -> Following | None:
    """From its departure on a shipment is followed, when the house knows its carrier; twice changes nothing."""
    shipment = Shipment.objects.get(pk=shipment_id)
    carrier = Carrier.objects.offered().filter(name__iexact=shipment.carrier).first()
    if carrier is None or shipment.shipped_at is None:
        return None
    asked = carrier.interface != Interface.HAND
    first = {
        "carrier": carrier,
        "next_ask_at": shipment.shipped_at + pause(0) if asked else None,
        "silent_at": silent_from(carrier, shipment.shipped_at),
    }
    return Following.objects.get_or_create(shipment=shipment, defaults=first)[0]


def pause(unchanged: int) -> datetime.timedelta:
    """How long a carrier is left alone about a parcel: soon after news, longer while nothing happens."""
    return datetime.timedelta(minutes=PAUSES[min(unchanged, len(PAUSES) - 1)])


def silent_from(carrier: Carrier, heard_at: datetime.datetime) -> datetime.datetime | None:
    """The moment from which silence is trouble, in working hours by the company's calendar; None: never (S76)."""
    hours = carrier.silence_hours
    return add_working_hours(heard_at, hours) if hours else None


@service
def leave_arrived() -> int:
    """Ask no more about what has arrived; says about how many."""
    due = Following.objects.filter(next_ask_at__lte=clock.now())
    return due.exclude(shipment__state__in=ON_THE_WAY).update(next_ask_at=None, silent_at=None)
