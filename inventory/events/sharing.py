"""What happens when people decide who gets scarce goods."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent
from inventory.events.shelves import ForOrder


@dataclass(frozen=True, kw_only=True)
class ReallocationEvent(DomainEvent):
    """Something happened to a proposal to share out a scarce product otherwise, on its own stream."""

    reallocation_id: int
    number: str
    product_id: int

    @property
    def stream(self) -> str:
        return f"reallocation:{self.reallocation_id}"


@dataclass(frozen=True, kw_only=True)
class ReallocationProposed(ReallocationEvent):
    """Somebody wants a product shared out otherwise; `figures` holds line → [set aside now, set aside then]."""

    name = "reallocation.proposed"
    sentence = _("Proposed to share the goods out otherwise: %(reason)s")

    reason: str
    figures: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ReallocationApplied(ReallocationEvent):
    """The goods are shared out as proposed; `was_asked` when somebody had to agree first."""

    name = "reallocation.applied"
    sentence = _("Goods shared out as proposed %(agreed_by)s")

    asked_by_id: int | None
    agreed_by: str
    was_asked: bool


@dataclass(frozen=True, kw_only=True)
class ReallocationEnded(ReallocationEvent):
    """Nothing moved: it was refused, taken back, or shelves and orders had moved meanwhile (overtaken)."""

    name = "reallocation.ended"
    sentence = _("Proposal ended: %(opinion)s")

    outcome: str
    opinion: str
    asked_by_id: int | None


@dataclass(frozen=True, kw_only=True)
class GoodsTakenAway(ForOrder):
    """Goods set aside for this order were given to others; `quantities` holds line → base units."""

    name = "stock.taken_away"
    sentence = _("%(quantity)s of %(code)s were given to %(refs)s: %(reason)s")

    number: str
    code: str
    quantity: str
    refs: str
    reason: str
    owner_id: int | None
    promised_on: str
    quantities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class GoodsGivenOver(ForOrder):
    """This order got goods by decision and not in its turn, from other orders or from what was free."""

    name = "stock.given_over"
    sentence = _("%(quantity)s of %(code)s came from %(refs)s: %(reason)s")

    number: str
    code: str
    quantity: str
    refs: str
    reason: str
    quantities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class GoodsPutFirst(ForOrder):
    """This order got free goods by decision, before those whose turn it was."""

    name = "stock.put_first"
    sentence = _("%(quantity)s of %(code)s were set aside out of turn: %(reason)s")

    number: str
    code: str
    quantity: str
    reason: str
    quantities: dict[str, str] = field(default_factory=dict)
