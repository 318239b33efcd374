"""What a scanned or typed code stands for: a product, and how many base units of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.db.models import Q

from catalog.models import Product, ProductUnit

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


def split_command(code: str) -> tuple[str, Decimal | None]:
    """The code, and how many pieces to put back where it says so: `-1 A-1043`."""
    command = PUT_BACK.fullmatch(code)
    return (command[2].strip(), Decimal(command[1])) if command else (code, None)


def meanings_of(codes: Iterable[str], lines: Sequence[HasProduct]) -> dict[str, Meaning]:
    """What each code stands for; only codes of goods that are not on the lines ask the database.

    A barcode of a bigger unit counts all it holds; a product code may be typed in any case.
    """
    here = {key: _meaning(line.product) for line in lines for key in _keys(line.product)}
    wanted = {code for code in codes if code.upper() not in here}
    elsewhere = _look_up(wanted) if wanted else {}
    return {code: found for code in codes if (found := here.get(code.upper()) or elsewhere.get(code.upper()))}


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
