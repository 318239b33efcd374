"""Who may owe how much, and what is let go all the same."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class CreditLimitSet(DomainEvent):
    """A customer may owe another amount from now on."""

    name = "credit.limit_set"
    sentence = _("Credit limit changed from %(before)s to %(after)s %(currency)s: %(reason)s")

    customer_id: int
    before: Decimal
    after: Decimal
    currency: str
    reason: str

    @property
    def stream(self) -> str:
        return f"credit:{self.customer_id}"


@dataclass(frozen=True, kw_only=True)
class LimitRaiseEvent(DomainEvent):
    """Something about a higher limit that is asked for, shown with the customer's credit."""

    change_id: int
    customer_id: int
    after: Decimal
    currency: str

    @property
    def stream(self) -> str:
        return f"credit_limit:{self.change_id}"

    @property
    def topic(self) -> str:
        return f"credit:{self.customer_id}"


@dataclass(frozen=True, kw_only=True)
class LimitRaiseAsked(LimitRaiseEvent):
    """Somebody wants a customer to owe more than they may allow alone."""

    name = "credit.limit_asked"
    sentence = _("Credit limit of %(after)s %(currency)s asked for, %(before)s until now: %(reason)s")

    before: Decimal
    reason: str


@dataclass(frozen=True, kw_only=True)
class LimitRaiseEnded(LimitRaiseEvent):
    """The question about a higher limit is answered, or taken back; granted, the limit is set besides."""

    name = "credit.limit_answered"
    sentence = _("Question about a limit of %(after)s %(currency)s closed. %(opinion)s")

    outcome: str
    opinion: str
    asked_by_id: int | None


@dataclass(frozen=True, kw_only=True)
class CreditOverrideEvent(DomainEvent):
    """Something about leave for one order to pass the credit check, shown with the order.

    Its sentences name no limit: whoever sees the order reads them.
    """

    override_id: int
    order_id: int
    amount: Decimal
    currency: str

    @property
    def stream(self) -> str:
        return f"credit_override:{self.override_id}"

    @property
    def topic(self) -> str:
        return f"order:{self.order_id}"


@dataclass(frozen=True, kw_only=True)
class CreditOverrideAsked(CreditOverrideEvent):
    """Somebody wants this order to go although its customer's credit does not cover it."""

    name = "credit_override.asked"
    sentence = _("Release over the credit limit asked for, %(amount)s %(currency)s until %(until)s: %(reason)s")

    reason: str
    until: datetime.date


@dataclass(frozen=True, kw_only=True)
class CreditOverrideGranted(CreditOverrideEvent):
    """The house agreed: this order may pass the credit check once, at no more than this amount."""

    name = "credit_override.granted"
    sentence = _(
        "Release over the credit limit granted by %(agreed_by)s, up to %(amount)s %(currency)s until %(until)s"
    )

    until: datetime.date
    agreed_by: str


@dataclass(frozen=True, kw_only=True)
class CreditOverrideRefused(CreditOverrideEvent):
    """The house said no, or wants to know more; `outcome` is refused or returned."""

    name = "credit_override.refused"
    sentence = _("Release over the credit limit not granted: %(opinion)s")

    outcome: str
    opinion: str
    asked_by_id: int | None


@dataclass(frozen=True, kw_only=True)
class CreditOverrideUsed(CreditOverrideEvent):
    """The order passed the credit check with it, over the limit."""

    name = "credit_override.used"
    sentence = _("Confirmed over the credit limit, as released")

    check_id: int


@dataclass(frozen=True, kw_only=True)
class CreditOverrideEnded(CreditOverrideEvent):
    """It was taken back, or its last day passed, before it was used."""

    name = "credit_override.ended"
    sentence = _("Release over the credit limit is over, unused")

    outcome: str
