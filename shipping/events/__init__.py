"""What happens to shipments, waves, scans and dispatch jobs; all of it belongs on its order's timeline."""

from shipping.events.base import ShipmentEvent
from shipping.events.goods import (
    LineFoundShort,
    PickingFinished,
    PickingResumed,
    ShipmentCancelled,
    ShipmentChecked,
    ShipmentDelivered,
    ShipmentDispatched,
    ShipmentOpened,
    ShipmentPacked,
    ShipmentToCheckAgain,
    ShipmentUnpacked,
)
from shipping.events.jobs import JobCancelled, JobDone, JobEvent, JobMoved, JobPlanned, JobStarted
from shipping.events.scans import ScanSolved
from shipping.events.waves import ShipmentLeftWave, WaveEvent, WaveFinished, WaveOpened, WaveTakenApart
from shipping.events.way import (
    CarrierSaysDelivered,
    ShipmentDelayed,
    ShipmentInTrouble,
    ShipmentMoving,
    TroubleSettled,
)

__all__ = [
    "CarrierSaysDelivered",
    "JobCancelled",
    "JobDone",
    "JobEvent",
    "JobMoved",
    "JobPlanned",
    "JobStarted",
    "LineFoundShort",
    "PickingFinished",
    "PickingResumed",
    "ScanSolved",
    "ShipmentCancelled",
    "ShipmentChecked",
    "ShipmentDelayed",
    "ShipmentDelivered",
    "ShipmentDispatched",
    "ShipmentEvent",
    "ShipmentInTrouble",
    "ShipmentLeftWave",
    "ShipmentMoving",
    "ShipmentOpened",
    "ShipmentPacked",
    "ShipmentToCheckAgain",
    "ShipmentUnpacked",
    "TroubleSettled",
    "WaveEvent",
    "WaveFinished",
    "WaveOpened",
    "WaveTakenApart",
]
