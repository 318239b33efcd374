"""Several orders picked on one walk."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent
from shipping.events.base import ShipmentEvent


@dataclass(frozen=True, kw_only=True)
class ShipmentLeftWave(ShipmentEvent):
    """A shipment that was picked together with others goes on alone."""

    name = "shipment.left_wave"
    sentence = _("Shipment %(number)s is picked alone, no longer on wave %(wave)s")

    wave: str


@dataclass(frozen=True, kw_only=True)
class WaveEvent(DomainEvent):
    """Something about one wave, on its own stream."""

    wave_id: int
    number: str

    @property
    def stream(self) -> str:
        return f"wave:{self.wave_id}"


@dataclass(frozen=True, kw_only=True)
class WaveOpened(WaveEvent):
    """Somebody began to pick several orders on one walk."""

    name = "wave.opened"
    sentence = _("Wave %(number)s begun: %(orders)s orders from %(warehouse)s")

    warehouse: str
    orders: int


@dataclass(frozen=True, kw_only=True)
class WaveFinished(WaveEvent):
    """The walk is over; shipments with pieces are picked, empty ones were cancelled."""

    name = "wave.finished"
    sentence = _("Wave %(number)s done: %(picked)s shipments picked, %(cancelled)s cancelled")

    picked: int
    cancelled: int


@dataclass(frozen=True, kw_only=True)
class WaveTakenApart(WaveEvent):
    """The walk ended without a shipment picked on it; what was on it goes on alone."""

    name = "wave.taken_apart"
    sentence = _("Wave %(number)s taken apart")
