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
from finance.services.limiting import ask_limit, change_limit, grant_limit, refuse_limit, withdraw_limit
from finance.services.noting import issue_note
from finance.services.overriding import (
    ask_override,
    end_overrides,
    expire_overrides,
    grant_override,
    refuse_override,
    withdraw_override,
)
from finance.services.paying import allocate_payment, book_payment
from finance.services.reminding import warn_overdue
from finance.services.reversing import reverse_payment

__all__ = [
    "allocate_payment",
    "ask_limit",
    "ask_override",
    "bill_order",
    "bill_shipment",
    "book_payment",
    "change_limit",
    "commit_exposure",
    "confirm_waiting",
    "correct_invoice",
    "end_overrides",
    "expire_overrides",
    "grant_limit",
    "grant_override",
    "credit_return",
    "issue_invoice",
    "issue_note",
    "open_profile",
    "refuse_limit",
    "refuse_override",
    "release_exposure",
    "restate_exposure",
    "reverse_payment",
    "set_limit",
    "warn_overdue",
    "withdraw_limit",
    "withdraw_override",
]
