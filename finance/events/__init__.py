"""What happens to money: what is owed, what came in, and who may owe how much."""

from finance.events.credit import (
    CreditLimitSet,
    CreditOverrideAsked,
    CreditOverrideEnded,
    CreditOverrideEvent,
    CreditOverrideGranted,
    CreditOverrideRefused,
    CreditOverrideUsed,
    LimitRaiseAsked,
    LimitRaiseEnded,
    LimitRaiseEvent,
)
from finance.events.papers import (
    AllocationUndone,
    InvoiceCorrected,
    InvoiceDrafted,
    InvoiceEvent,
    InvoiceIssued,
    PaymentAllocated,
    PaymentBooked,
    PaymentEvent,
    PaymentReversed,
)

__all__ = [
    "AllocationUndone",
    "CreditLimitSet",
    "CreditOverrideAsked",
    "CreditOverrideEnded",
    "CreditOverrideEvent",
    "CreditOverrideGranted",
    "CreditOverrideRefused",
    "CreditOverrideUsed",
    "InvoiceCorrected",
    "InvoiceDrafted",
    "InvoiceEvent",
    "InvoiceIssued",
    "LimitRaiseAsked",
    "LimitRaiseEnded",
    "LimitRaiseEvent",
    "PaymentAllocated",
    "PaymentBooked",
    "PaymentEvent",
    "PaymentReversed",
]
