"""Warehouses, bins and places, stock, lots and serials, moves, reservations, shortages, counts, announced goods."""

from inventory.models.bin import Bin
from inventory.models.count import StockCount, StockCountLine
from inventory.models.expected import ExpectedReceipt
from inventory.models.item import StockItem
from inventory.models.lot import BinStock, Lot
from inventory.models.move import StockMove
from inventory.models.place import Place, Warehouse
from inventory.models.reallocation import Reallocation, ReallocationLine
from inventory.models.reservation import Reservation
from inventory.models.rule import ReorderRule, StockPace
from inventory.models.serial import Serial, SerialMove
from inventory.models.shortage import Shortage

__all__ = [
    "Bin",
    "BinStock",
    "ExpectedReceipt",
    "Lot",
    "Place",
    "Reallocation",
    "ReallocationLine",
    "ReorderRule",
    "Reservation",
    "Serial",
    "SerialMove",
    "Shortage",
    "StockCount",
    "StockCountLine",
    "StockItem",
    "StockMove",
    "StockPace",
    "Warehouse",
]
