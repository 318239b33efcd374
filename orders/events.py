"""What happens to an order."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class OrderEvent(DomainEvent):
    """Something about one order, on its own stream."""

    order_id: int

    @property
    def stream(self) -> str:
        return f"order:{self.order_id}"


@dataclass(frozen=True, kw_only=True)
class OrderMoved(OrderEvent):
    """A step of the lifecycle: from one state to another."""

    source: str
    target: str


@dataclass(frozen=True, kw_only=True)
class OrderDrafted(OrderEvent):
    """A draft was begun; it has no number yet."""

    name = "order.drafted"
    sentence = _("Draft begun")

    customer_id: int


@dataclass(frozen=True, kw_only=True)
class DraftSaved(OrderEvent):
    """A draft was written again; `version` rises with each save."""

    name = "order.draft_saved"
    sentence = _("Draft saved, %(lines)s lines")
    shown = False

    version: int
    lines: int
    total: Decimal


@dataclass(frozen=True, kw_only=True)
class OrderSubmitted(OrderMoved):
    """The order was handed in: it has a number, a frozen revision and the findings of the checks."""

    name = "order.submitted"
    sentence = _("Submitted, revision %(revision)s, round %(round)s, total %(total)s %(currency)s")

    number: str
    revision: int
    round: int
    total: Decimal
    currency: str
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class OrderRecalled(OrderMoved):
    """The owner took the order back before it was decided."""

    name = "order.recalled"
    sentence = _("Recalled for changes")


@dataclass(frozen=True, kw_only=True)
class OrderApproved(OrderMoved):
    """All approvals were given, or none was needed."""

    name = "order.approved"
    sentence = _("Approved")


@dataclass(frozen=True, kw_only=True)
class OrderReturned(OrderMoved):
    """An approver sent the order back to be changed and submitted again."""

    name = "order.returned"
    sentence = _("Returned for rework: %(opinion)s")

    opinion: str
    owner_id: int | None


@dataclass(frozen=True, kw_only=True)
class OrderRejected(OrderMoved):
    """An approver ended the order; it may be copied."""

    name = "order.rejected"
    sentence = _("Rejected: %(opinion)s")

    opinion: str
    owner_id: int | None


@dataclass(frozen=True, kw_only=True)
class ConfirmationWaits(OrderEvent):
    """The house could not confirm by itself; the owner decides."""

    name = "order.confirmation_waits"
    sentence = _("Not confirmed by itself: %(why)s")

    why: str


@dataclass(frozen=True, kw_only=True)
class OrderConfirmed(OrderMoved):
    """The order binds: credit is committed, stock is reserved, the customer is told."""

    name = "order.confirmed"
    sentence = _("Confirmed")

    number: str
    revision: int
    customer_id: int
    total: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(OrderMoved):
    """The order ends without anything shipped; all that was set aside for it is free again."""

    name = "order.cancelled"
    sentence = _("Cancelled: %(reason)s")

    reason: str
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class OrderShortClosed(OrderEvent):
    """What was not shipped is cancelled; the rest of the order goes on to its end.

    `cancelled` holds line → base units; `amount` is the value taken off the order incl. tax.
    """

    name = "order.short_closed"
    sentence = _("Closed short: %(reason)s")

    reason: str
    customer_id: int
    amount: Decimal
    cancelled: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OrderShipped(OrderEvent):
    """Goods of the order left the house; `source` is the shipment, `quantities` line → base units."""

    name = "order.shipped"
    sentence = _("Goods shipped")
    shown = False

    source: str
    customer_id: int
    quantities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OrderAccepted(OrderEvent):
    """Goods of the order are in the customer's hands."""

    name = "order.accepted"
    sentence = _("Goods accepted")
    shown = False

    source: str
    customer_id: int
    quantities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OrderCompleted(OrderMoved):
    """Shipped, accepted where asked, billed and paid: nothing is left to do."""

    name = "order.completed"
    sentence = _("Completed")


@dataclass(frozen=True, kw_only=True)
class OrderReopened(OrderMoved):
    """Something about a completed order is open again."""

    name = "order.reopened"
    sentence = _("Reopened: %(reason)s")

    reason: str


@dataclass(frozen=True, kw_only=True)
class OrderHandedOver(OrderEvent):
    """The order has another owner."""

    name = "order.handed_over"
    sentence = _("Handed over to %(to_name)s")

    from_id: int | None
    to_id: int
    to_name: str


@dataclass(frozen=True, kw_only=True)
class PromiseMade(OrderEvent):
    """The day goods are promised for, with the first promise kept for ever."""

    name = "order.promised"
    sentence = _("Promised for %(promised_on)s")

    promised_on: datetime.date | None
    first_promise: datetime.date | None


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
class ImportAsked(DomainEvent):
    """Somebody asked for an uploaded file to be tried (`write` is no) or taken in (yes)."""

    name = "import.asked"
    sentence = _("Import asked for")

    batch_id: int
    write: bool

    @property
    def stream(self) -> str:
        return f"import:{self.batch_id}"


@dataclass(frozen=True, kw_only=True)
class OrdersImported(DomainEvent):
    """A batch of history came in."""

    name = "import.done"
    sentence = _("%(orders)s orders imported")

    batch_id: int
    orders: int
    report: dict[str, Any] = field(default_factory=dict)

    @property
    def stream(self) -> str:
        return f"import:{self.batch_id}"


@dataclass(frozen=True, kw_only=True)
class ImportUndone(DomainEvent):
    """A batch of history was taken out again."""

    name = "import.undone"
    sentence = _("Import undone, %(orders)s orders taken out, %(kept)s kept")

    batch_id: int
    orders: int
    kept: int
    account: dict[str, Any] = field(default_factory=dict)

    @property
    def stream(self) -> str:
        return f"import:{self.batch_id}"


@dataclass(frozen=True, kw_only=True)
class ContractEvent(DomainEvent):
    """Something about one contract, on its own stream."""

    contract_id: int

    @property
    def stream(self) -> str:
        return f"contract:{self.contract_id}"


@dataclass(frozen=True, kw_only=True)
class ContractWritten(ContractEvent):
    """A contract was entered or changed; `changes` holds field → [old, new] as text."""

    name = "contract.written"
    sentence = _("Written, version %(version)s")

    version: int
    changes: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ContractActivated(ContractEvent):
    """The contract is in force: orders are held against it from now on."""

    name = "contract.activated"
    sentence = _("Put in force")


@dataclass(frozen=True, kw_only=True)
class ContractFinished(ContractEvent):
    """The contract ran its course (ended) or was stopped (closed); orders fall under it no more."""

    name = "contract.finished"
    sentence = _("Finished: %(reason)s")

    outcome: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ContractDocumentAdded(ContractEvent):
    """A document was put to the contract; its fingerprint is kept with its name."""

    name = "contract.document_added"
    sentence = _("Document %(file)s added")

    document_id: int
    file: str
    sha256: str


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
