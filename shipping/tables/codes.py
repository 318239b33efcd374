"""What each code of a task stands for, so that the page can answer before the server does, or while it cannot."""

from collections.abc import Sequence
from typing import Any

from catalog.models import ProductUnit
from core.templatetags.ui import qty
from inventory.models import Serial
from shipping.models import ShipmentLine
from shipping.models.words import Command
from shipping.services.picking.walking import picks_for
from shipping.services.scans.tracing import is_traced

ANY = 1_000_000
MOST_NUMBERS = 300


def codes_of(lines: Sequence[ShipmentLine]) -> dict[str, dict[str, Any]]:
    """What each code on this shipment stands for, so that the page can answer before the server does."""
    codes: dict[str, dict[str, Any]] = {}
    for line in lines:
        product = line.product
        label, key = f"{product.code} {product.title}", line.order_line_id
        for code in (product.code, product.code.lower(), product.barcode):
            if code and not product.by_serial:
                _add(codes, code, label, float(line.room), key)
        _add(codes, f"-1 {product.code}", label, ANY, key)
    codes.update(_boxes(lines))
    codes.update(_numbers(lines))
    codes.update({one.value: {"label": str(one.label), "left": ANY, "lines": []} for one in Command})
    return codes


def _add(codes: dict[str, dict[str, Any]], code: str, label: str, left: float, line: int, each: float = 1) -> None:
    """One more line a code may stand for; `each` is how many pieces one scan of it counts."""
    known = codes.setdefault(code, {"label": label, "left": 0, "lines": [], "each": each})
    known["left"] += left
    if line not in known["lines"]:
        known["lines"].append(line)


def _numbers(lines: Sequence[ShipmentLine]) -> dict[str, dict[str, Any]]:
    """Lots that belong on the lines and pieces that lie here; asked only where goods are known that closely."""
    traced = [line for line in lines if is_traced(line)]
    if not traced:
        return {}
    shipment = traced[0].shipment
    codes: dict[str, dict[str, Any]] = {}
    for key, picks in picks_for(shipment, traced).items():
        for pick in picks:
            if pick.source.lot:
                _add(codes, pick.source.lot, pick.source.lot, float(pick.quantity), key)
    numbered = {line.product_id: line for line in traced if line.product.by_serial}
    pieces = Serial.objects.sellable().filter(product_id__in=numbered, warehouse_id=shipment.warehouse_id)
    for product_id, number in pieces.values_list("product_id", "number")[:MOST_NUMBERS]:
        line = numbered[product_id]
        _add(codes, number, f"{line.product.code} · {number}", 1, line.order_line_id)
    return codes


def _boxes(lines: Sequence[ShipmentLine]) -> dict[str, dict[str, Any]]:
    room = {line.product_id: line for line in lines}
    units = ProductUnit.objects.filter(product__in=room, barcode__isnull=False).select_related("unit")
    codes: dict[str, dict[str, Any]] = {}
    for unit in units:
        line, factor = room[unit.product_id], unit.factor
        label = f"{line.product.code} × {qty(factor)}"
        _add(codes, str(unit.barcode), label, float(line.room // factor), line.order_line_id, float(factor))
    return codes
