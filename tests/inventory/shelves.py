"""Bins, lots and numbered pieces for the tests of stock, all booked by the services."""

import datetime
import json
from decimal import Decimal
from typing import Any

from catalog.models import Product
from core import clock
from core.models import Event
from inventory.models import Bin, BinStock, Lot, Serial, StockItem, Warehouse
from inventory.services import Arrived, receive_goods
from tests.cast import make_product
from tests.inventory.builders import make_warehouse


def in_days(days: int) -> datetime.date:
    return clock.today() + datetime.timedelta(days=days)


def make_bin(code: str = "A-01", *, warehouse: Warehouse | None = None, **more: Any) -> Bin:
    """A bin to store in."""
    return Bin.objects.create(warehouse=warehouse or make_warehouse(), code=code, **more)


def by_lot(code: str = "GLUE-1", **more: Any) -> Product:
    return make_product(code, tracking="lot", **more)


def by_serial(code: str = "PUMP-1", **more: Any) -> Product:
    return make_product(code, tracking="serial", **more)


def lot_in(
    product: Product, number: str, pieces: int, *, days: int | None = 100, bin: Bin | None = None, actor: Any = None
) -> Lot:
    """So many pieces of a lot that keeps so many days."""
    place = bin.warehouse if bin else make_warehouse()
    arrived = Arrived(
        product_id=product.pk,
        quantity=Decimal(pieces),
        lot=number,
        expires_on=None if days is None else in_days(days),
        bin_id=bin.pk if bin else None,
    )
    receive_goods(warehouse_id=place.pk, items=[arrived], actor=actor)
    return Lot.objects.get(product=product, number=number)


def pieces_in(product: Product, *numbers: str, bin: Bin | None = None, actor: Any = None) -> list[Serial]:
    """Pieces with these serial numbers."""
    place = bin.warehouse if bin else make_warehouse()
    arrived = Arrived(
        product_id=product.pk, quantity=Decimal(len(numbers)), serials=numbers, bin_id=bin.pk if bin else None
    )
    receive_goods(warehouse_id=place.pk, items=[arrived], actor=actor)
    return list(Serial.objects.filter(product=product, number__in=numbers).order_by("pk"))


def binned(product: Product, pieces: int, bin: Bin) -> StockItem:
    """Plain pieces in a bin."""
    receive_goods(
        warehouse_id=bin.warehouse_id,
        items=[Arrived(product_id=product.pk, quantity=Decimal(pieces), bin_id=bin.pk)],
        actor=None,
    )
    return StockItem.objects.get(product=product, warehouse=bin.warehouse)


def parts(product: Product) -> dict[tuple[str, str], int]:
    """(bin, lot) → pieces, where there are any."""
    rows = BinStock.objects.here().filter(item__product=product).select_related("bin", "lot")
    return {(row.bin.code if row.bin else "", row.lot.number if row.lot else ""): int(row.on_hand) for row in rows}


def data_of(event: Event) -> dict[str, Any]:
    """What an event says, as it was written."""
    return json.loads(event.text)["data"]
