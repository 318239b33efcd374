"""What happens to shipments and dispatch jobs; all of it belongs on its order's timeline."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ShipmentEvent(DomainEvent):
    """Something about one shipment, on its own stream and its order's timeline."""

    shipment_id: int
    order_id: int
    number: str

    @property
    def stream(self) -> str:
        return f"shipment:{self.shipment_id}"

    @property
    def topic(self) -> str:
        return f"order:{self.order_id}"


@dataclass(frozen=True, kw_only=True)
class ShipmentOpened(ShipmentEvent):
    """Somebody began to pick what is reserved."""

    name = "shipment.opened"
    sentence = _("Picking started: shipment %(number)s from %(warehouse)s")

    warehouse: str
    lines: int


@dataclass(frozen=True, kw_only=True)
class LineFoundShort(ShipmentEvent):
    """The picker found less on the shelf than was set aside; the rest stays open."""

    name = "shipment.line_short"
    sentence = _("Shipment %(number)s: %(missing)s of %(code)s not found: %(reason)s")

    order_line_id: int
    code: str
    missing: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PickingFinished(ShipmentEvent):
    """What is picked is ready to leave; what was not picked stays open for the next shipment."""

    name = "shipment.picked"
    sentence = _("Picked: shipment %(number)s, %(pieces)s pieces, %(left)s left open")

    pieces: str
    left: str


@dataclass(frozen=True, kw_only=True)
class PickingResumed(ShipmentEvent):
    """A picked shipment was opened again before it left."""

    name = "shipment.resumed"
    sentence = _("Picking resumed: shipment %(number)s")


@dataclass(frozen=True, kw_only=True)
class ShipmentPacked(ShipmentEvent):
    """Every picked piece lies in a weighed box."""

    name = "shipment.packed"
    sentence = _("Packed: shipment %(number)s, %(boxes)s boxes, %(weight)s kg")

    boxes: int
    weight: str


@dataclass(frozen=True, kw_only=True)
class ShipmentUnpacked(ShipmentEvent):
    """A packed shipment is packed further."""

    name = "shipment.unpacked"
    sentence = _("Opened again for packing: shipment %(number)s")


@dataclass(frozen=True, kw_only=True)
class ShipmentChecked(ShipmentEvent):
    """Somebody checked a shipment at the door: the address they read, and why it leaves early or late."""

    name = "shipment.checked"
    sentence = _("Checked at the door: shipment %(number)s to %(address)s")

    address: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ShipmentToCheckAgain(ShipmentEvent):
    """A check does not hold any more, because the order has changed."""

    name = "shipment.to_check_again"
    sentence = _("Shipment %(number)s is to be checked again: %(reason)s")

    reason: str


@dataclass(frozen=True, kw_only=True)
class ShipmentDispatched(ShipmentEvent):
    """Goods left the house with a carrier.

    `address` and `reason` are what its sender said at the door, where the same step was the check.
    """

    name = "shipment.dispatched"
    sentence = _("Shipped: %(number)s by %(carrier)s, waybill %(waybill)s")

    carrier: str
    waybill: str
    partial: bool
    address: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ShipmentDelivered(ShipmentEvent):
    """The customer has the goods in hand."""

    name = "shipment.delivered"
    sentence = _("Delivered: %(number)s, received by %(received_by)s")

    received_by: str
    proof: str = "hand"


@dataclass(frozen=True, kw_only=True)
class ShipmentMoving(ShipmentEvent):
    """The carrier moved the goods for the first time."""

    name = "shipment.in_transit"
    sentence = _("In transit: %(number)s with %(carrier)s")

    carrier: str


@dataclass(frozen=True, kw_only=True)
class ShipmentInTrouble(ShipmentEvent):
    """Something went wrong on the way, or nothing was heard for too long; somebody has to see to it."""

    name = "shipment.in_trouble"
    sentence = _("Trouble on the way: shipment %(number)s %(text)s")

    trouble_id: int
    cause: str
    text: str


@dataclass(frozen=True, kw_only=True)
class TroubleSettled(ShipmentEvent):
    """The goods are on their way again; `note` says what was done, nothing when the carrier spoke again by itself."""

    name = "shipment.trouble_settled"
    sentence = _("On its way again: shipment %(number)s %(note)s")

    note: str


@dataclass(frozen=True, kw_only=True)
class ShipmentDelayed(ShipmentEvent):
    """The carrier expects to deliver after the promised day."""

    name = "shipment.delayed"
    sentence = _("Delayed: shipment %(number)s is expected on %(expected_on)s, promised was %(promised_on)s")

    expected_on: datetime.date
    promised_on: datetime.date


@dataclass(frozen=True, kw_only=True)
class CarrierSaysDelivered(ShipmentEvent):
    """The carrier says it has delivered, and its word alone does not count."""

    name = "shipment.carrier_delivered"
    sentence = _("The carrier says it has delivered shipment %(number)s to %(who)s; somebody is to confirm it")

    who: str


@dataclass(frozen=True, kw_only=True)
class ShipmentCancelled(ShipmentEvent):
    """A shipment ended in the house; what was picked for it is back on the shelf."""

    name = "shipment.cancelled"
    sentence = _("Shipment %(number)s cancelled: %(reason)s")

    reason: str


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


@dataclass(frozen=True, kw_only=True)
class JobEvent(DomainEvent):
    """Something about one dispatch job, on its own stream and its order's timeline."""

    job_id: int
    order_id: int
    number: str

    @property
    def stream(self) -> str:
        return f"job:{self.job_id}"

    @property
    def topic(self) -> str:
        return f"order:{self.order_id}"


@dataclass(frozen=True, kw_only=True)
class JobPlanned(JobEvent):
    """Somebody is to go to the customer in a time slot."""

    name = "job.planned"
    sentence = _("Dispatch job %(number)s: %(assignee)s goes %(slot)s")

    assignee_id: int
    assignee: str
    slot: str


@dataclass(frozen=True, kw_only=True)
class JobMoved(JobEvent):
    """Another person or another time slot for a job nobody has set out for."""

    name = "job.moved"
    sentence = _("Dispatch job %(number)s moved: %(assignee)s goes %(slot)s")

    assignee_id: int
    assignee: str
    slot: str
    before_id: int


@dataclass(frozen=True, kw_only=True)
class JobStarted(JobEvent):
    """The assignee set out."""

    name = "job.started"
    sentence = _("Dispatch job %(number)s is under way")


@dataclass(frozen=True, kw_only=True)
class JobDone(JobEvent):
    """The work is done and somebody at the customer's said so."""

    name = "job.done"
    sentence = _("Dispatch job %(number)s done, accepted by %(accepted_by)s")

    accepted_by: str


@dataclass(frozen=True, kw_only=True)
class JobCancelled(JobEvent):
    """A job that will not be done; its services are to be planned again, unless the order needs them no more."""

    name = "job.cancelled"
    sentence = _("Dispatch job %(number)s cancelled: %(reason)s")

    assignee_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ScanSolved(DomainEvent):
    """A scan that was not counted although the picker had gone on: a supervisor said what became of the piece."""

    name = "scan.solved"
    sentence = _("%(number)s: the scan of %(code)s was not counted and is solved: %(note)s")

    scan_id: int
    order_id: int | None
    number: str
    code: str
    note: str

    @property
    def stream(self) -> str:
        return f"scan:{self.scan_id}"

    @property
    def topic(self) -> str:
        # A wrong piece on the walk of a wave is of no order.
        return f"order:{self.order_id}" if self.order_id else self.stream
