"""Credit, invoices, receipts and the ledger behind them."""

from finance.models.credit import CreditCheck, CreditProfile
from finance.models.invoice import Invoice, InvoiceLine
from finance.models.ledger import LedgerEntry
from finance.models.limit import LimitChange
from finance.models.override import CreditOverride
from finance.models.payment import Allocation, Payment

__all__ = [
    "Allocation",
    "CreditCheck",
    "CreditOverride",
    "CreditProfile",
    "Invoice",
    "InvoiceLine",
    "LedgerEntry",
    "LimitChange",
    "Payment",
]
