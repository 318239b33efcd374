"""The order, its lines, revisions, stage clock, shares and imports."""

from orders.models.batch import ImportBatch, ImportedRow
from orders.models.line import OrderLine
from orders.models.order import Order
from orders.models.revision import OrderRevision
from orders.models.share import OrderShare
from orders.models.span import StageSpan
from orders.models.template import EntryTemplate, TemplateLine

__all__ = [
    "EntryTemplate",
    "ImportBatch",
    "ImportedRow",
    "Order",
    "OrderLine",
    "OrderRevision",
    "OrderShare",
    "StageSpan",
    "TemplateLine",
]
