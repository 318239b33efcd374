"""The order and all that belongs to it, and what comes before it: terms, contract, requirement, quotation."""

from orders.models.batch import ImportBatch, ImportedRow
from orders.models.case import Case
from orders.models.change import ChangeRequest
from orders.models.contract import Contract, ContractDocument, ContractLine
from orders.models.correction import Correction
from orders.models.hold import OrderHold
from orders.models.limit import DiscountLimit
from orders.models.line import OrderLine
from orders.models.order import Order
from orders.models.quotation import Quotation, QuotationLine
from orders.models.requirement import Requirement
from orders.models.returns import Return, ReturnLine, ReturnPhoto
from orders.models.revision import OrderRevision
from orders.models.share import OrderShare
from orders.models.span import StageSpan
from orders.models.template import EntryTemplate, TemplateLine
from orders.models.terms import TermsClause

__all__ = [
    "Case",
    "ChangeRequest",
    "Contract",
    "ContractDocument",
    "ContractLine",
    "Correction",
    "DiscountLimit",
    "EntryTemplate",
    "ImportBatch",
    "ImportedRow",
    "Order",
    "OrderHold",
    "OrderLine",
    "OrderRevision",
    "OrderShare",
    "Quotation",
    "QuotationLine",
    "Requirement",
    "Return",
    "ReturnLine",
    "ReturnPhoto",
    "StageSpan",
    "TemplateLine",
    "TermsClause",
]
