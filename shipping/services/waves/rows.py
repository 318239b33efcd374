"""Taking a wave for oneself: the orders of all its shipments first, as every write to a shipment does."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.locks import locked
from core.refusal import Refused
from orders import services as orders
from shipping.models import Shipment, ShipmentLine, Wave
from shipping.models.words import State
from shipping.services.rows import lines_where


def take_wave(wave_id: int) -> tuple[Wave, list[ShipmentLine]]:
    """A wave with the lines of its shipments that are being picked, tote by tote; their orders and itself are locked.

    A shipment that came back to picking while the orders were being locked is not among them. The wave is held for
    the scans that no order holds: those of a wave whose shipments are all done.
    """
    owners = Shipment.objects.filter(wave_id=wave_id, state=State.PICKING).values("order_id")
    held = {order.pk: order for order in orders.take_where(pk__in=owners)}
    wave = hold_wave(wave_id)
    rows = lines_where(shipment__wave_id=wave_id, shipment__state=State.PICKING)
    lines = [line for line in rows if line.shipment.order_id in held]
    known: dict[int, Shipment] = {}
    for line in lines:
        line.shipment = known.setdefault(line.shipment_id, line.shipment)
        line.shipment.order, line.shipment.wave = held[line.shipment.order_id], wave
    return wave, lines


def hold_wave(wave_id: int) -> Wave:
    """The row of the wave itself, held to write its end; after its orders."""
    return locked(Wave.objects.filter(pk=wave_id).select_related("warehouse")).get()


def refuse_ended(wave: Wave) -> None:
    """Refuse what is only done on the walk (A37)."""
    if not wave.is_open:
        raise Refused(
            _("Wave %(number)s is not being picked any more.") % {"number": wave.number}, code="wrong_state"
        )


def wave_identity(wave: Wave) -> dict[str, Any]:
    """What every event of a wave carries."""
    return {"wave_id": wave.pk, "number": wave.number}
