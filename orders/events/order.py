"""Something about one order."""

from dataclasses import dataclass

from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class OrderEvent(DomainEvent):
    """Something about one order, on its own stream."""

    order_id: int

    @property
    def stream(self) -> str:
        return f"order:{self.order_id}"
