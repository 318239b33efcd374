"""Warehouses and places, stock, moves, reservations, shortages, counts, announced goods."""

from inventory.models.count import StockCount, StockCountLine
from inventory.models.expected import ExpectedReceipt
from inventory.models.item import StockItem
from inventory.models.move import StockMove
from inventory.models.place import Place, Warehouse
from inventory.models.reservation import Reservation
from inventory.models.shortage import Shortage

__all__ = [
    "ExpectedReceipt",
    "Place",
    "Reservation",
    "Shortage",
    "StockCount",
    "StockCountLine",
    "StockItem",
    "StockMove",
    "Warehouse",
]
