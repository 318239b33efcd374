"""What the checker sees at the door: the four checks with who and when, and what is asked of them."""

from collections.abc import Sequence
from typing import Any

from shipping.models import Shipment, ShipmentLine
from shipping.services.leaving.door import DoorWord, Look, kept, look_at, named
from shipping.services.packing.boxes import boxes_of
from shipping.services.rows import lines_of


def door_of(shipment: Shipment, user: Any) -> dict[str, Any]:
    """The context of the two pages at the door."""
    lines = lines_of(shipment.pk)
    looks = looks_of(shipment, lines, user)
    return {
        "shipment": shipment,
        "order": shipment.order,
        "looks": looks,
        "off_time": looks[-1].red,
        "leaving": [line for line in lines if line.picked],
        "staying": [line for line in lines if line.left],
        "boxes": list(boxes_of(shipment.pk)),
    }


def looks_of(shipment: Shipment, lines: Sequence[ShipmentLine], user: Any) -> list[Look]:
    """The checks that were passed; where none were, those that scans and boxes answer by themselves."""
    if shipment.verified_at is not None or not shipment.is_open:
        return kept(shipment, lines)
    return named(look_at(shipment, lines, DoorWord(), user))
