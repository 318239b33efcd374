"""Every write to money, one public function per act."""

from finance.services.billing import bill_order, bill_shipment
from finance.services.correcting import correct_invoice
from finance.services.credit import (
    commit_exposure,
    confirm_waiting,
    open_profile,
    release_exposure,
    restate_exposure,
    set_limit,
)
from finance.services.crediting import credit_return
from finance.services.issuing import issue_invoice
from finance.services.noting import issue_note
from finance.services.paying import allocate_payment, book_payment
from finance.services.reminding import warn_overdue
from finance.services.reversing import reverse_payment

__all__ = [
    "allocate_payment",
    "bill_order",
    "bill_shipment",
    "book_payment",
    "commit_exposure",
    "confirm_waiting",
    "correct_invoice",
    "credit_return",
    "issue_invoice",
    "issue_note",
    "open_profile",
    "release_exposure",
    "restate_exposure",
    "reverse_payment",
    "set_limit",
    "warn_overdue",
]
