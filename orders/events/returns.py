"""What happens to goods a customer sends back, and the replacements that leave for them."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from orders.events.order import OrderEvent


@dataclass(frozen=True, kw_only=True)
class ReturnEvent(OrderEvent):
    """Something about one return: on its own stream, and on its order's timeline."""

    return_id: int
    number: str

    @property
    def stream(self) -> str:
        return f"return:{self.return_id}"

    @property
    def topic(self) -> str:
        return f"order:{self.order_id}"


@dataclass(frozen=True, kw_only=True)
class ReturnRequested(ReturnEvent):
    """A customer wants to send goods back; `quantities` holds order line → base units."""

    name = "return.requested"
    sentence = _("Return %(number)s asked for, worth %(worth)s %(currency)s")

    worth: Decimal
    currency: str
    quantities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ReturnApproved(ReturnEvent):
    """The house agrees: the goods may come back."""

    name = "return.approved"
    sentence = _("Return %(number)s agreed to")

    asked_by_id: int | None


@dataclass(frozen=True, kw_only=True)
class ReturnRefused(ReturnEvent):
    """The house does not take the goods back; nothing about the order changes."""

    name = "return.refused"
    sentence = _("Return %(number)s refused: %(answer)s")

    answer: str
    asked_by_id: int | None


@dataclass(frozen=True, kw_only=True)
class ReturnWithdrawn(ReturnEvent):
    """The goods stay with the customer after all; `was_asked` when somebody may still be asked about it."""

    name = "return.withdrawn"
    sentence = _("Return %(number)s withdrawn: %(reason)s")

    reason: str
    was_asked: bool


@dataclass(frozen=True, kw_only=True)
class ReturnReceived(ReturnEvent):
    """Goods came back and wait to be looked at; what did not come is free to be returned another time."""

    name = "return.received"
    sentence = _("Return %(number)s received: %(pieces)s of %(asked)s pieces")

    pieces: str
    asked: str


@dataclass(frozen=True, kw_only=True)
class ReturnInspected(ReturnEvent):
    """The warehouse says in which state the goods are."""

    name = "return.inspected"
    sentence = _("Return %(number)s inspected: %(good)s good, %(repair)s to repair, %(scrap)s scrap")

    good: str
    repair: str
    scrap: str


@dataclass(frozen=True, kw_only=True)
class ReturnResolved(ReturnEvent):
    """It is settled: what is credited and what is shipped again, order line → base units."""

    name = "return.resolved"
    sentence = _("Return %(number)s settled. %(answer)s")

    customer_id: int
    answer: str
    credited: dict[str, str] = field(default_factory=dict)
    replaced: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ReturnCredited(ReturnEvent):
    """The customer owes so much less: by a red-letter invoice, or because it is not billed any more."""

    name = "return.credited"
    sentence = _("Return %(number)s credited: %(amount)s %(currency)s less %(by)s")

    amount: Decimal
    currency: str
    by: str


@dataclass(frozen=True, kw_only=True)
class ReturnSentBack(ReturnEvent):
    """Repaired or not accepted goods went back to the customer."""

    name = "return.sent_back"
    sentence = _("Goods of return %(number)s sent back with %(carrier)s, waybill %(waybill)s")

    carrier: str
    waybill: str


@dataclass(frozen=True, kw_only=True)
class ReturnClosed(ReturnEvent):
    """Nothing more follows from it."""

    name = "return.closed"
    sentence = _("Return %(number)s closed")


@dataclass(frozen=True, kw_only=True)
class ReturnPhotoAdded(ReturnEvent):
    """A picture of what came back; its fingerprint is kept."""

    name = "return.photo_added"
    sentence = _("Photo of return %(number)s: %(file)s")

    file: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ReplacementShipped(OrderEvent):
    """Pieces left instead of returned ones: nobody bills them; `quantities` holds line → base units."""

    name = "order.replacement_shipped"
    sentence = _("Replacement shipped")

    customer_id: int
    source: str
    quantities: dict[str, str] = field(default_factory=dict)
