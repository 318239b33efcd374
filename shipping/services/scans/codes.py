"""What a scanned or typed code stands for: a product, and how many base units of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from django.db.models import Q

from catalog.models import Product, ProductUnit, Tracking
from core.gs1 import Elements, read
from inventory.models import Lot, Serial

ONE = Decimal(1)
PUT_BACK = re.compile(r"-(\d{1,9}(?:\.\d{1,4})?)\s+(\S.*)")


class HasProduct(Protocol):
    """A line of goods: of a shipment, or of a return."""

    @property
    def product(self) -> Product: ...


@dataclass(frozen=True)
class Meaning:
    """A product and the base units one scan of the code counts."""

    product_id: int
    label: str
    step: Decimal
    factor: Decimal = ONE
    lot_id: int | None = None
    serial_id: int | None = None
    is_here: bool = True
    """Whether a numbered piece lies in the shipment's warehouse and may be sold."""


def split_command(code: str) -> tuple[str, Decimal | None]:
    """The code, and how many pieces to put back where it says so: `-1 A-1043`."""
    command = PUT_BACK.fullmatch(code)
    return (command[2].strip(), Decimal(command[1])) if command else (code, None)


def meanings_of(
    codes: Iterable[str], lines: Sequence[HasProduct], warehouse_id: int | None = None
) -> dict[str, Meaning]:
    """What each code stands for; only codes of goods that are not on the lines ask the database.

    A barcode of a bigger unit counts all it holds; a product code may be typed in any case. Where goods of a line
    are known by lot or number, a lot or serial number stands for them. A GS1 code says article and number at once.
    Whether a numbered piece is here is asked of the warehouse the goods leave from.
    """
    elements = {code: found for code in codes if (found := read(code))}
    told = _told({*codes, *(key for found in elements.values() for key in _spelled(found))}, lines, warehouse_id)
    plain = {code: meaning for code in codes if (meaning := told.get(code))}
    return plain | {code: meaning for code, found in elements.items() if (meaning := _agreed(found, told))}


def spellings(codes: Iterable[str]) -> list[str]:
    """Everything these codes may be on a label: as they are, in capitals, and what a GS1 code holds."""
    codes = list(codes)
    inside = [key for code in codes if (found := read(code)) for key in _spelled(found)]
    return sorted({*codes, *inside} | {code.upper() for code in (*codes, *inside)})


def _spelled(found: Elements) -> list[str]:
    return [key for key in (found.serial, found.lot, *found.barcodes) if key]


def _agreed(found: Elements, told: dict[str, Meaning]) -> Meaning | None:
    """What a GS1 code stands for: its piece, its lot or its article, and all it says is of one product."""
    article = next((told[code] for code in found.barcodes if code in told), None)
    if article is None:
        return None
    number = found.serial or found.lot
    named = told.get(number) if number else None
    if named is not None and named.product_id == article.product_id:
        return named
    # Its lot or number is of none of these goods: whoever counts it says that it is the wrong one.
    return replace(article, lot_id=0 if found.lot else None, serial_id=0 if found.serial else None, is_here=not number)


def _told(codes: Iterable[str], lines: Sequence[HasProduct], warehouse_id: int | None) -> dict[str, Meaning]:
    """What each code stands for by itself."""
    here = {key: _meaning(line.product) for line in lines for key in _keys(line.product)}
    wanted = {code for code in codes if code.upper() not in here}
    elsewhere = _numbers(wanted, lines, warehouse_id) if wanted else {}
    wanted = {code for code in wanted if code.upper() not in elsewhere}
    elsewhere |= _look_up(wanted) if wanted else {}
    return {code: found for code in codes if (found := here.get(code.upper()) or elsewhere.get(code.upper()))}


def _numbers(codes: set[str], lines: Sequence[HasProduct], warehouse_id: int | None) -> dict[str, Meaning]:
    """Lot and serial numbers of the goods on these lines; asked only where goods are known that closely."""
    traced = {line.product.pk: line.product for line in lines if line.product.tracking != Tracking.NONE}
    if not traced:
        return {}
    spelled = codes | {code.upper() for code in codes}
    found = {}
    for lot in Lot.objects.filter(product__in=traced, number__in=spelled):
        found[lot.number.upper()] = replace(_named(traced, lot), lot_id=lot.pk)
    here = Serial.objects.sellable().filter(warehouse_id=warehouse_id).values("pk")
    pieces = Serial.objects.filter(product__in=traced, number__in=spelled).annotate(here=Q(pk__in=here))
    for piece in pieces:
        meaning = replace(_named(traced, piece), lot_id=piece.lot_id, serial_id=piece.pk, is_here=piece.here)
        found[piece.number.upper()] = meaning
    return found


def _named(products: dict[int, Product], one: Lot | Serial) -> Meaning:
    meaning = _meaning(products[one.product_id])
    return replace(meaning, label=f"{meaning.label} · {one.number}"[:250])


def _look_up(codes: set[str]) -> dict[str, Meaning]:
    units = ProductUnit.objects.filter(barcode__in=codes).select_related("product__unit")
    found = {unit.barcode.upper(): _meaning(unit.product, unit.factor) for unit in units if unit.barcode}
    missing = {code for code in codes if code.upper() not in found}
    if missing:
        spelled = missing | {code.upper() for code in missing}
        products = Product.objects.filter(Q(code__in=spelled) | Q(barcode__in=missing)).select_related("unit")
        found |= {key: _meaning(product) for product in products for key in _keys(product)}
    return found


def _keys(product: Product) -> list[str]:
    return [key.upper() for key in (product.code, product.barcode) if key]


def _meaning(product: Product, factor: Decimal = ONE) -> Meaning:
    return Meaning(product.pk, f"{product.code} {product.title}"[:250], product.unit.step, factor)
