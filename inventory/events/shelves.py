"""What happens on shelves, and to orders because of it."""

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
class ReservationExpired(ForOrder):
    """Goods that were set aside passed their expiry date, and this order was the last in turn."""

    name = "stock.reservation_expired"
    sentence = _("Reserved goods passed their expiry date")

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


@dataclass(frozen=True, kw_only=True)
class CountOpened(DomainEvent):
    """Somebody began to count; what is counted is frozen until the count is booked or cancelled."""

    name = "stock.count_opened"
    sentence = _("Count begun, %(lines)s line(s) frozen")

    count_id: int
    number: str
    lines: int

    @property
    def stream(self) -> str:
        return f"count:{self.count_id}"


@dataclass(frozen=True, kw_only=True)
class FiguresEntered(DomainEvent):
    """What was found was written on a count sheet; `figures` holds line → [before, now] as text."""

    name = "stock.figures_entered"
    sentence = _("%(lines)s counted figure(s) entered")

    count_id: int
    lines: int
    figures: dict[str, list[str]] = field(default_factory=dict)

    @property
    def stream(self) -> str:
        return f"count:{self.count_id}"


@dataclass(frozen=True, kw_only=True)
class CountCancelled(DomainEvent):
    """A count ended without being booked; what it froze moves again."""

    name = "stock.count_cancelled"
    sentence = _("Count cancelled: %(reason)s")

    count_id: int
    reason: str

    @property
    def stream(self) -> str:
        return f"count:{self.count_id}"


@dataclass(frozen=True, kw_only=True)
class OfItem(DomainEvent):
    """Something happened on one shelf, on the shelf's own stream."""

    item_id: int

    @property
    def stream(self) -> str:
        return f"stock:{self.item_id}"


@dataclass(frozen=True, kw_only=True)
class StockTransferred(OfItem):
    """Goods went to another bin or warehouse; `item_id` is the first shelf they left."""

    name = "stock.transferred"
    sentence = _("Transferred (%(number)s): %(reason)s")

    number: str
    product_ids: tuple[int, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class StockAdjusted(OfItem):
    """Somebody wrote goods off or found some; `before` and `after` are what is on hand."""

    name = "stock.adjusted"
    sentence = _("Stock corrected from %(before)s to %(after)s (%(number)s): %(reason)s")

    number: str
    kind: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class GoodsFreed(OfItem):
    """Goods left quarantine or a count ended, and others may have them."""

    name = "stock.freed"
    sentence = _("Goods are for sale again (%(source)s)")
    shown = False

    product_ids: tuple[int, ...]
    source: str
