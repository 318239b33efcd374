"""Quotations: read, typed, and what becomes of them."""

from orders.views.quotations.reading import QuotationList, QuotationPage, QuotationPdf
from orders.views.quotations.verbs import (
    AcceptQuotation,
    DeclineQuotation,
    RecallQuotation,
    SendQuotation,
    SubmitQuotation,
    WithdrawQuotation,
)
from orders.views.quotations.writing import CheckQuotation, EditQuotation, NewQuotation

__all__ = [
    "AcceptQuotation",
    "CheckQuotation",
    "DeclineQuotation",
    "EditQuotation",
    "NewQuotation",
    "QuotationList",
    "QuotationPage",
    "QuotationPdf",
    "RecallQuotation",
    "SendQuotation",
    "SubmitQuotation",
    "WithdrawQuotation",
]
