"""Who has an order, who may see it, what holds it up and what was said about it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from orders.events.order import OrderEvent


@dataclass(frozen=True, kw_only=True)
class OrderHandedOver(OrderEvent):
    """The order has another owner."""

    name = "order.handed_over"
    sentence = _("Handed over to %(to_name)s")

    from_id: int | None
    to_id: int
    to_name: str


@dataclass(frozen=True, kw_only=True)
class CommentWritten(OrderEvent):
    """Somebody wrote on the order; `mentioned` are the people called by name."""

    name = "order.comment_written"
    sentence = _("Comment")
    shown = False

    comment_id: int
    mentioned: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OrderShared(OrderEvent):
    """The order was shared with a colleague, to view or to edit."""

    name = "order.shared"
    sentence = _("Shared with %(to_name)s")

    to_id: int
    to_name: str
    right: str


@dataclass(frozen=True, kw_only=True)
class HoldPlaced(OrderEvent):
    """Somebody stopped named acts on the order."""

    name = "order.held"
    sentence = _("Put on hold: %(reason)s")

    hold_id: int
    kind: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class HoldLifted(OrderEvent):
    """A hold was lifted; the order may go on."""

    name = "order.hold_lifted"
    sentence = _("Hold lifted: %(reason)s")

    hold_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class LetterSentAgain(OrderEvent):
    """Somebody put a letter to the customer that had not gone out on its way once more."""

    name = "order.letter_sent_again"
    sentence = _("Letter to the customer sent again")

    letter_id: int
    channel: str
