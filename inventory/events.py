"""What happens to stock, and to orders because of it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ForOrder(DomainEvent):
    """Something stock did for one order, on the order's own stream and timeline."""

    order_id: int

    @property
    def stream(self) -> str:
        return f"order:{self.order_id}"


@dataclass(frozen=True, kw_only=True)
class GoodsReserved(ForOrder):
    """Stock was set aside for lines of the order; `quantities` holds line → base units."""

    name = "stock.reserved"
    sentence = _("Stock reserved for %(lines)s line(s)")

    lines: int
    quantities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ShortageFound(ForOrder):
    """Goods are missing for lines of the order; `missing` holds line → base units."""

    name = "stock.short"
    sentence = _("Goods missing for %(lines)s line(s)")

    lines: int
    product_ids: tuple[int, ...]
    missing: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class GoodsReleased(ForOrder):
    """Stock was set free: the order was cancelled or closed short; others may have it."""

    name = "stock.released"
    sentence = _("Reserved stock set free")

    product_ids: tuple[int, ...]
    quantities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ReservationLost(ForOrder):
    """A count found less than was set aside, and this order was the last in turn."""

    name = "stock.reservation_lost"
    sentence = _("Reserved goods were missing when counted (%(count)s)")

    count: str
    quantities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class WaitingServed(ForOrder):
    """A waiting order got goods that became free; the next one may be served."""

    name = "stock.waiting_served"
    sentence = _("Served from the waiting list")
    shown = False

    product_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class StockArrived(DomainEvent):
    """Goods came in, or more was counted than the books said; `item_id` is the first shelf they reached."""

    name = "stock.arrived"
    sentence = _("Goods arrived (%(source)s)")

    item_id: int
    product_ids: tuple[int, ...]
    source: str

    @property
    def stream(self) -> str:
        return f"stock:{self.item_id}"


@dataclass(frozen=True, kw_only=True)
class StockCounted(DomainEvent):
    """Stock was counted and the books corrected."""

    name = "stock.counted"
    sentence = _("Stock counted, %(lines)s line(s): %(reason)s")

    count_id: int
    number: str
    lines: int
    reason: str

    @property
    def stream(self) -> str:
        return f"count:{self.count_id}"
