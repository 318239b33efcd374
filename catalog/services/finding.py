"""Finding products: by what somebody types, or by the codes on a whole sheet at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, Value, When

from catalog.models import Product, ProductUnit
from core.search import query

MOST = 12


@dataclass(frozen=True)
class Found:
    """A product, and the unit its barcode stands on when it was the barcode of a box."""

    product: Product
    unit_id: int | None = None


def find_products(text: str, *, most: int = MOST) -> list[Product]:
    """Active products by code, barcode, words of the name in any order, or pinyin initials; exact codes first."""
    text = text.strip().replace("\x00", "")
    if not text:
        return []
    asked = query(text)
    wanted = Q(code=text) | Q(barcode=text) | (Q(search__holds=asked) if asked else Q())
    exact = Case(
        When(Q(code__iexact=text) | Q(barcode=text), then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    rows = Product.objects.active().filter(wanted).select_related("unit").defer("search")
    return list(rows.order_by(exact, "code")[:most])


def resolve(codes: Iterable[str]) -> dict[str, Found]:
    """The products that typed codes and barcodes name, by the text as typed: two queries at most."""
    typed = {code for code in codes if code}
    if not typed:
        return {}
    spelled = typed | {code.upper() for code in typed} | {code.lower() for code in typed}
    rows = Product.objects.filter(Q(code__in=spelled) | Q(barcode__in=typed)).select_related("unit").defer("search")
    known: dict[str, Found] = {}
    for product in rows:
        known[product.code.casefold()] = Found(product)
        if product.barcode:
            known.setdefault(product.barcode.casefold(), Found(product))
    missing = {code for code in typed if code.casefold() not in known}
    if missing:
        known |= _boxes(missing)
    return {code: known[code.casefold()] for code in typed if code.casefold() in known}


def _boxes(barcodes: set[str]) -> dict[str, Found]:
    rows = ProductUnit.objects.filter(barcode__in=barcodes).select_related("product__unit")
    return {str(row.barcode).casefold(): Found(row.product, row.unit_id) for row in rows}
