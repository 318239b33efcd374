"""The order, its lines, revisions, stage clock, shares, imports, and who may give how much away."""

from orders.models.batch import ImportBatch, ImportedRow
from orders.models.limit import DiscountLimit
from orders.models.line import OrderLine
from orders.models.order import Order
from orders.models.revision import OrderRevision
from orders.models.share import OrderShare
from orders.models.span import StageSpan

__all__ = [
    "DiscountLimit",
    "ImportBatch",
    "ImportedRow",
    "Order",
    "OrderLine",
    "OrderRevision",
    "OrderShare",
    "StageSpan",
]
