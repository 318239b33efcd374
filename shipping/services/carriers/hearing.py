"""What a carrier said is written down, and moves the shipment as far as it may be believed (S72).

Out of order, repeated and contradicting words are harmless: what counts is the newest word by the carrier's own
clock, a word counts when it is first heard, and a shipment that has arrived moves no more.
"""

import datetime
from collections.abc import Sequence

from core import clock
from core.bus import publish
from core.people import HOUSE
from core.service import service
from shipping.events import CarrierSaysDelivered, ShipmentMoving
from shipping.models import Following, Shipment, TrackingEvent
from shipping.models.proof import ProofKind
from shipping.models.track_words import MOVES, Code
from shipping.models.words import ON_THE_WAY, State
from shipping.services.carriers.following import pause, silent_from
from shipping.services.carriers.proving import Proof
from shipping.services.carriers.track_v1 import Said, Told
from shipping.services.carriers.troubles import end_silence, raise_trouble
from shipping.services.leaving.delays import note_day
from shipping.services.leaving.dispatching import confirm_delivery
from shipping.services.rows import identity, take

FAST_CLOCK = datetime.timedelta(minutes=10)
"""How far a carrier's clock may be ahead of ours."""


@service
def hear(shipment_id: int, said: Said) -> bool:
    """Keep what is new and let the shipment move by it; False when nothing was."""
    shipment, _lines = take(shipment_id)
    following = Following.objects.select_related("carrier").get(pk=shipment_id)
    fresh = _keep(shipment, said.events)
    note_day(shipment, following, said.expected_on)
    if not fresh:
        following.save(update_fields=["expected_on", "delay_told"])
        return False
    now = clock.now()
    following.unchanged, following.failures, following.error = 0, 0, ""
    following.heard_at, following.next_ask_at = now, now + pause(0)
    following.silent_at = silent_from(following.carrier, now)
    _move(shipment, following, fresh)
    following.save()
    return True


def _keep(shipment: Shipment, told: Sequence[Told]) -> list[TrackingEvent]:
    """Store what may be of this parcel: not of the future, and not of another one that bore its number before."""
    now = clock.now()
    fit = {one.key: one for one in told if shipment.opened_at <= one.at <= now + FAST_CLOCK}
    known = set(TrackingEvent.objects.filter(shipment=shipment, key__in=fit).values_list("key", flat=True))
    rows = [
        TrackingEvent(
            shipment=shipment,
            key=key,
            at=min(one.at, now),
            code=one.code,
            place=one.place,
            text=one.text,
            signed_by=one.signed_by,
            received_at=now,
        )
        for key, one in fit.items()
        if key not in known
    ]
    return TrackingEvent.objects.bulk_create(rows)


def _move(shipment: Shipment, following: Following, fresh: Sequence[TrackingEvent]) -> None:
    moving = [event for event in fresh if event.code in MOVES]
    if shipment.state not in ON_THE_WAY:
        following.next_ask_at = following.silent_at = None
        return
    end_silence(shipment)
    if shipment.state == State.SHIPPED and moving:
        shipment.travel()
        shipment.save(update_fields=["state"])
        publish(ShipmentMoving(**identity(shipment), carrier=shipment.carrier), actor=HOUSE)
    last = TrackingEvent.objects.filter(shipment=shipment, code__in=MOVES).order_by("-at", "-pk").first()
    if last is None or last.pk not in {event.pk for event in moving}:
        return
    if last.code == Code.DELIVERED:
        _arrive(shipment, following, last)
    elif last.is_trouble:
        raise_trouble(shipment, last.code, last.text)


def _arrive(shipment: Shipment, following: Following, last: TrackingEvent) -> None:
    following.next_ask_at = following.silent_at = None
    who = last.signed_by or following.carrier.name
    if not following.carrier.delivered_counts:
        publish(CarrierSaysDelivered(**identity(shipment), who=who), actor=HOUSE)
        return
    at = max(last.at, shipment.shipped_at or last.at)
    proof = Proof(kind=ProofKind.CARRIER, at=at, through=following.carrier.name[:40], note=last.text[:250])
    confirm_delivery(shipment.pk, received_by=who, actor=HOUSE, proof=proof)
