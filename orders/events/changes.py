"""What was asked to be different about an order that binds."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from orders.events.order import OrderEvent


@dataclass(frozen=True, kw_only=True)
class ChangeEvent(OrderEvent):
    """Something about a change of an order: on the change's own stream, and on the order's timeline."""

    change_id: int

    @property
    def stream(self) -> str:
        return f"change:{self.change_id}"

    @property
    def topic(self) -> str:
        return f"order:{self.order_id}"


@dataclass(frozen=True, kw_only=True)
class ChangeBegun(ChangeEvent):
    """Somebody began to write down what is to be changed about an order."""

    name = "change.begun"
    sentence = _("A change was begun")
    shown = False

    version: int


@dataclass(frozen=True, kw_only=True)
class ChangeSaved(ChangeEvent):
    """A change was written again; `version` rises with each save."""

    name = "change.saved"
    sentence = _("The change was saved")
    shown = False

    version: int


@dataclass(frozen=True, kw_only=True)
class ChangeSubmitted(ChangeEvent):
    """A change was handed in for approval; `before` and `after` are the order's totals incl. tax."""

    name = "change.submitted"
    sentence = _("Change asked for: total %(before)s → %(after)s %(currency)s. %(reason)s")

    before: Decimal
    after: Decimal
    currency: str
    cause: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ChangeApproved(ChangeEvent):
    """All who had to be asked agreed to a change."""

    name = "change.approved"
    sentence = _("Change approved")
    shown = False


@dataclass(frozen=True, kw_only=True)
class ChangeReturned(ChangeEvent):
    """An approver wants the change otherwise."""

    name = "change.returned"
    sentence = _("Change returned: %(opinion)s")

    opinion: str
    asked_by_id: int | None


@dataclass(frozen=True, kw_only=True)
class ChangeRejected(ChangeEvent):
    """An approver refused the change; the order stays as it is."""

    name = "change.rejected"
    sentence = _("Change rejected: %(opinion)s")

    opinion: str
    asked_by_id: int | None


@dataclass(frozen=True, kw_only=True)
class ChangeWaits(ChangeEvent):
    """An approved change could not be put in force; its writer decides."""

    name = "change.waits"
    sentence = _("Change not put in force: %(why)s")

    why: str


@dataclass(frozen=True, kw_only=True)
class ChangeOvertaken(ChangeEvent):
    """The order has another revision than the change began on; it must be brought onto it."""

    name = "change.overtaken"
    sentence = _("A change was overtaken by revision %(revision)s")

    revision: int


@dataclass(frozen=True, kw_only=True)
class ChangeWithdrawn(ChangeEvent):
    """A change was taken back, or ended with its order; `was_open` when somebody may still be asked about it."""

    name = "change.withdrawn"
    sentence = _("Change withdrawn")

    was_open: bool


@dataclass(frozen=True, kw_only=True)
class OrderChanged(OrderEvent):
    """A confirmed or approved order has a new revision; without a change it was split.

    `before` and `after` are its totals incl. tax; the lines already say what is wanted and set aside.
    """

    name = "order.changed"
    sentence = _("Changed to revision %(revision)s: total %(before)s → %(after)s %(currency)s. %(reason)s")

    change_id: int | None
    revision: int
    customer_id: int
    before: Decimal
    after: Decimal
    currency: str
    cause: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class OrderSplit(OrderEvent):
    """Open quantities of an order moved to a new one."""

    name = "order.split"
    sentence = _("Split: %(amount)s %(currency)s moved to %(child)s")

    child_id: int
    child: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True)
class OrderSupplemented(OrderEvent):
    """A further order was begun that belongs to this one."""

    name = "order.supplemented"
    sentence = _("Supplement begun: %(child)s")

    child_id: int
    child: str
