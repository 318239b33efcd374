"""The order, its lines, revisions, changes, holds, stage clock, shares and imports."""

from orders.models.batch import ImportBatch, ImportedRow
from orders.models.change import ChangeRequest
from orders.models.correction import Correction
from orders.models.hold import OrderHold
from orders.models.line import OrderLine
from orders.models.order import Order
from orders.models.revision import OrderRevision
from orders.models.share import OrderShare
from orders.models.span import StageSpan

__all__ = [
    "ChangeRequest",
    "Correction",
    "ImportBatch",
    "ImportedRow",
    "Order",
    "OrderHold",
    "OrderLine",
    "OrderRevision",
    "OrderShare",
    "StageSpan",
]
