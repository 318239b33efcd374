"""What every event of a shipment carries."""

from dataclasses import dataclass

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
