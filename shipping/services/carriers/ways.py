"""What is known of the way of goods that left: what their carrier said, what went wrong, what shows they arrived."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from shipping.models import DeliveryProof, Following, Shipment, TrackingEvent, Trouble
from shipping.models.words import State

SHOWN = 3
MOST_EVENTS = 100


def ways_of(rows: Sequence[Shipment], most: int = SHOWN) -> dict[int, dict[str, Any]]:
    """Of each shipment its last events, newest first, and its open trouble; only what has left is asked about."""
    gone = [row for row in rows if row.is_gone]
    events: dict[int, list[TrackingEvent]] = defaultdict(list)
    for event in TrackingEvent.objects.filter(shipment__in=gone).order_by("-at", "-pk") if gone else ():
        if len(events[event.shipment_id]) < most:
            events[event.shipment_id].append(event)
    strayed = [row for row in gone if row.state == State.EXCEPTION]
    open_ones = Trouble.objects.filter(shipment__in=strayed, settled_at=None) if strayed else ()
    troubles = {trouble.shipment_id: trouble for trouble in open_ones}
    return {row.pk: {"events": events[row.pk], "trouble": troubles.get(row.pk)} for row in rows}


def way_of(shipment: Shipment) -> dict[str, Any]:
    """Everything that is known of a shipment's way: what its carrier said, what went wrong, how it is followed."""
    if not shipment.is_gone:
        return {}
    troubles = list(Trouble.objects.filter(shipment=shipment).select_related("settled_by").order_by("-pk"))
    return {
        "following": Following.objects.select_related("carrier", "shipment").filter(pk=shipment.pk).first(),
        "events": list(TrackingEvent.objects.filter(shipment=shipment).order_by("-at", "-pk")[:MOST_EVENTS]),
        "troubles": troubles,
        "trouble": next((one for one in troubles if one.settled_at is None), None),
        "proof": proof_of(shipment),
    }


def proof_of(shipment: Shipment) -> DeliveryProof | None:
    """What shows that it was delivered."""
    return DeliveryProof.objects.select_related("by").filter(shipment=shipment).first()
