"""What is asked and offered before there is an order."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class RequirementEvent(DomainEvent):
    """Something about one requirement note, on its own stream."""

    requirement_id: int

    @property
    def stream(self) -> str:
        return f"requirement:{self.requirement_id}"


@dataclass(frozen=True, kw_only=True)
class RequirementWritten(RequirementEvent):
    """What a customer asks for was noted, or the note changed."""

    name = "requirement.written"
    sentence = _("Written, version %(version)s")

    version: int


@dataclass(frozen=True, kw_only=True)
class RequirementConfirmed(RequirementEvent):
    """The customer agreed that this is what they want."""

    name = "requirement.confirmed"
    sentence = _("Confirmed with the customer")


@dataclass(frozen=True, kw_only=True)
class RequirementQuoted(RequirementEvent):
    """A quotation was made of the note; both stay linked."""

    name = "requirement.quoted"
    sentence = _("Quotation %(number)s made of it")

    quotation_id: int
    number: str


@dataclass(frozen=True, kw_only=True)
class RequirementDropped(RequirementEvent):
    """Nothing will be offered."""

    name = "requirement.dropped"
    sentence = _("Dropped: %(reason)s")

    reason: str


@dataclass(frozen=True, kw_only=True)
class QuotationEvent(DomainEvent):
    """Something about one quotation, on its own stream."""

    quotation_id: int

    @property
    def stream(self) -> str:
        return f"quotation:{self.quotation_id}"


@dataclass(frozen=True, kw_only=True)
class QuotationWritten(QuotationEvent):
    """A quotation was begun or written again."""

    name = "quotation.written"
    sentence = _("Written, version %(version)s, total %(total)s %(currency)s")

    version: int
    lines: int
    total: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True)
class QuotationSubmitted(QuotationEvent):
    """The quotation was handed in; the house agrees before it leaves."""

    name = "quotation.submitted"
    sentence = _("Handed in, round %(round)s")

    round: int


@dataclass(frozen=True, kw_only=True)
class QuotationRecalled(QuotationEvent):
    """Its writer took it back before the customer saw it."""

    name = "quotation.recalled"
    sentence = _("Recalled for changes")


@dataclass(frozen=True, kw_only=True)
class QuotationApproved(QuotationEvent):
    """It may be sent."""

    name = "quotation.approved"
    sentence = _("Approved")


@dataclass(frozen=True, kw_only=True)
class QuotationReturned(QuotationEvent):
    """An approver wants changes; `outcome` is returned or rejected."""

    name = "quotation.returned"
    sentence = _("Not agreed to: %(opinion)s")

    outcome: str
    opinion: str
    owner_id: int | None


@dataclass(frozen=True, kw_only=True)
class QuotationSent(QuotationEvent):
    """It goes to the customer by e-mail, as a PDF, with these words."""

    name = "quotation.sent"
    sentence = _("Sent to %(address)s")

    address: str
    words: str


@dataclass(frozen=True, kw_only=True)
class QuotationAccepted(QuotationEvent):
    """The customer agreed: an order draft was made of it."""

    name = "quotation.accepted"
    sentence = _("Accepted; order draft %(order)s made of it")

    order_id: int
    order: str


@dataclass(frozen=True, kw_only=True)
class QuotationClosed(QuotationEvent):
    """It leads to no order; `outcome` is declined, expired or withdrawn."""

    name = "quotation.closed"
    sentence = _("Closed without an order: %(reason)s")

    outcome: str
    reason: str
