"""What happens to invoices and receipts."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class InvoiceEvent(DomainEvent):
    """Something about one invoice, told on its own stream and shown with its order."""

    invoice_id: int
    order_id: int
    customer_id: int

    @property
    def stream(self) -> str:
        return f"invoice:{self.invoice_id}"

    @property
    def topic(self) -> str:
        return f"order:{self.order_id}"


@dataclass(frozen=True, kw_only=True)
class InvoiceDrafted(InvoiceEvent):
    """Goods left, or an invoice was taken back: there is something to bill."""

    name = "invoice.drafted"
    sentence = _("Invoice drafted over %(total)s %(currency)s")

    total: Decimal
    currency: str
    source: str


@dataclass(frozen=True, kw_only=True)
class InvoiceIssued(InvoiceEvent):
    """The customer owes it from now on."""

    name = "invoice.issued"
    sentence = _("Invoice %(number)s issued over %(total)s %(currency)s, due on %(due_date)s")

    number: str
    total: Decimal
    currency: str
    due_date: datetime.date


@dataclass(frozen=True, kw_only=True)
class InvoiceCorrected(InvoiceEvent):
    """A red-letter invoice took an issued invoice back."""

    name = "invoice.corrected"
    sentence = _("Invoice %(number)s taken back by red-letter invoice %(note_number)s: %(reason)s")

    number: str
    note_id: int
    note_number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class NoteDrafted(InvoiceEvent):
    """Goods of an issued invoice came back: a red-letter invoice over them waits to be issued."""

    name = "invoice.note_drafted"
    sentence = _("Red-letter invoice over %(total)s %(currency)s drafted for return %(return_number)s")

    total: Decimal
    currency: str
    return_number: str


@dataclass(frozen=True, kw_only=True)
class InvoiceCredited(InvoiceEvent):
    """A red-letter invoice took off an issued invoice what goods came back."""

    name = "invoice.credited"
    sentence = _("%(amount)s %(currency)s credited on invoice %(number)s by red-letter invoice %(note_number)s")

    number: str
    note_id: int
    note_number: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True)
class DraftDropped(InvoiceEvent):
    """A draft is not issued: what it says is not what is to be billed any more."""

    name = "invoice.draft_dropped"
    sentence = _("Draft over %(total)s %(currency)s dropped: goods came back")

    total: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True)
class PaymentAllocated(InvoiceEvent):
    """A part of a receipt settles a part of an invoice."""

    name = "payment.allocated"
    sentence = _("%(amount)s %(currency)s of receipt %(payment_number)s matched to invoice %(number)s")

    number: str
    payment_id: int
    payment_number: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True)
class AllocationUndone(InvoiceEvent):
    """A matching was taken back; the money settles this invoice no longer."""

    name = "payment.allocation_undone"
    sentence = _("%(amount)s %(currency)s of receipt %(payment_number)s taken back from invoice %(number)s")

    number: str
    payment_id: int
    payment_number: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True)
class PaymentEvent(DomainEvent):
    """Something about one receipt."""

    payment_id: int
    customer_id: int
    number: str
    amount: Decimal
    currency: str

    @property
    def stream(self) -> str:
        return f"payment:{self.payment_id}"


@dataclass(frozen=True, kw_only=True)
class PaymentBooked(PaymentEvent):
    """Money came in."""

    name = "payment.booked"
    sentence = _("Receipt %(number)s booked over %(amount)s %(currency)s")


@dataclass(frozen=True, kw_only=True)
class PaymentReversed(PaymentEvent):
    """A receipt was wrong and is undone by a counter-entry."""

    name = "payment.reversed"
    sentence = _("Receipt %(number)s reversed by %(counter_number)s: %(reason)s")

    counter_id: int
    counter_number: str
    reason: str
