"""What a scan needs of its shipment: the lines its code may name, and how far all the others are.

A scan comes every second and a shipment may have hundreds of lines: of the others only that is read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Upper

from catalog.models import ProductUnit, Tracking
from core.prepared import prepared_models
from core.search import AmongThose
from inventory.models import Lot, Serial, StockItem
from orders.models import OrderLine
from shipping.models import Shipment, ShipmentLine
from shipping.services.rows import OF_SHIPMENT, lines_query, shipment_of, take_owner
from shipping.services.scans.codes import spellings

READ = {"id", "order", "product", "position", "text", "note", "reserved", "picked"}
UNREAD = [f"order_line__{field.name}" for field in OrderLine._meta.concrete_fields if field.name not in READ]

WAITING = Q(quantity__gt=F("picked"), order_line__reserved__gt=F("order_line__picked"), short_reason="")
"""The lines that are not done (ShipmentLine.is_done)."""


@dataclass
class Walk:
    """How far a shipment is picked: its number of lines, and which are not done, by their place in the order."""

    lines: int
    waiting: set[int]

    @property
    def done(self) -> int:
        return self.lines - len(self.waiting)

    def note(self, lines: Iterable[ShipmentLine]) -> None:
        """These lines were counted on in memory."""
        for line in lines:
            place = line.order_line.position
            self.waiting = self.waiting - {place} if line.is_done else self.waiting | {place}


def take_named(shipment_id: int, codes: Iterable[str]) -> tuple[Shipment, list[ShipmentLine], Walk]:
    """A shipment with the lines these codes may name, its order locked until the transaction ends.

    Two queries; a third where they name none, for any line tells of the shipment as well.
    """
    order = take_owner(shipment_id)
    lines: list[Any] = _named(shipment_id, spellings(codes))
    told: Any = lines[0] if lines else _any(shipment_id)[0]
    shipment = shipment_of(told)
    shipment.order = order
    for line in lines:
        line.shipment = shipment
    return shipment, lines, Walk(told.number_of_lines, set(told.waiting))


def lies_in_bins(shipment: Shipment) -> bool:
    """Whether goods of a shipment lie in bins or lots, so that where they lie decides what is picked next."""
    here = StockItem.objects.filter(warehouse_id=shipment.warehouse_id, placed__gt=0)
    shelf = here.filter(product_id=OuterRef("product_id"))
    goods = ShipmentLine.objects.filter(shipment=shipment)
    return goods.filter(Exists(shelf) | ~Q(product__tracking=Tracking.NONE)).exists()


@prepared_models(int, list)
def _named(shipment_id: int, keys: list[str]) -> QuerySet[ShipmentLine]:
    return _lines(shipment_id).filter(_is_named(Value(keys)))


@prepared_models(int)
def _any(shipment_id: int) -> QuerySet[ShipmentLine]:
    return _lines(shipment_id).order_by("pk")[:1]


def _lines(shipment_id: int) -> QuerySet[ShipmentLine]:
    """Lines of a shipment; each tells of the shipment as well, and of all its lines, which is asked once."""
    mine = ShipmentLine.objects.filter(shipment_id=shipment_id)
    waiting = mine.filter(WAITING).order_by().values("order_line__position")
    rows = lines_query(shipment_id=shipment_id).annotate(
        number_of_lines=Subquery(mine.order_by().values("shipment").annotate(n=Count("pk")).values("n")),
        waiting=ArraySubquery(waiting),
        **OF_SHIPMENT,
    )
    return rows.defer("product__search", *UNREAD)


def _is_named(keys: Value) -> Q:
    # The products are found by their numbers once, and not for each line.
    units = ProductUnit.objects.filter(AmongThose(F("barcode"), keys)).values("product_id")
    lots = Lot.objects.filter(AmongThose(F("number"), keys)).values("product_id")
    pieces = Serial.objects.filter(AmongThose(F("number"), keys)).values("product_id")
    product = Q(AmongThose(Upper("product__code"), keys)) | Q(AmongThose(Upper("product__barcode"), keys))
    return product | Q(product__in=units) | Q(product__in=lots) | Q(product__in=pieces)
